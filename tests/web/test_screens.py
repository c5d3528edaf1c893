"""Every screen opens for whoever works with it, in both languages, and costs a fixed
number of queries.
"""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quincunx.areas.models import Area
from quincunx.cases.vocabulary import Act
from quincunx.web.areas.views import MOST_PARTS, Part, shortened
from quincunx.web.cases import fact_fields
from quincunx.web.shell import lists
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn

PEOPLE = ("dispatcher-centre", "officer", "leader-a1", "verifier", "administrator")
PLAIN = (
    "account", "cases", "map", "matters", "matters-try", "areas", "staff",
    "staff-offices", "staff-people", "staff-suggestions", "mfa_index",
)  # fmt: skip
FOR_LOOKERS = ("areas-coverage", "areas-departments", "staff-matrix", "staff-nominate")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("who", PEOPLE)
def test_every_screen_opens(stage: Stage, sit_down: SignIn, who: str, language: str):
    stage.accepted(stage.report("street-lamp"))
    client = sit_down(who)
    client.cookies["django_language"] = language
    names = list(PLAIN)
    if who in ("dispatcher-centre", "leader-a1", "administrator"):
        names += FOR_LOOKERS
    if who != "administrator":
        names += ["queue", "case-new"]
    for name in names:
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name


def test_every_screen_is_ready_for_an_empty_town(client, db, django_user_model):
    """Right after the founding there is a person, and nothing else."""
    told = {"name": "F", "joined": timezone.now()}
    person = django_user_model.objects.create_user("first", **told)
    client.force_login(person)
    for name in ("account", "cases", "map", "matters", "areas", "staff", "queue"):
        assert client.get(reverse(name), follow=True).status_code == 200, name
    for name in ("home", "report", "follow", "complain"):
        assert client.get(reverse(name)).status_code == 200, name


def test_every_lane_of_the_queue_opens(stage: Stage, sit_down: SignIn):
    stage.report("street-lamp")
    client = sit_down("dispatcher-centre")
    for lane in ("new", "dispatch", "soon", "overdue", "verify", "tell", "disputes"):
        assert client.get(reverse("queue"), {"lane": lane}).status_code == 200, lane


def _queries(client, address: str) -> int:
    client.get(address)  # fills the caches of the process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("name", "most"), [("queue", 12), ("cases", 8), ("map", 9)])
def test_a_list_costs_the_same_with_one_row_and_with_three(
    stage: Stage, sit_down: SignIn, name: str, most: int
):
    client = sit_down("dispatcher-centre")
    stage.report("street-lamp", at=stage.town.spot("a1"))
    with_one = _queries(client, reverse(name))
    for grid in ("a2", "a3"):
        stage.report("street-lamp", by=f"leader-{grid}", at=grid)
    with_three = _queries(client, reverse(name))
    assert with_one == with_three <= most


def test_a_case_costs_the_same_with_a_long_story(stage: Stage, sit_down: SignIn):
    client = sit_down("officer")
    case = stage.accepted(stage.report("street-lamp"))
    address = reverse("case", args=[case.number])
    before = _queries(client, address)
    for said in ("On the way.", "There.", "Half done."):
        stage.wait(seconds=1)
        case = stage.do(Act.INTERIM, case, "officer", text=said)
    assert _queries(client, address) == before <= 22


def test_a_stranger_sees_no_case(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp")
    client = sit_down("stranger")
    assert client.get(reverse("case", args=[case.number])).status_code == 404
    page = client.get(reverse("cases")).content.decode()
    assert case.number not in page
    box = {"box": "116.3,39.8,116.5,40.0", "zoom": "16"}
    assert client.get(reverse("map-cases"), box).json()["features"] == []


def test_the_map_shows_a_case_by_its_mark(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp")
    box = {"box": "116.3,39.8,116.5,40.0", "zoom": "16"}
    found = sit_down("dispatcher-centre").get(reverse("map-cases"), box).json()
    told = found["features"][0]["properties"]
    assert (told["number"], told["mark"]) == (case.number, "new")
    assert found["features"][0]["geometry"]["coordinates"] == [case.lon, case.lat]


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "10,10,5,5", "0,0,999,1"])
def test_a_box_that_is_none_is_refused(stage: Stage, sit_down: SignIn, box: str):
    answer = sit_down("dispatcher-centre").get(reverse("map-cases"), {"box": box})
    assert answer.status_code == 404


def test_a_tile_draws_the_borders_of_the_town(stage: Stage, client):
    answer = client.get("/areas/tiles/12/3372/1552.pbf")
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert len(answer.content) > 100
    assert client.get("/areas/tiles/3/99/0.pbf").content == b""


def test_a_number_typed_into_the_search_leads_to_its_case(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("street-lamp")
    client = sit_down("dispatcher-centre")
    typed = case.number.lower().replace("-", " ")
    answer = client.get(reverse("cases"), {"q": typed})
    assert answer["Location"] == reverse("case", args=[case.number])


def test_the_catalogue_warns_administrators_of_a_year_not_announced(
    stage: Stage, sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    at = datetime(2026, 11, 2, 1, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    said = "The days off of 2027 are not known yet."
    for login, hears in (("administrator", True), ("leader-a1", False)):
        page = sit_down(login).get(reverse("matters")).content.decode()
        assert (said in page) is hears, login


def test_areas_are_found_by_a_part_of_their_name_in_ones_own_places(
    stage: Stage, sit_down: SignIn
):
    inside, elsewhere = stage.town.area("a1"), stage.town.area("b1")
    desk = sit_down("dispatcher-centre")
    found = desk.get(reverse("areas-find"), {"q": inside.name}).json()["found"]
    assert [each["key"] for each in found] == [inside.pk]
    assert found[0]["hint"] == stage.town.area("a").name
    leader = sit_down("leader-a1")
    told = leader.get(reverse("areas-find"), {"q": elsewhere.name}).json()
    assert told == {"found": []}


@pytest.mark.parametrize(
    ("name", "typed", "hints"),
    [
        ("units-find", "城市管理局", ["五榆区"]),
        ("people-find", "", None),
        ("members-find", "", None),
    ],
)
def test_units_and_people_are_found_by_those_who_may_see_them(
    stage: Stage, sit_down: SignIn, name: str, typed: str, hints: list[str] | None
):
    found = sit_down("dispatcher-centre").get(reverse(name), {"q": typed}).json()
    assert 0 < len(found["found"]) <= lists.MOST_FOUND
    if hints is not None:
        assert [each["hint"] for each in found["found"]] == hints
    told = sit_down("stranger").get(reverse(name), {"q": typed}).json()
    assert told == {"found": []}


def test_a_long_list_of_units_says_that_it_is_cut_and_takes_any_of_them(
    stage: Stage, sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    desk = sit_down("dispatcher-centre")
    case = stage.report("street-lamp")
    address = reverse("case-act", args=[case.number, Act.DISPATCH])
    says = "Not all are listed: type a part of the name."
    assert says not in desk.get(address).content.decode()
    monkeypatch.setattr(lists, "MOST_CARRIED", 2)
    monkeypatch.setattr(fact_fields, "MOST_LISTED", 3)
    page = desk.get(address).content.decode()
    assert says in page
    assert "Only the first 3 are listed." in page
    unit = stage.town.unit("city-management")
    assert f'value="{unit.pk}"' not in page.partition('name="units"')[0]
    told = {"unit": unit.pk, "revision": case.revision}
    assert desk.post(address, told).status_code == 302
    case.refresh_from_db()
    assert case.unit == unit


def test_an_area_the_page_did_not_carry_is_taken_and_shown_again(
    stage: Stage, sit_down: SignIn, client
):
    building = stage.town.area("a1-1")
    told = {"channel": "counter", "disclosure": "platform", "area": building.pk}
    answer = sit_down("dispatcher-centre").post(reverse("case-new"), told)
    page = answer.content.decode()
    assert f'<option value="{building.pk}" selected>{building.name}</option>' in page
    told["area"] = 999_999_999
    answer = sit_down("dispatcher-centre").post(reverse("case-new"), told)
    assert "Select a valid choice" in answer.content.decode()


def test_a_list_says_it_is_cut_only_if_something_is_left_out():
    part = Part(Area(name="x"), "", "", "", False)
    assert shortened([part] * MOST_PARTS)["more"] is False
    longer = shortened([part] * (MOST_PARTS + 1))
    assert longer["more"] is True
    assert longer["parts"] == [part] * MOST_PARTS
