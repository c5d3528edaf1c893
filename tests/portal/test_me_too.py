"""A neighbour has reported the same: one follows it, and learns nothing of them."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quincunx.cases import feedback, report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import channels, notices
from quincunx.foundation.channels import mail as by_mail
from quincunx.lib.refusal import Refusal
from quincunx.staff import actors
from tests.cases.conftest import Stage
from tests.portal.test_report import Resident
from tests.web.conftest import stage  # noqa: F401  # the fixture

SECRET = "It blinks into my bedroom, flat 302, says old Zhang."
ENGLISH = {"accept-language": "en"}


def reported(told: Stage, matter: str = "street-lamp", **more: object) -> Case:
    """Somebody reports, with a name and an address; the desk accepts it."""
    left = ContactDetails(name="Zhang", email="zhang@town.example", language="en")
    said = Report(text=SECRET, place=told.place("a1"), contact=left, **more)
    done = report.submit(said, by=actors.reporter((), told.now), at=told.now)
    chosen = told.matter(matter)
    return told.do(Act.ESTABLISH, done.case, "dispatcher-centre", matter=chosen)


@pytest.fixture
def resident(stage: Stage, client: Client) -> Resident:  # noqa: F811
    cache.clear()
    channels.use("mail", by_mail.send)
    return Resident(client)


def asked(resident: Resident, told: Stage) -> str:
    """Answer as far as what is wrong, from the same spot; return the page."""
    lon, lat = told.town.spot("a1")
    resident.answers("photo").answers("place", lon=lon, lat=lat + 0.0003)
    return resident.answers("text", text="The lamp blinks.").text


def joins(resident: Resident, told: Stage, **contact: str) -> str:
    token = re.search(r'value="(join-[^"]+)"', asked(resident, told))[1]
    resident.answers("same", go=token)
    resident.answers("contact", disclosure="platform", **contact).answers("check")
    return resident.page["Location"]


def test_a_neighbour_sees_what_it_is_and_no_more(resident: Resident, stage: Stage):  # noqa: F811
    case = reported(stage)
    page = asked(resident, stage)
    assert "Is it one of these?" in page
    assert "within 50 m" in page
    assert "Street lamp" in page
    for told in (
        SECRET,
        "Zhang",
        "flat 302",
        case.number,
        str(case.pk),
        case.place or "§",
    ):
        assert told not in page


def test_who_follows_gets_a_code_and_cannot_learn_who_reported(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    case = stage.accepted(reported(stage))
    stage.do(Act.ASK_REPORTER, case, "officer", text="Mr Zhang, which one?")
    address = joins(resident, stage, email="me@town.example")
    page = resident.client.get(address, headers=ENGLISH).content.decode()
    assert "A report of" in page
    assert "that you follow" in page
    for told in (SECRET, "Zhang", "flat 302", "which one?", case.number):
        assert told not in page
    case.refresh_from_db()
    assert case.followers == 1
    assert Case.objects.count() == 1


def test_a_follower_may_do_nothing_with_the_report_but_leave_it(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    case = reported(stage)
    address = joins(resident, stage, email="me@town.example")
    for act in ("withdraw", "urge", "answer", "verdict", "reopen"):
        assert resident.client.post(f"{address}/{act}", {}).status_code == 422
    assert resident.client.post(f"{address}/contact").status_code == 302
    assert resident.client.get(address).status_code == 404
    case.refresh_from_db()
    assert (case.state, case.followers) == (State.ESTABLISHED, 0)
    assert Contact.objects.get(kind="follower").email is None


def test_both_hear_of_it_each_by_their_own_address(
    resident: Resident,
    stage: Stage,  # noqa: F811
    settings,
):
    settings.QUINCUNX_ADDRESS = "https://town.example"
    case = reported(stage)
    joins(resident, stage, email="me@town.example")
    stage.wait(minutes=2).accepted(case)
    stage.wait(minutes=1)
    while notices.send_due(stage.now).claimed:
        pass
    told = {each.to[0]: each.subject for each in mail.outbox}
    assert {"zhang@town.example", "me@town.example"} <= set(told)
    assert "Zhang" not in "".join(f"{each.subject} {each.body}" for each in mail.outbox)
    mine = [each.body for each in mail.outbox if each.to == ["me@town.example"]]
    assert all("/cases/" not in body for body in mine), "a page of staff"


def test_who_left_no_address_follows_by_the_code_alone(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    reported(stage)
    address = joins(resident, stage)
    assert resident.client.get(address).status_code == 200


@pytest.mark.parametrize("matter", ["gas-smell", "noise-neighbours"])
def test_emergencies_and_private_matters_are_never_shown(
    resident: Resident,
    stage: Stage,  # noqa: F811
    matter: str,
):
    case = reported(stage, matter)
    assert "How can we reach you?" in asked(resident, stage)
    with pytest.raises(Refusal, match="no-such-report-near"):
        feedback.join(case.pk, by=actors.reporter((), stage.now), at=stage.now)


def test_what_nobody_has_looked_at_and_complaints_of_a_body_are_not_shown(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    said = Report(text=SECRET, place=stage.place("a1"))
    report.submit(said, by=actors.reporter((), stage.now), at=stage.now)
    reported(stage, against=stage.town.unit("property-company"))
    assert "How can we reach you?" in asked(resident, stage)


def test_what_is_closed_meanwhile_is_not_joined_and_nothing_is_lost(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    case = reported(stage)
    token = re.search(r'value="(join-[^"]+)"', asked(resident, stage))[1]
    resident.answers("same", go=token).answers("contact", disclosure="nobody")
    stage.do(Act.WITHDRAW, case, "dispatcher-centre", reason="by-mistake")
    resident.answers("check")
    assert "is closed meanwhile" in resident.text
    assert "The lamp blinks." in resident.text
    resident.answers("check")
    assert Case.objects.count() == 2


def test_it_is_something_else_and_is_a_report_of_its_own(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    reported(stage)
    asked(resident, stage)
    resident.answers("same").answers("contact", disclosure="nobody").answers("check")
    assert Case.objects.count() == 2


def test_a_token_somebody_made_up_opens_nothing(resident: Resident, stage: Stage):  # noqa: F811
    case = reported(stage)
    asked(resident, stage)
    answer = resident.answers("same", go=f"join-{case.pk}").page
    assert answer.status_code == 409


def test_opened_by_its_address_a_page_of_the_questions_begins_anew(
    client: Client,
    stage: Stage,  # noqa: F811
):
    answer = client.get(reverse("report-page", args=["same"]))
    assert answer["Location"] == reverse("report")


def test_who_follows_reads_what_was_released_and_the_stages(
    resident: Resident,
    stage: Stage,  # noqa: F811
):
    case = stage.accepted(reported(stage))
    address = joins(resident, stage)
    words = {"text": "A lamp in the street blinks.", "result": "A fitter is called."}
    page = resident.client.get(address, headers=ENGLISH).content.decode()
    assert words["text"] not in page
    case.refresh_from_db()
    stage.now = case.last_act_at
    case = stage.do(Act.RELEASE, case, "dispatcher-centre", **words)
    page = resident.client.get(address, headers=ENGLISH).content.decode()
    assert "What is known of it" in page
    assert "The unit has begun." in page
    for told in words.values():
        assert told in page
    for told in (SECRET, "Zhang", case.number):
        assert told not in page
    stage.do(Act.WITHHOLD, case, "dispatcher-centre", text="A name was in it.")
    page = resident.client.get(address, headers=ENGLISH).content.decode()
    assert "What is known of it" not in page
