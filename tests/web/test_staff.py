"""Appointments, people and suggestions on screens."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quincunx.staff.models import Appointment, Person, Suggestion
from quincunx.staff.terms_of_office import State
from quincunx.web.staff import offices
from tests.cases.conftest import Stage
from tests.cast import Town
from tests.web.conftest import SignIn


def _say(client, address: str, *args: object, **told: object):
    return client.post(reverse(address, args=args), told)


def test_somebody_is_nominated_reviewed_appointed_and_leaves(
    town: Town, sit_down: SignIn
):
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    clerk = town.person("stranger")
    told = {
        "person": clerk.pk,
        "function": town.function("supervisor").pk,
        "area": town.area("west").pk,
        "starts": timezone.localdate().isoformat(),
    }
    made = admin.post(reverse("staff-nominate"), told)
    assert made.status_code == 302, made.content.decode()
    office = Appointment.objects.get(person=clerk)
    assert office.state == State.NOMINATED

    _say(supervisor, "staff-office-act", office.pk, "review")
    _say(admin, "staff-office-act", office.pk, "appoint")
    office.refresh_from_db()
    assert office.state == State.ACTIVE
    assert sit_down("stranger").get(reverse("queue")).status_code == 200

    today = timezone.localdate().isoformat()
    _say(admin, "staff-office-act", office.pk, "end", ends=today, hand_over="All done.")
    office.refresh_from_db()
    assert office.state == State.ENDED
    page = admin.get(reverse("staff-office", args=[office.pk])).content.decode()
    assert "All done." in page


def test_an_end_that_is_no_date_changes_nothing(town: Town, sit_down: SignIn):
    office = town.office("officer")
    admin = sit_down("administrator")
    _say(admin, "staff-office-act", office.pk, "end", ends="tomorrow")
    office.refresh_from_db()
    assert office.state == State.ACTIVE
    page = admin.get(reverse("staff-office", args=[office.pk])).content.decode()
    assert "is no date" in page


def test_appointments_are_turned_page_by_page_without_numbers(
    town: Town, sit_down: SignIn, monkeypatch: pytest.MonkeyPatch
):
    """Every one is on one page, whatever comes in between."""
    monkeypatch.setattr(offices, "PAGE", 7)
    admin, address, seen = sit_down("administrator"), reverse("staff-offices"), []
    query = "?"
    while query:
        answer = admin.get(address + query)
        keys = [office.pk for office in answer.context["offices"]]
        assert 0 < len(keys) <= 7
        seen += keys
        after = answer.context["after"]
        query = f"?after={after}" if after else ""
    assert seen == list(
        Appointment.objects.order_by("-pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
def test_a_page_that_was_made_up_is_not_there(sit_down: SignIn, town: Town, after: str):
    answer = sit_down("administrator").get(reverse("staff-offices"), {"after": after})
    assert answer.status_code == 404


def test_an_account_is_made_and_its_link_shown_once(town: Town, sit_down: SignIn):
    told = {"name": "新人", "login": "newcomer", "language": "zh-hans"}
    answer = _say(sit_down("administrator"), "staff-enrol", **told)
    page = answer.content.decode()
    assert Person.objects.filter(login="newcomer").exists()
    assert "/sign-in/link/" in page


def test_only_an_administrator_makes_accounts_and_links(town: Town, sit_down: SignIn):
    officer = sit_down("officer")
    key = town.person("verifier").pk
    assert _say(officer, "staff-link", key).status_code == 403
    assert _say(officer, "staff-enrol", login="x").status_code == 403


def test_a_leader_suggests_and_a_department_answers_by_name(
    stage: Stage, sit_down: SignIn
):
    town = stage.town
    told = {
        "grid": town.area("a1").pk,
        "organisation": town.unit("city-management").pk,
        "title": "A bin at the gate",
        "text": "Everybody waits there.",
    }
    sent = _say(sit_down("leader-a1"), "staff-suggest", **told)
    assert sent.status_code == 302, sent.content.decode()
    suggestion = Suggestion.objects.get()
    officer = sit_down("officer")
    refused = _say(officer, "staff-suggestion", suggestion.pk, answer="not")
    assert refused.status_code == 422, "a no gives its reason"
    _say(officer, "staff-suggestion", suggestion.pk, answer="not", reason="No room.")
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.answered_by) == (
        "not",
        town.person("officer"),
    )
    page = sit_down("leader-a1").get(reverse("staff-suggestions")).content.decode()
    assert "Not adopted" in page


def test_the_matrix_names_the_holes(town: Town, sit_down: SignIn):
    page = sit_down("administrator").get(reverse("staff-matrix")).content.decode()
    assert 'class="hole"' in page
    page = sit_down("administrator").get(reverse("areas-departments")).content.decode()
    assert "grids" in page


def test_a_faulty_border_is_named_on_the_screen(town: Town, sit_down: SignIn):
    page = sit_down("administrator").get(reverse("areas-borders")).content.decode()
    assert "borders looked at" in page
