"""What changes is told to whoever may see it: one look for all, rights held anew."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quincunx.cases import access
from quincunx.cases.changes import Changes
from quincunx.cases.models import Case
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act
from quincunx.foundation import presence
from quincunx.foundation.models import Entry, Presence
from quincunx.live import seats
from quincunx.live.app import Live, _hung
from quincunx.live.look import Listener, Looker
from quincunx.live.seats import Seat
from quincunx.live.who import person_with
from quincunx.staff.models import Appointment, Person
from quincunx.walls import screens
from tests.cases.conftest import Stage
from tests.cases.standing import EVERYBODY, GUESTS
from tests.walls.conftest import hung
from tests.web.conftest import SignIn, sit_down, stage

__all__ = ["sit_down", "stage"]  # fixtures

ORIGIN = (b"origin", b"http://desk.town:8000")
HOST = (b"host", b"desk.town:8001")


def seat(stage: Stage, who: str) -> Seat:
    return Seat(who, stage.town.person(who), stage.actor(who))


def heard(of: Seat) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a seat was told, by event."""
    while not of.letters.empty():
        told = of.letters.get_nowait()
        assert told is not None
        first, second = told.decode().strip().split("\n")
        yield first.removeprefix("event: "), json.loads(second.removeprefix("data: "))


def looked(stage: Stage, looker: Looker, *listening: Seat) -> None:
    """Let one look go round."""
    seen = looker.look([Listener(each.session, each.person) for each in listening])
    seats.tell_changes(listening, seen.changes, seen.at)
    seats.tell_presence(listening, seen.present, seen.names)


def test_a_seat_sees_what_the_database_would_let_it_see(stage: Stage):
    """The rule in memory and the rule in SQL say the same, for the whole cast."""
    company = stage.town.unit("property-company")
    stage.report("street-lamp")
    stage.dispatched(stage.report("street-lamp", by="leader-a2", at="a2"))
    stage.report("street-lamp", by="leader-a2", at="a2", against=company)
    helped = stage.accepted(stage.report("street-lamp"))
    unit = stage.town.unit("landscaping")
    stage.do(Act.CALL_SUPPORT, helped, "officer", units=(unit,), text="A ladder.")
    called = {
        case.pk: set(case.calls.values_list("unit", flat=True))
        for case in Case.objects.all()
    }
    for who in sorted(set(EVERYBODY) - set(GUESTS)):
        actor = stage.actor(who)
        allowed = set(access.visible_cases(actor).values_list("pk", flat=True))
        seen = {c.pk for c in Case.objects.all() if access.sees(actor, c, called[c.pk])}
        assert seen == allowed, who


def test_a_change_is_told_once_to_those_who_may_see_it(stage: Stage):
    looker, desk, stranger = (
        Looker(),
        seat(stage, "dispatcher-centre"),
        seat(stage, "stranger"),
    )
    looked(stage, looker, desk, stranger)
    case = stage.report("street-lamp")
    looked(stage, looker, desk, stranger)
    looked(stage, looker, desk, stranger)
    [(event, told)] = heard(desk)
    assert event == "changes"
    assert [each["act"] for each in told["changes"]] == ["report", "establish"]
    last = told["changes"][-1]
    assert last == {
        "number": case.number,
        "act": "establish",
        "revision": case.revision,
        "lanes": ["dispatch"],
        "own": False,
    }
    assert list(heard(stranger)) == []


def test_an_entry_numbered_early_and_written_late_is_not_missed(stage: Stage):
    changes, now = Changes(), stage.now
    changes.look(now)
    stage.report("street-lamp")
    told = Entry.objects.filter(subject_kind="case").order_by("pk")
    early, late = told.values_list("pk", flat=True)
    changes._seen[late] = now  # it was there when the other was not written yet
    assert [each.entry for each in changes.look(now)] == [early]
    assert changes.look(now + timedelta(seconds=20)) == []
    assert changes.look(now + timedelta(seconds=21)) == []


def test_a_look_asks_as_often_for_many_as_for_one(stage: Stage):
    costs = []
    for crowd in (1, 3):
        looker = Looker()
        listening = [seat(stage, "dispatcher-centre") for _ in range(crowd)]
        looked(stage, looker, *listening)
        for _ in range(crowd):
            stage.report("street-lamp")
        with CaptureQueriesContext(connection) as asked:
            looked(stage, looker, *listening)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 5


def test_whoever_leaves_the_post_hears_nothing_from_the_next_look_on(stage: Stage):
    looker, desk = Looker(), seat(stage, "dispatcher-centre")
    live = Live()
    live.looker = looker
    live._tell([desk], looker.look([Listener(desk.session, desk.person)]))
    Appointment.objects.filter(person=desk.person).delete()
    stage.report("street-lamp")
    live._tell([desk], looker.look([Listener(desk.session, desk.person)]))
    assert desk.letters.get_nowait() is None


def test_whose_account_is_closed_hears_nothing_from_the_next_look_on(stage: Stage):
    live, desk = Live(), seat(stage, "dispatcher-centre")
    listener = [Listener(desk.session, desk.person)]
    live._tell([desk], live.looker.look(listener))
    Person.objects.filter(pk=desk.person.pk).update(is_active=False)
    live._tell([desk], live.looker.look(listener))
    assert desk.letters.get_nowait() is None


def test_a_browser_that_takes_nothing_any_more_is_let_go(stage: Stage):
    desk = seat(stage, "dispatcher-centre")
    for _ in range(seats.MOST_WAITING + 1):
        desk.put(b"x")
    assert desk.letters.qsize() == 1
    assert desk.letters.get_nowait() is None


def _sign(client: Client, case: Case) -> dict[str, Any]:
    answer = client.post(reverse("case-here"), {"case": case.number})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_two_on_one_case_see_each_other_and_leaving_leaves_nothing(
    stage: Stage, sit_down: SignIn
):
    case, other = stage.report("street-lamp"), stage.report("street-lamp")
    one, two = sit_down("dispatcher-centre"), sit_down("leader-a1")
    assert _sign(one, case) == {"names": [], "revision": case.revision}
    assert _sign(two, case)["names"] == [stage.town.person("dispatcher-centre").name]
    desk, looker = seat(stage, "dispatcher-centre"), Looker()
    looked(stage, looker, desk)
    assert list(heard(desk)) == [
        ("beside", {"names": [stage.town.person("leader-a1").name]})
    ]
    _sign(two, other)
    looked(stage, looker, desk)
    assert list(heard(desk)) == [("beside", {"names": []})]
    for client in (one, two):
        assert client.post(reverse("case-gone")).status_code == 204
    assert not Presence.objects.exists()
    told = Entry.objects.filter(subject_kind="case").values_list("act", flat=True)
    assert set(told) == {"report", "establish"}


def test_presence_goes_by_itself_and_is_nobodys_to_see_of_a_hidden_case(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("street-lamp")
    _sign(sit_down("dispatcher-centre"), case)
    me = stage.town.person("leader-a1").pk
    soon, late = (
        stage.now + timedelta(seconds=30),
        timezone.now() + timedelta(seconds=46),
    )
    assert presence.others(subject_of(case), me, at=soon) != []
    assert presence.others(subject_of(case), me, at=late) == []
    assert presence.expire(late) == 1
    hidden = sit_down("stranger").post(reverse("case-here"), {"case": case.number})
    assert hidden.status_code == 404


def test_a_page_left_alone_keeps_nobody_signed_in(stage: Stage, sit_down: SignIn):
    client = sit_down("dispatcher-centre")
    client.get(reverse("queue"))
    long_ago = (timezone.now() - timedelta(minutes=20)).isoformat()
    session = client.session
    session["seen"] = session["since"] = long_ago
    session.save()
    client.get(reverse("queue-counts"), headers={"x-beat": "1"})
    assert client.session["seen"] == long_ago
    client.get(reverse("queue"))
    assert client.session["seen"] != long_ago


def test_who_listens_is_who_has_signed_in(stage: Stage, sit_down: SignIn):
    client = sit_down("dispatcher-centre")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    now = timezone.now()
    assert person_with(key, at=now) == stage.town.person("dispatcher-centre")
    assert person_with("no-such-session", at=now) is None
    session = client.session
    session["seen"] = session["since"] = (now - timedelta(minutes=31)).isoformat()
    session.save()
    assert person_with(key, at=now) is None


def _asked(path: str = "/live", *headers: tuple[bytes, bytes]) -> int:
    """Ask the application without a session; return the status of its answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(said: Any) -> None:
        sent.append(said)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [HOST, *headers]}
    with ThreadPoolExecutor(1) as aside:  # a browser's loop may run in this thread
        aside.submit(lambda: asyncio.run(Live()(scope, receive, send))).result()
    return int(sent[0]["status"])


def test_a_stranger_and_a_foreign_page_hear_nothing():
    assert _asked("/live", ORIGIN) == 401
    assert _asked("/live") == 401
    assert _asked("/live", (b"cookie", b"sessionid=\xff; x")) == 401
    assert _asked("/live", (b"origin", b"https://elsewhere.example")) == 403
    assert _asked("/live", (b"sec-fetch-site", b"cross-site")) == 403
    assert _asked("/elsewhere") == 404
    assert _asked("/live/healthz") == 200


def test_a_screen_on_a_wall_hears_that_something_happened_and_nothing_of_what(
    stage: Stage,
):
    token = hung(stage, "west")
    screen = screens.opened(token, at=stage.now)
    assert screen is not None
    wall, looker = seats.Wall(screen.pk, screen.area.path), Looker()
    looker.look([])
    seen = looker.look([])
    seats.tell_walls([wall], seen.changes, seen.at)
    assert wall.letters.empty()
    stage.report("street-lamp", by="leader-c1", at="c1")  # in the other half
    seen = looker.look([])
    seats.tell_walls([wall], seen.changes, seen.at)
    assert wall.letters.empty()
    stage.report("street-lamp")
    seen = looker.look([])
    seats.tell_walls([wall], seen.changes, seen.at)
    assert wall.letters.get_nowait() == seats.letter(
        "stir", {"at": seen.at.isoformat()}
    )


def test_a_screen_taken_down_is_let_go(stage: Stage):
    token = hung(stage)
    screen = screens.opened(token, at=stage.now)
    assert screen is not None
    assert Looker().look([], {screen.pk}).screens == {screen.pk}
    found = _hung(token)
    assert found is not None
    assert (found.screen, found.path) == (screen.pk, screen.area.path)
    screens.take_down(screen, by=stage.actor("administrator"), at=stage.now)
    assert Looker().look([], {screen.pk}).screens == frozenset()
    assert _hung(token) is None
    assert _asked("/live/wall") == 401
