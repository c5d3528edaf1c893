"""Residents at their telephones: without script, and with it where the network goes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from quincunx.areas import posters
from quincunx.cases import report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Contact
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.foundation import proofs
from quincunx.foundation.models import Proof
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.staff import actors
from tests.browser.fixtures import OpenPage, Size
from tests.browser.story import Seat, now, picture
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
SMALL: Size = {"width": 360, "height": 640}
ME = "me@town.example"
Shot = Callable[..., Path]
Faultless = Callable[[Page], None]


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    cache.clear()
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


def dark_lamp(stage: Stage) -> Case:
    """A neighbour has reported a lamp in the first grid, and it was accepted."""
    place = stage.place("a1")
    left = ContactDetails(name="Zhang", email="zhang@town.example")
    said = Report(text="The lamp at the gate is dark.", place=place, contact=left)
    done = report.submit(said, by=actors.reporter((), stage.now), at=stage.now)
    lamp = stage.matter("street-lamp")
    return stage.do(Act.ESTABLISH, done.case, "dispatcher-centre", matter=lamp)


def on(resident: Seat, word: str = "Continue", **told: object) -> None:
    resident.fills(**told)
    with resident.page.expect_navigation():
        resident.page.locator(".stick").get_by_role("button", name=word).click()


def test_without_script_a_poster_leads_to_a_report_a_neighbour_and_ones_own_data(
    stage: Stage, live: str, open_page: OpenPage, shot: Shot
) -> None:
    neighbour = dark_lamp(stage)
    leader = stage.actor("leader-a1")
    poster = posters.make([stage.town.area("a1-1")], by=leader, at=stage.now)[0]
    page = open_page(SMALL, language="en", java_script_enabled=False)
    resident = Seat(page, live)

    resident.opens("scan", poster.code)
    resident.sees("at 1号楼")
    on(resident, photos=picture("before.jpg", "midnightblue"))
    resident.sees("Chosen: 1号楼")
    shot(page, "resident-place-chosen")
    on(resident)
    on(resident, text="The lamp at the gate is dark again.")
    resident.sees("Is it one of these?", "Street lamp")
    expect(page.get_by_text("Zhang")).to_have_count(0)
    shot(page, "resident-same", full=True)
    on(resident, "No, it is something else")
    on(resident, email=ME)
    on(resident, "Send the report")
    resident.sees("We have your report", "Only you see this one.")
    shot(page, "resident-sent", full=True)
    assert Case.objects.exclude(pk=neighbour.pk).get().channel == "qr"

    resident.opens("scan", poster.code)
    on(resident)
    on(resident)
    on(resident, text="The lamp at the gate is dark.")
    with page.expect_navigation():
        page.get_by_role("button", name="Me too").first.click()
    on(resident, email=ME)
    resident.sees("You follow")
    on(resident, "Follow this report")
    resident.sees("that you follow")
    shot(page, "resident-follows", full=True)
    neighbour.refresh_from_db()
    assert neighbour.followers == 1

    _signs_in(resident, ME)
    resident.sees("My reports", "you follow it")
    shot(page, "resident-mine")
    resident.opens("mine-data")
    resident.sees(ME, "Nobody but you.")
    shot(page, "resident-data", full=True)
    resident.presses("Erase everything about me")
    shot(page, "resident-erase")
    resident.presses("Erase it now")
    resident.sees("It is erased")
    resident.opens("grid", stage.town.area("a1").pk)
    resident.sees("Grid leader", "a1格长")
    shot(page, "resident-grid")
    assert not Contact.objects.filter(
        email_index__isnull=False, kind="follower"
    ).count()


def _signs_in(resident: Seat, address: str) -> None:
    """Type the address, and the digits that were sent there."""
    resident.opens("mine")
    on(resident, "Send me a code", email=address)
    on(resident, "Go on", code=proofs.code_of(Proof.objects.latest("asked_at").pk))


def test_without_a_network_a_report_is_finished_waits_and_goes_out_by_itself(
    stage: Stage, live: str, open_page: OpenPage, shot: Shot, faultless: Faultless
) -> None:
    page = open_page(SMALL, language="en")
    resident = Seat(page, live)
    resident.opens("report")
    on(resident)
    on(resident, words="At the gate")
    resident.fills(text="The lamp is dark.")

    page.context.set_offline(True)
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    later = page.locator("form[data-later-form]")
    expect(later.locator("[name=text]")).to_have_value("The lamp is dark.")
    expect(later.locator("[name=words]")).to_have_value("At the gate")
    faultless(page)
    shot(page, "resident-offline")
    later.locator("[name=photos]").set_input_files(picture())
    later.get_by_role("button", name="Keep it and send it later").click()
    expect(page.locator(".waits")).to_contain_text("Not sent yet.")
    shot(page, "resident-waits")
    assert Case.objects.count() == 0

    page.context.set_offline(False)
    expect(page.locator(".waits")).to_contain_text("Sent. Your code:")
    faultless(page)
    shot(page, "resident-went-out")
    case = Case.objects.get()
    assert (case.text, case.place) == ("The lamp is dark.", "At the gate")
    assert case.attachments.count() == 1
    page.locator(".waits a").click()
    resident.sees("We have your report")


def test_what_was_begun_is_offered_again_on_the_same_device(
    stage: Stage, live: str, open_page: OpenPage, shot: Shot
) -> None:
    page = open_page(SMALL, language="en")
    resident = Seat(page, live)
    resident.opens("report")
    on(resident)
    on(resident, words="At the gate")
    resident.opens("report")
    resident.sees("You have begun a report")
    shot(page, "resident-begun")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.locator("[name=text]")).to_be_visible()
    on(resident, text="Dark.")
    on(resident)
    resident.sees("At the gate")
    on(resident, "Send the report")
    resident.opens("report")
    expect(page.get_by_text("You have begun a report")).to_be_hidden()
