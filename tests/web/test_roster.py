"""The duty roster on screens, and the calendar that reads it without an account."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quincunx.staff import roster
from quincunx.staff.models import Shift, ShiftNote
from quincunx.staff.roster import Turn
from tests.cast import Town, appointed
from tests.web.conftest import SignIn

CODE = "station-a"


def test_a_shift_is_planned_asked_for_and_taken_over(town: Town, sit_down: SignIn):
    appointed(town, "stranger", "dispatcher", "a", unit=CODE)
    desk, other = sit_down("dispatcher-station"), sit_down("stranger")
    page = reverse("staff-roster", args=[CODE])
    assert desk.get(reverse("staff-rosters")).headers["Location"] == page
    day = timezone.localdate() + timedelta(days=1)
    told = {"person": town.person("dispatcher-station").pk, "day": day.isoformat()}
    plan = reverse("staff-roster-plan", args=[CODE])
    wrong = desk.post(plan, {**told, "begins": "22:00", "ends": ""})
    assert wrong.status_code == 422
    done = desk.post(plan, {**told, "begins": "22:00", "ends": "06:00"})
    assert done.status_code == 302, done.content.decode()
    again = desk.post(plan, {**told, "begins": "23:00", "ends": "05:00"})
    assert again.status_code == 409
    shift = Shift.objects.get()
    ask = reverse("staff-shift-act", args=[shift.pk, "ask"])
    assert desk.post(ask, {"person": town.person("stranger").pk}).status_code == 302
    week = {"from": day.isoformat()}
    assert "Take it over" in other.get(page, week).content.decode()
    other.post(reverse("staff-shift-act", args=[shift.pk, "agree"]))
    shift.refresh_from_db()
    assert shift.person_id == town.person("stranger").pk
    assert sit_down("officer").get(page).status_code == 404
    assert sit_down("supervisor").get(page).status_code == 200


def test_hours_are_wanted_gaps_are_shown_and_a_note_is_confirmed(
    town: Town, sit_down: SignIn
):
    appointed(town, "stranger", "dispatcher", "a", unit=CODE)
    desk, other, now = (
        sit_down("dispatcher-station"),
        sit_down("stranger"),
        timezone.now(),
    )
    page = reverse("staff-roster", args=[CODE])
    told = {"weekdays": [0, 1, 2, 3, 4, 5, 6], "begins": "00:00", "ends": "00:00"}
    desk.post(reverse("staff-roster-want", args=[CODE]), {**told, "people": 3})
    assert "0 / 3" in desk.get(page).content.decode()
    for login in ("dispatcher-station", "stranger"):
        span = (now - timedelta(hours=1), now + timedelta(hours=2))
        turn = Turn(town.person(login), *span)
        by = town.actor("administrator", now)
        roster.plan(town.unit(CODE), turn, by=by, at=now)
    mine = Shift.objects.get(person=town.person("dispatcher-station"))
    note = {"text": "The gate jams.", "cases": "260303-7K3M9W"}
    desk.post(reverse("staff-shift-act", args=[mine.pk, "hand-over"]), note)
    shown = other.get(page).content.decode()
    assert "The gate jams." in shown
    assert reverse("case", args=["260303-7K3M9W"]) in shown
    other.post(reverse("staff-shift-confirm", args=[mine.pk]))
    assert ShiftNote.objects.get().confirmed_by_id == town.person("stranger").pk


def test_a_calendar_needs_the_secret_and_no_account(town: Town, sit_down: SignIn):
    desk = sit_down("dispatcher-station")
    page = desk.post(reverse("staff-feed-make"))
    url = page.context["url"]
    told = Client().get(url)
    assert told.headers["Content-Type"].startswith("text/calendar")
    assert told.content.startswith(b"BEGIN:VCALENDAR")
    desk.post(reverse("staff-feed-make"), {"end": "1"})
    assert Client().get(url).status_code == 404
    assert Client().get(reverse("staff-feed", args=["guess"])).status_code == 404
