"""What somebody writes in their own words, and the matters that are offered for it."""

from functools import cache

import pytest

from quincunx.matters import packs
from quincunx.matters.assembly import assemble
from quincunx.matters.catalogue import described
from quincunx.matters.likely import Index
from quincunx.matters.source import read
from tests.matters.packs import LAMP, TREE, pack

SAID = (
    ("The lamp in front of our gate has been dark for three days", "street-lamp"),
    ("三号楼门口的路灯坏了好几天，晚上看不见路", "street-lamp"),
    ("A manhole cover rattles whenever a bus drives over it", "cover"),
    ("马路中间的井盖不见了，太危险", "cover"),
    ("Deep pothole at the crossing, my wheel is bent", "road-surface"),
    ("路面有个大坑，骑车差点摔倒", "road-surface"),
    ("Rubbish bags have been lying by the wall since Monday", "household-waste"),
    ("楼下一堆垃圾好几天没人清，发臭了", "household-waste"),
    ("The bin on the corner is overflowing", "litter-bin"),
    ("公园的垃圾桶满了都溢出来了", "litter-bin"),
    ("Two people are trapped in the lift of block 4", "lift-trapped"),
    ("有人被困在电梯里了快来", "lift-trapped"),
    ("I smell gas in the staircase", "gas-smell"),
    ("厨房外面闻到很浓的煤气味", "gas-smell"),
    ("My upstairs neighbour plays the piano at midnight", "noise-neighbours"),
    ("楼上天天半夜跺脚，吵得睡不着", "noise-neighbours"),
    ("The boss has not paid our wages for two months", "wages-unpaid"),
    ("工地老板拖欠我们三个月工资", "wages-unpaid"),
    ("A car is parked in the fire lane again", "fire-lane-car"),
    ("有车一直停在消防通道上，消防车进不来", "fire-lane-car"),
    ("Rats are running around behind the market", "vector-control"),
    ("菜市场后面老鼠特别多", "vector-control"),
    ("Sewage is coming up out of the septic tank", "septic"),
    ("化粪池满了，污水流了一地", "septic"),
    ("A branch is about to fall on the path", "tree-dangerous"),
    ("门口那棵树歪了，快要倒了", "tree-dangerous"),
    ("Somebody charges an electric bicycle in the flat", "ebike-indoors"),
    ("有人把电动车推上楼充电", "ebike-indoors"),
    ("Builders were drilling on the site until two at night", "night-construction"),
    ("对面工地半夜还在施工", "night-construction"),
    ("There is a wasps' nest under the roof", "wasp-nest"),
    ("窗户外面有个马蜂窝", "wasp-nest"),
    ("The traffic light at the school does not work", "traffic-light"),
    ("十字路口红绿灯坏了", "traffic-light"),
    ("My grandfather with dementia has been missing since noon", "lost-child-or-elder"),
    ("我家老人走丢了，到处找不到", "lost-child-or-elder"),
    ("A dog without a leash bit a child", "dog-unleashed"),
    ("有人遛狗不拴狗绳，吓到孩子", "dog-unleashed"),
    ("The water main burst and the street is gushing", "water-main"),
    ("水管爆了，自来水喷得到处都是", "water-main"),
    ("My mother needs a ramp for her wheelchair", "barrier-free"),
    ("单元门口没有坡道，轮椅上不去", "barrier-free"),
    ("Bottles are thrown from a window above", "thrown-objects"),
    ("有人从楼上往下扔东西", "thrown-objects"),
    ("We would like to apply for the minimum allowance", "minimum-income"),
    ("家里没有收入，想申请低保", "minimum-income"),
    ("He beats his wife, we hear it through the wall", "violence-at-home"),
    ("隔壁丈夫打老婆，有家暴", "violence-at-home"),
    ("Flyers are stuck on every pole", "illegal-flyers"),
    ("楼道里贴满了小广告", "illegal-flyers"),
    ("Hired bicycles block the bus stop", "shared-bicycles"),
    ("共享单车堆在路口走不过去", "shared-bicycles"),
    ("The road caved in next to the metro works", "road-collapse"),
    ("马路突然塌陷出一个大洞", "road-collapse"),
    ("The swing on the playground has a broken chain", "playground"),
    ("小区滑梯坏了，孩子会受伤", "playground"),
)


@cache
def index() -> Index:
    said = assemble(read(packs.DEFAULT)).definition
    domains = {domain.code: domain for domain in said.domains}
    return Index.of(described(n, m, domains) for n, m in enumerate(said.matters))


@cache
def offered(text: str) -> list[str]:
    matters = assemble(read(packs.DEFAULT)).definition.matters
    return [matters[found.key].code for found in index().suggest(text)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_right_matter_is_among_the_first_three(language: str):
    spoken = [(t, m) for t, m in SAID if t.isascii() == (language == "en")]
    right = [matter in offered(text)[:3] for text, matter in spoken]
    assert len(spoken) >= 20
    assert sum(right) >= 0.8 * len(right), [
        (t, m, offered(t))
        for (t, m), good in zip(spoken, right, strict=True)
        if not good
    ]


def test_the_words_that_spoke_are_named_as_they_stand_in_the_text():
    matters = assemble(read(packs.DEFAULT)).definition.matters
    lamp, *_ = index().suggest("The Lamps at the gate are dark")
    water, *_ = index().suggest("小区门口积水很深")
    assert (matters[lamp.key].code, lamp.because) == ("street-lamp", ("lamps", "dark"))
    assert (matters[water.key].code, water.because) == ("flooding", ("积水",))
    assert 0 < lamp.score <= 1


@pytest.mark.parametrize("text", ["", "?!", "hello", "谢谢你们", "xqzzv 12345"])
def test_words_that_speak_for_nothing_offer_nothing(text: str):
    assert index().suggest(text) == ()


def test_at_most_five_are_offered_and_a_long_text_is_read_to_its_bound():
    everything = " ".join(text for text, _ in SAID)
    assert len(index().suggest(everything)) == 5
    assert index().suggest("x" * 2000 + " lamp") == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('keywords = ["dark", ""]', "bad-keyword"),
        (f'keywords = ["{"x" * 41}"]', "bad-keyword"),
        (f"keywords = {[f'w{n}' for n in range(61)]}", "too-many-keywords"),
        ('keywords = "dark"', "needs-list"),
    ],
)
def test_keywords_are_words_and_not_too_many(said: str, code: str):
    faulty = LAMP.replace('icon = "lamp"', f'icon = "lamp"\n{said}')
    [fault] = packs.check(pack(faulty)).faults
    assert (fault.code, fault.file) == (code, "elms.toml")


def test_a_keyword_of_the_pack_speaks_for_its_matter():
    known = LAMP.replace('icon = "lamp"', 'icon = "lamp"\nkeywords = ["lantern"]')
    [lamp, tree] = assemble(pack(known, TREE)).definition.matters
    made = Index.of([described(1, lamp, {}), described(2, tree, {})])
    assert [found.key for found in made.suggest("The lanterns hum")] == [1]
