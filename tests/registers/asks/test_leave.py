"""What is known is not asked again; what is not needs another person's leave."""

from datetime import timedelta

import pytest
from django.utils import translation

from quincunx.foundation import privacy, wording
from quincunx.lib.refusal import Refusal
from quincunx.registers import fields
from quincunx.registers.asks import answer, burden, leave, minutes, queries
from quincunx.registers.asks.leave import Wish
from quincunx.registers.asks.models import Ask
from quincunx.registers.asks.queries import Filtered
from quincunx.registers.people import register as people
from quincunx.registers.people.models import Resident
from tests.cast import Town
from tests.registers.asks.conftest import Declare
from tests.registers.people.household import DAY

pytestmark = pytest.mark.django_db
NAMES = ["场所名称", "招牌照明", "宗教信仰", "统一信用代码", "消防评级"]
WHY = "夜景照明改造"


@pytest.fixture
def table(declared: Declare) -> Ask:
    """A table of shops that asks more than the registers know."""
    return declared(["场所名称", "地址", "招牌照明", "宗教信仰"], "premises")


def wish(*names: str, days: int = 90) -> Wish:
    return Wish(names, WHY, days)


def test_what_is_collected_already_is_refused_with_what_answers_it(
    grid: Town, table: Ask
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    for name, field in (("商户名称", "场所名称"), ("身份证号码", "身份证号")):
        with pytest.raises(Refusal) as refused:
            leave.ask(table, wish(name), by=by, at=at)
        assert refused.value.code == "asked-already"
        with translation.override("zh-hans"):
            told = leave.known_already([name])
            assert [fields.said(each.words) for _name, each in told] == [field]
        assert name in wording.in_words(refused.value)


def test_new_fields_are_approved_for_these_only_by_another_person(
    grid: Town, table: Ask
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    asked = leave.ask(table, wish("招牌照明"), by=by, at=at)
    with pytest.raises(Refusal, match="leave-waits"):
        leave.ask(table, wish("招牌照明"), by=by, at=at)
    committee = grid.actor("committee")
    assert leave.waiting_for(by) == []
    assert leave.waiting_for(committee) == [asked]
    for login in ("leader-a1", "leader-b1", "school", "member"):
        with pytest.raises(Refusal, match="no-such-leave"):
            leave.decide(asked.pk, granted=True, by=grid.actor(login), at=at)
    given = leave.decide(asked.pk, granted=True, said="只此一次", by=committee, at=at)
    assert (given.fields, given.kept_days, given.granted) == (["招牌照明"], 90, True)
    assert leave.waiting_for(committee) == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (wish("宗教信仰"), "ask-forbidden"),
        (wish("别的事"), "leave-for-nothing"),
        (wish(), "leave-for-nothing"),
        (wish("招牌照明", days=0), "leave-kept-too-long"),
        (Wish(["招牌照明"], "", 9), "ask-says-too-little"),
    ],
)
def test_what_may_not_be_asked_is_refused(
    grid: Town, table: Ask, asked: Wish, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        leave.ask(table, asked, by=grid.actor("leader-a1"), at=grid.at)


@pytest.mark.parametrize(
    ("asked", "of_people", "word"),
    [
        ("政治面貌", False, "政治面貌"),
        ("Religion", False, "religion"),
        ("Credit code", False, ""),
        ("风险等级", False, ""),
        ("风险等级", True, "风险"),
        ("信访记录", True, "信访"),
        ("Risk score", True, "risk"),
        ("联系电话", True, ""),
    ],
)
def test_words_that_are_never_asked(asked: str, of_people: bool, word: str) -> None:
    assert privacy.forbidden_word(asked, of_people=of_people) == word


def test_the_ledger_says_who_asked_how_often_and_what_it_cost(
    grid: Town, table: Ask
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    for _ in range(2):
        answer.press(table, 40, by=by, at=at)
    hand = answer.by_hand(table, 10, by=by, at=at)
    assert hand.seconds == minutes.TABLE + 10 * 2 * minutes.CELL

    [line] = queries.ledger(by, Filtered())
    assert (line.ask, line.times, line.rows) == (table, 3, 12)
    assert line.seconds == 40 + 40 + hand.seconds
    assert line.spared == 2 * (minutes.by_hand(1, 2) - 40)
    assert queries.ledger(by, Filtered(how="press"))[0].times == 2
    assert queries.ledger(by, Filtered(unit=grid.unit("education").pk)) == []
    assert queries.ledger(grid.actor("leader-b1"), Filtered()) == []
    assert queries.lines(by, Filtered(since=at + timedelta(days=1))).count() == 0


def test_a_page_left_open_was_not_worked_on() -> None:
    assert minutes.measured(99_999) == minutes.LONGEST_PRESS
    assert minutes.measured(-3) == 1


def test_the_burden_is_what_filling_in_took_a_worker_in_a_week(
    grid: Town, table: Ask
) -> None:
    by, at = grid.actor("leader-a1"), grid.at
    before = burden.own(by, until=DAY)[-1].seconds
    answer.press(table, 60, by=by, at=at)
    resident = Resident.objects.all()[0]
    people.confirm(resident, ["name"], by=by, at=at)

    this = burden.own(by, until=DAY)[-1]
    assert this.seconds["press"] == 60
    assert this.seconds["doors"] == before.get("doors", 0) + minutes.CONFIRMATION
    place = burden.of_place(
        grid.actor("administrator"), grid.area("a1").path, until=DAY
    )
    assert [week.monday.weekday() for week in place] == [0] * burden.WEEKS
    assert place[-1].workers == 3
    assert place[-1].minutes["press"] == round(60 / 60 / 3, 1)
    assert burden.own(grid.actor("leader-b1"), until=DAY)[-1].total == 0


def test_nobody_is_shown_another_places_burden(grid: Town) -> None:
    path = grid.area("a1").path
    for login in ("leader-b1", "member", "school"):
        with pytest.raises(Refusal, match="burden-not-yours"):
            burden.of_place(grid.actor(login), path, until=DAY)
