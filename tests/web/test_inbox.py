"""The department's inbox on its screen: time in words, who waits, suggestions."""

import re
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from quincunx.cases.contacts import ContactDetails
from quincunx.cases.vocabulary import Act
from quincunx.matters import calendars
from quincunx.staff import suggest
from quincunx.staff.kinds import Answer
from quincunx.staff.suggest import Letter
from quincunx.web.cases.inbox import ends
from quincunx.web.shell.work_time import work_span
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn

HOUR = timedelta(hours=1)


def _suggestion(stage: Stage):
    unit, grid = stage.town.unit("city-management"), stage.town.area("a1")
    office = calendars.calendar_for(grid.path, stage.now)
    letter = Letter(unit, "Move the bins", "They block the ramp.", office)
    return suggest.send(grid, letter, by=stage.actor("leader-a1"), at=stage.now)


def test_work_time_is_counted_in_days_of_the_office():
    day = 8 * HOUR
    with translation.override("en"):
        assert work_span(3 * day + 2 * HOUR, day) == "3 work days 2 h 00"
        assert work_span(day, day) == "1 work day"
        assert work_span(0.5 * HOUR, day) == "30 min of work time"


def test_the_week_ends_on_sunday_night_where_the_town_is():
    sunday = datetime(2026, 3, 8, 12, tzinfo=UTC)  # eight in the evening there
    assert ends(sunday) == (datetime(2026, 3, 8, 16, tzinfo=UTC),) * 2
    monday = datetime(2026, 3, 8, 17, tzinfo=UTC)
    assert ends(monday)[1] - ends(monday)[0] == timedelta(days=6)


def test_an_order_is_accepted_from_the_inbox(stage: Stage, sit_down: SignIn):
    case = stage.dispatched(stage.report("street-lamp"))
    client = sit_down("officer")
    page = client.get(reverse("inbox")).content.decode()
    assert case.number in page
    assert "A colleague of the grid waits" in page
    assert re.search(r" left <small>by ", page)
    address = reverse("case-act", args=[case.number, Act.ACCEPT])
    client.post(address, {"revision": case.revision})
    case.refresh_from_db()
    assert case.state == "handling"
    assert address not in client.get(reverse("inbox")).content.decode()


def test_the_reporter_is_never_named(stage: Stage, sit_down: SignIn):
    case, _ = stage.resident_report()
    lamp = stage.matter("street-lamp")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    stage.dispatched(case)
    page = sit_down("officer").get(reverse("inbox")).content.decode()
    assert "The reporter left no way to be reached" in page


def test_more_time_names_who_decides(stage: Stage, sit_down: SignIn):
    case = stage.accepted(stage.report("street-lamp"))
    address = reverse("case-act", args=[case.number, Act.ASK_EXTENSION])
    page = sit_down("officer").get(address).content.decode()
    assert stage.town.person("dispatcher-centre").name in page
    assert "decides." in page


def test_a_suggestion_is_answered_by_its_contact_officer(
    stage: Stage, sit_down: SignIn
):
    sent = _suggestion(stage)
    client = sit_down("officer")
    page = client.get(reverse("inbox")).content.decode()
    assert "Move the bins" in page
    assert f"{stage.town.person('officer').name} answers by name" in page
    assert "Move the bins" not in (
        sit_down("officer-landscaping").get(reverse("inbox")).content.decode()
    )
    suggest.answer(sent, answer=Answer.ADOPTED, by=stage.actor("officer"), at=stage.now)
    assert "Move the bins" not in client.get(reverse("inbox")).content.decode()


def test_the_inbox_is_for_officers(stage: Stage, sit_down: SignIn):
    for who in ("leader-a1", "dispatcher-centre", "stranger"):
        assert sit_down(who).get(reverse("inbox")).status_code == 403


def test_an_inbox_asks_the_same_for_one_case_and_for_three(
    stage: Stage, sit_down: SignIn
):
    client, address = sit_down("officer"), reverse("inbox")

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    stage.dispatched(stage.report("street-lamp"))
    _suggestion(stage)
    with_one = asked()
    for grid in ("a2", "a3"):
        stage.dispatched(stage.report("street-lamp", by=f"leader-{grid}", at=grid))
        _suggestion(stage)
    assert asked() == with_one <= 19


def test_an_officer_reaches_the_reporter_through_the_platform_only(
    stage: Stage, sit_down: SignIn
):
    left = ContactDetails(name="张三", email="somebody@town.example")
    case, _ = stage.resident_report(contact=left)
    lamp = stage.matter("street-lamp")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=lamp)
    case = stage.accepted(case)
    client = sit_down("officer")
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert "Write through the platform" in page
    assert page.count(reverse("case-act", args=[case.number, Act.ASK_REPORTER])) == 2
    assert "张三" not in page
    assert "somebody@town.example" not in page
    inbox = client.get(reverse("inbox")).content.decode()
    assert "The reporter waits, reachable through the platform" in inbox
