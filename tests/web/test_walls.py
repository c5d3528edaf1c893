"""The screen on a wall as its browser gets it, and the pages it is run from."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quincunx.cases.contacts import ContactDetails
from quincunx.cases.vocabulary import Act
from quincunx.walls import announce
from tests.cases.conftest import Stage
from tests.walls.conftest import hung
from tests.web.conftest import SignIn, sit_down, stage

__all__ = ["sit_down", "stage"]

PAGES = ("wall", "wall-figures", "wall-map")


def tv(token: str) -> Client:
    """Return the browser of a screen that was given its link."""
    client = Client()
    answer = client.get(reverse("wall-open", args=[token]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("wall"))
    return client


def test_a_screen_opens_with_its_link_and_with_nothing_else(
    stage: Stage, sit_down: SignIn
):
    client = tv(hung(stage))
    for name in PAGES:
        assert client.get(reverse(name)).status_code == 200, name
        assert Client().get(reverse(name)).status_code == 403, name
        assert sit_down("supervisor").get(reverse(name)).status_code == 403, name
        assert client.post(reverse(name)).status_code == 405, name
    wrong = Client().get(reverse("wall-open", args=["x" * 43]))
    assert (wrong.status_code, wrong.cookies) == (403, {})
    kept = client.cookies["wall"]
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")


def test_the_token_does_nothing_else(stage: Stage):
    client = tv(hung(stage))
    case = stage.report("street-lamp")
    for name, *told in (
        ("queue",), ("case", case.number), ("map-cases",), ("overview",), ("walls",),
    ):  # fmt: skip
        answer = client.get(reverse(name, args=told))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login"))
    bearer = {"authorization": f"Bearer {client.cookies['wall'].value}"}
    assert client.get("/api/v1/cases", headers=bearer).status_code == 401


def test_a_screen_speaks_its_language_in_its_colours(stage: Stage):
    page = tv(hung(stage)).get(reverse("wall"), headers={"accept-language": "zh-CN"})
    assert 'lang="en"' in page.text
    assert "Open now" in page.text
    assert "data-theme" not in page.text


def test_nothing_of_anybody_stands_on_the_wall(stage: Stage):
    """No name, number or place of anybody: not of residents, staff or cases."""
    known = ContactDetails(name="Canary Li", phone="13800138000")
    case, _ = stage.resident_report(contact=known)
    matter = stage.matter("street-lamp")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=matter)
    stage.dispatched(case)
    stage.report("street-lamp", by="leader-c1", at="c1")
    client = tv(hung(stage))
    people = {person.name for person in stage.town.people.values()}
    for name in PAGES:
        page = client.get(reverse(name)).text
        told = {case.number, case.text, "Canary", "1380013", *people}
        assert {each for each in told if each in page} == set(), name


def test_what_it_says_is_what_stands_in_the_books(stage: Stage):
    client = tv(hung(stage))
    stage.report("street-lamp")
    until = stage.now + timedelta(hours=2)
    by = stage.actor("supervisor")
    area = stage.town.area("district")
    announce.announce(area, "Heavy rain.", until=until, by=by, at=stage.now)
    page = client.get(reverse("wall-figures"))
    assert page.context["standing"].open == 1
    assert (page.context["reported"], page.context["closed"]) == (1, 0)
    assert "Heavy rain." in page.text
    assert "withheld" in page.text  # of one case there is no rate
    assert len(re.findall(r'data-part="(\w+)"', page.text)) == 4
    drawn = client.get(reverse("wall-map")).context["map"]
    assert (drawn.wide > drawn.high, drawn.cells) == (True, ())
    assert [name.text for name in drawn.names] == [
        "青榆社区",
        "白榆社区",
        "老榆社区",
    ]


def test_a_screen_asks_the_database_as_often_for_three_cases_as_for_one(stage: Stage):
    client, costs = tv(hung(stage)), []
    for _ in range(2):
        stage.report("street-lamp")
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("wall-figures"))
        costs.append(len(seen))
        stage.dispatched(stage.report("street-lamp"))
    assert costs == [8, 8]  # the screen; open, the day, rates and units; announced


def test_screens_are_made_listed_and_taken_down_by_who_administers(
    stage: Stage, sit_down: SignIn
):
    admin = sit_down("administrator")
    at = reverse("walls-screens")
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    told = {"name": "", "area": stage.town.area("west").pk, "language": "en"}
    told |= {"theme": "dark", "expires": day}
    assert admin.post(at, told).status_code == 422
    made = admin.post(at, told | {"name": "Hall"})
    [link] = re.findall(r'value="http://testserver(/wall/open/[^"]+)"', made.text)
    assert "<svg" in made.text
    client = Client()
    assert client.get(link, follow=True).status_code == 200
    assert 'data-theme="dark"' in client.get(reverse("wall")).text
    listed = admin.get(at)
    assert link.split("/")[-1] not in listed.text
    [screen] = listed.context["screens"]
    admin.post(reverse("walls-take-down", args=[screen.pk]))
    assert client.get(reverse("wall")).status_code == 403
    part = client.get(reverse("wall-figures"), headers={"x-part": "1"})
    assert (part.status_code, part.content) == (403, b"")
    for who in ("dispatcher-centre", "officer"):
        assert sit_down(who).get(at).status_code == 403


def test_who_sits_at_a_desk_announces_and_takes_it_off(stage: Stage, sit_down: SignIn):
    desk, at = sit_down("dispatcher-station"), reverse("walls")
    told = {"text": "Lift works.", "area": stage.town.area("a").pk}
    told["day"] = timezone.localdate().isoformat()
    refused = desk.post(at, told | {"text": "Ask 13800138000."})
    assert (refused.status_code, "Everybody in the room" in refused.text) == (422, True)
    assert desk.post(at, told).status_code == 302
    client = tv(hung(stage))
    assert "Lift works." in client.get(reverse("wall")).text
    [line] = desk.get(at).context["announcements"]
    desk.post(reverse("walls-withdraw", args=[line.pk]))
    assert "Lift works." not in client.get(reverse("wall")).text
    assert sit_down("officer").get(at).status_code == 403
