"""Three departments' tables answer themselves; what nobody knows is named."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.foundation import journal
from quincunx.foundation.models import IdentityRead
from quincunx.lib.refusal import Refusal
from quincunx.registers.asks import answer, declare
from quincunx.registers.asks.models import Answer
from quincunx.registers.exchange import release
from quincunx.registers.places import register
from quincunx.registers.places.register import Told, Where
from tests.cast import Town
from tests.registers.asks.blank import YELLOW, form, rows, style_of, told
from tests.registers.asks.conftest import BASIS, WHY, Declare
from tests.registers.people.household import DAY, ZHANG

pytestmark = pytest.mark.django_db
CARE = ["序号", "姓名", "身份证号", "现住址", "出生日期", "宗教信仰"]
SHOPS = ["No", "单位名称", "统一社会信用代码", "负责人", "联系电话", "地址", "燃气"]
COUNTS = ["网格名称", "房屋总数", "常住人口", "户数", "走访次数"]


def test_three_departments_tables_answer_themselves(
    grid: Town, declared: Declare
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    care = declared(CARE)
    shops = declared(SHOPS, unit="market-regulation")
    counts = declared(COUNTS, unit="comprehensive-management")
    assert (care.rows, shops.rows, counts.rows) == ("residents", "premises", "grids")

    people, places, numbers = (
        answer.press(ask, 20, by=by, at=at) for ask in (care, shops, counts)
    )

    assert rows(people.content)[2:4] == [
        [
            1,
            "张小榆",
            "11010519491231002X",
            "青榆社区1号楼1-101",
            _day(1949, 12, 31),
            None,
        ],
        [2, "李榆", None, "青榆社区1号楼1-102", _day(1990, 5, 4), None],
    ]
    [shop] = [row for row in rows(places.content)[2:] if row[0] == 1]
    assert shop[1:] == [
        "榆下面馆",
        None,
        "钱老板",
        "13800138000",
        "青榆社区1号楼",
        "瓶装",
    ]
    assert ["青榆第一网格", 6, 2, 2, 0] in rows(numbers.content)


def _day(year: int, month: int, day: int) -> object:
    return date(year, month, day).isoformat()


def test_the_senders_own_workbook_comes_back_with_what_is_not_known(
    grid: Town, declared: Declare
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    filled = answer.press(declared(CARE), 20, by=by, at=at)

    assert rows(filled.content)[0][0] == "统计表"
    assert rows(filled.content)[5][0] == "填表人："
    said = told(filled.content)
    assert "1/2" in said["身份证号"].replace(" ", "") or "50" in said["身份证号"]
    assert WHY in said.values()
    assert BASIS in said.values()
    made = filled.answer
    assert (made.rows, made.fields, made.oldest, made.persons) == (2, 4, DAY, 2)
    assert made.empty == {"2": 0, "3": 1, "4": 0, "5": 0}
    [entry] = journal.entries(made.subject)
    assert (entry.act, entry.facts["rows"]) == ("taken-out", 2)
    assert style_of(filled.content) == YELLOW
    assert ZHANG.number not in str(entry.facts)


def test_each_read_of_a_person_is_written_down(grid: Town, declared: Declare) -> None:
    ask = declared(CARE)
    before = IdentityRead.objects.count()
    answer.press(ask, 20, by=grid.actor("leader-a1"), at=grid.at)
    reads = IdentityRead.objects.order_by("id")[before:]
    assert [(r.purpose, r.fields) for r in reads] == [
        ("resident-table", ["born", "name", "number"])
    ] * 2


def test_what_may_not_be_asked_is_not_even_suggested(declared: Declare) -> None:
    ask = declared(CARE)
    assert [c["field"] for c in ask.columns if c["name"] == "宗教信仰"] == [""]


def test_rows_are_whose_the_answerer_sees(grid: Town, declared: Declare) -> None:
    ask, at = declared(["姓名", "现住址"]), grid.at
    for login in ("school", "police", "leader-b1"):
        with pytest.raises(Refusal, match="no-such-ask"):
            answer.press(ask, 20, by=grid.actor(login), at=at)
    with pytest.raises(Refusal, match="no-such-register"):
        answer.press(ask, 20, by=grid.actor("administrator"), at=at)
    assert not Answer.objects.exists()


def test_above_so_many_persons_another_must_agree(
    grid: Town, declared: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "MOST_ALONE", 1)
    ask, by, at = declared(["姓名", "现住址"]), grid.actor("leader-a1"), grid.at
    for code in ("release-needed", "release-waits"):
        with pytest.raises(Refusal, match=code):
            answer.press(ask, 20, by=by, at=at)
    assert not Answer.objects.exists()
    above = grid.actor("administrator")
    [waiting] = release.waiting_for(above)
    with pytest.raises(Refusal, match="no-such-release"):
        release.decide(waiting.pk, granted=True, by=by, at=at)
    release.decide(waiting.pk, granted=True, by=above, at=at)
    assert answer.press(ask, 20, by=by, at=at).answer.persons == 2
    with pytest.raises(Refusal, match="release-needed"):
        answer.press(ask, 20, by=by, at=at)


def test_queries_do_not_grow_with_the_rows(grid: Town, declared: Declare) -> None:
    ask, by, at = declared(SHOPS), grid.actor("leader-a1"), grid.at
    counts = []
    for name in ("", "二", "三"):
        if name:
            _another(grid, name)
        answer.press(ask, 20, by=by, at=at)  # its keys are known from now on
        with CaptureQueriesContext(connection) as asked:
            answer.press(ask, 20, by=by, at=at)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def _another(grid: Town, name: str) -> None:
    told = Told({"name": name, "kind": "shop"}, {}, {"responsible": name})
    where, by = Where(grid.area("a1-1")), grid.actor("leader-a1")
    register.register("commercial", where, told, on=DAY, by=by, at=grid.at)


def test_a_table_without_an_answer_is_not_declared(declared: Declare) -> None:
    with pytest.raises(Refusal, match="ask-answers-nothing"):
        declared(["满意不满意", "几颗星"], "premises")


def test_a_form_is_kept_sealed_and_destroyed_with_the_table(
    grid: Town, declared: Declare
) -> None:
    ask, by, at = declared(SHOPS), grid.actor("leader-a1"), grid.at
    names = form(SHOPS, title="统计表", foot="填表人：")
    assert len(declare.content_of(ask)) == len(names)
    declare.end(ask, by=by, at=at)
    with pytest.raises(Refusal, match="ask-not-now"):
        answer.press(ask, 20, by=by, at=at)
