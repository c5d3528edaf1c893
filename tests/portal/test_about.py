"""A resident complains of a body that works there: it is not given it, nor sees it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quincunx.cases import access, contacts
from quincunx.cases.models import Case, Contact
from quincunx.cases.vocabulary import Act
from quincunx.lib.refusal import Refusal
from tests.cases.conftest import Stage
from tests.portal.test_later import send
from tests.portal.test_me_too import reported
from tests.portal.test_report import Resident
from tests.web.conftest import SignIn, sit_down, stage  # noqa: F401  # the fixtures

WORDS = "The gate has been open for a week and nobody answers."


@pytest.fixture
def resident(stage: Stage, client: Client) -> Resident:  # noqa: F811
    cache.clear()
    return Resident(client)


def asked(resident: Resident, told: Stage, area: str = "a1") -> Resident:
    lon, lat = told.town.spot(area)
    return resident.answers("photo").answers("place", lon=lon, lat=lat)


def complained(resident: Resident, told: Stage) -> Case:
    asked(resident, told).answers("text", text=WORDS, against="property-company")
    left = {"disclosure": "unit", "phone": "13800138000"}
    resident.answers("contact", **left).answers("check")
    told.wait(hours=1)  # the page was answered by the clock on the wall
    return Case.objects.get()


def test_the_company_neither_sees_the_case_nor_is_given_it(
    resident: Resident,
    stage: Stage,  # noqa: F811
    sit_down: SignIn,  # noqa: F811
):
    case = complained(resident, stage)
    assert case.against == stage.town.unit("property-company")
    assert not case.conflict_lifted

    theirs = sit_down("property")
    assert theirs.get(reverse("case", args=[case.number])).status_code == 404
    assert case.number not in theirs.get(reverse("cases")).content.decode()

    matter = stage.matter("street-lamp")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=matter)
    with pytest.raises(Refusal, match="unit-not-complained-of"):
        stage.dispatched(case, "property-company")


def test_the_dispatcher_reads_whom_it_is_about(
    resident: Resident,
    stage: Stage,  # noqa: F811
    sit_down: SignIn,  # noqa: F811
):
    case = complained(resident, stage)
    desk = sit_down("dispatcher-centre")
    page = desk.get(reverse("case", args=[case.number]))
    assert "It is about 青榆物业公司, which does not see it." in page.content.decode()
    stage.do(Act.LIFT_CONFLICT, case, "dispatcher-centre", text="They know by now.")
    page = desk.get(reverse("case", args=[case.number]))
    assert "which may see it by now" in page.content.decode()


def test_the_reporter_stays_hidden_even_after_the_conflict_is_lifted(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    case = complained(resident, stage)
    case = stage.do(Act.LIFT_CONFLICT, case, "dispatcher-centre", text="By now.")
    matter = stage.matter("street-lamp")
    case = stage.do(Act.ESTABLISH, case, "dispatcher-centre", matter=matter)
    case = stage.dispatched(case, "property-company")
    theirs = stage.actor("property")
    assert access.case_for(theirs, case.number) == case
    assert Contact.objects.filter(case=case, disclosure="unit").exists()
    assert not contacts.may_reveal(case, theirs)


def test_it_stands_on_the_last_page_and_comes_back_with_the_draft(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    asked(resident, stage).answers("text", text=WORDS, against="property-company")
    resident.answers("contact", disclosure="nobody")
    assert "青榆物业公司" in resident.text
    assert "It does not see your report." in resident.text
    resident.answers("check", go="to-text")
    assert '<option value="property-company" selected>' in resident.text


def test_only_who_works_there_is_offered_those_near_a_household_first(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    asked(resident, stage)
    at = [resident.text.index(f'value="{code}"') for code in NEAR]
    assert at == sorted(at)
    assert 'value="station-b"' not in resident.text
    resident.answers("text", text=WORDS, against="station-b")
    assert resident.page.status_code == 422


NEAR = (
    "property-company",
    "owners-committee",
    "neighbourhood-committee",
    "station-a",
    "volunteer-team",
)


def test_what_neighbours_reported_is_not_offered_for_a_complaint(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    reported(stage)
    told = {"text": "The lamp blinks.", "against": "property-company"}
    asked(resident, stage).answers("text", **told)
    assert "How can we reach you?" in resident.text


def test_a_report_about_nobody_is_about_nobody(resident: Resident):
    resident.as_far_as_check()
    assert "no body that works here" in resident.text
    resident.answers("check")
    assert Case.objects.get().against is None


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("青榆物业公司", "property-company"),
        (" 物业 ", "property-company"),
        ("青榆", ""),
        ("The kiosk", ""),
        ("", ""),
    ],
)
def test_without_a_network_the_name_is_enough_or_stands_below_the_text(
    resident: Resident, named: str, code: str
):
    assert send(resident.client, about=named).status_code == 201
    case = Case.objects.get()
    assert (case.against.code if case.against else "") == code
    assert (named != "" and named in case.text) == (named != "" and not code)
