"""The four houses of the seed, each with a desk of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quincunx.cases.houses import HOUSES
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import OPEN, Act
from quincunx.lib.clocks import Limit
from quincunx.web.cases.house import PILES, WAYS
from tests.cases.conftest import Stage
from tests.cast import appointed
from tests.web.conftest import SignIn

SEATS = {
    "leader-a1": ("grid", "a1"),
    "dispatcher-station": ("station", "a"),
    "dispatcher-centre": ("centre", "west"),
    "dispatcher-command": ("command", "district"),
}


def _desk(stage: Stage, who: str) -> str:
    house, area = SEATS[who]
    return reverse("house", args=[house, stage.town.area(area).pk])


def test_every_pile_has_a_word_and_only_acts_that_its_states_know():
    for house, piles in HOUSES.items():
        assert WAYS[house]
        assert len({pile.code for pile in piles}) == len(piles)
        for pile in piles:
            assert pile.code in PILES
            assert pile.states <= OPEN
            open_acts = {row.act for s in pile.states for row in LIFECYCLE.open_in(s)}
            assert set(pile.acts) <= open_acts, (house, pile.code)
    assert set(PILES) == {pile.code for piles in HOUSES.values() for pile in piles}


@pytest.mark.parametrize("who", SEATS)
def test_after_signing_in_each_house_is_at_its_own_desk(
    stage: Stage, sit_down: SignIn, who: str
):
    client = sit_down(who)
    answer = client.get(reverse("desk"))
    assert answer.url == _desk(stage, who)
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("who", "lands"),
    [("officer", "inbox"), ("verifier", "queue"), ("stranger", "account")],
)
def test_others_begin_where_their_work_is(
    stage: Stage, sit_down: SignIn, who: str, lands: str
):
    assert sit_down(who).get(reverse("desk")).url == reverse(lands)


def test_the_desk_of_another_house_is_as_if_it_were_not_there(
    stage: Stage, sit_down: SignIn
):
    client = sit_down("dispatcher-station")
    for who in ("leader-a1", "dispatcher-centre", "dispatcher-command"):
        assert client.get(_desk(stage, who)).status_code == 404
    west = reverse("house", args=["centre", stage.town.area("east").pk])
    assert sit_down("dispatcher-centre").get(west).status_code == 404


def test_who_holds_two_functions_switches_between_two_desks(
    stage: Stage, sit_down: SignIn
):
    appointed(stage.town, "leader-a1", "verifier", "b")
    client = sit_down("leader-a1")
    page = client.get(reverse("desk"), follow=True).content.decode()
    assert 'aria-label="My desks"' in page
    assert reverse("queue") in page
    assert "青榆第一网格" in page


def _tabs(client, address: str, **query: str) -> dict[str, int]:
    return {
        t.code: t.count for t in client.get(address, query).context["tabs"] if t.count
    }


def _deeds(client, address: str, case: Case) -> list[str]:
    lines = client.get(address).context["lines"]
    return [act for line in lines if line.row.case == case for act, _ in line.deeds]


def test_a_case_lies_on_the_pile_of_whoever_has_to_act(stage: Stage, sit_down: SignIn):
    """Up from the leader to the district, down to a unit, and back to be verified."""
    seat = {who: (sit_down(who), _desk(stage, who)) for who in SEATS}
    case = stage.report("neighbour-dispute", by="leader-a1")
    assert _tabs(*seat["leader-a1"]) == {"ways": 1}
    case = stage.do(Act.COORDINATE, case, "leader-a1", text="They cannot agree.")
    assert _tabs(*seat["dispatcher-station"]) == {"table": 1}
    assert _deeds(*seat["dispatcher-station"], case) == [Act.AGREE, Act.NO_AGREEMENT]
    case = stage.do(Act.NO_AGREEMENT, case, "dispatcher-station", text="No.")
    assert _tabs(*seat["dispatcher-centre"]) == {"dispatch": 1}
    assert _deeds(*seat["dispatcher-centre"], case) == [Act.DISPATCH, Act.ESCALATE]
    case = stage.do(Act.ESCALATE, case, "dispatcher-centre", text="Two bureaus.")
    assert _tabs(*seat["dispatcher-centre"]) == {}
    assert _tabs(*seat["dispatcher-command"]) == {"escalated": 1, "dispatch": 1}
    unit = stage.town.unit("city-management")
    case = stage.do(Act.DISPATCH, case, "dispatcher-command", unit=unit)
    case = stage.do(Act.ACCEPT, case, "officer")
    assert _tabs(*seat["dispatcher-station"]) == {"under-way": 1}
    signed = (Shown(stage.photo(), "agreement", "signed.jpg"),)
    done = {"result": "They signed.", "outcome": "solved", "files": signed}
    case = stage.do(Act.FINISH, case, "officer", **done)
    assert _tabs(*seat["leader-a1"]) == {"verify": 1}
    assert _deeds(*seat["leader-a1"], case) == [Act.CONFIRM, Act.REWORK]


def test_more_time_asked_for_lies_with_those_who_may_grant_it(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    assert "extensions" not in _tabs(
        sit_down("dispatcher-centre"), _desk(stage, "dispatcher-centre")
    )
    stage.do(
        Act.ASK_EXTENSION, case, "officer",
        limit=Limit.parse("1 work-day"), reason="materials", text="A part is missing.",
    )  # fmt: skip
    client, address = sit_down("dispatcher-centre"), _desk(stage, "dispatcher-centre")
    assert _tabs(client, address)["extensions"] == 1
    assert [act for act, _ in client.get(address).context["lines"][0].deeds] == [
        Act.GRANT_EXTENSION,
        Act.REFUSE_EXTENSION,
    ]


@pytest.mark.parametrize("who", SEATS)
def test_a_desk_costs_the_same_with_one_case_and_with_three(
    stage: Stage, sit_down: SignIn, who: str
):
    client, address = sit_down(who), _desk(stage, who)
    pile = {"pile": "under-way"}

    def asked() -> int:
        client.get(address, pile)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address, pile).status_code == 200
        return len(seen)

    stage.accepted(stage.report("street-lamp"))
    with_one = asked()
    for spot in ((116.4051, 39.9051), (116.4091, 39.9091)):
        stage.accepted(stage.report("street-lamp", at=spot))
    assert asked() == with_one <= 16


def test_numbers_open_to_their_cases(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp", by="leader-a1")
    other = stage.report("street-lamp", by="leader-b1", at="b1")
    client = sit_down("dispatcher-command")
    a = stage.town.area("a").pk
    page = client.get(reverse("cases"), {"area": a}).content.decode()
    assert case.number in page
    assert other.number not in page
    assert client.get(reverse("cases"), {"area": 10**9}).status_code == 404
    said = client.get(reverse("cases"), {"area": a, "show": "unsolved"})
    assert said.context["rows"] == []
