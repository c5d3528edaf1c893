"""Every screen opens at every size in both languages: whole, quiet and readable.

None is wider than its window, axe finds nothing serious; `make drill` keeps pictures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from quincunx.areas import propose
from quincunx.areas.propose import Proposal
from quincunx.cases import report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.foundation import proofs
from quincunx.foundation.models import Proof
from quincunx.matters import calendars, packs, revise
from quincunx.matters.load import load
from quincunx.matters.revise import Revision
from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.staff import actors, devices, suggest
from quincunx.staff.suggest import Letter
from tests.api.sandbox import sandbox
from tests.browser.fixtures import DESKTOP, PHONE, OpenPage, Size
from tests.browser.register_screens import (
    of_a_hand_over,
    of_a_place,
    of_asks,
    of_renting,
    of_subject_requests,
    of_visits,
    table_sent,
)
from tests.browser.story import Seat, now, picture, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town
from tests.walls.conftest import hung

__all__ = ["sandbox"]
PACK = Path(packs.__file__).parent / "default"
NARROW: Size = {"width": 320, "height": 640}
# By how much a page is wider than its window, and what sticks out.
TOO_WIDE = """async () => {
  await document.fonts.ready;
  const wide = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - wide;
  const out = [...document.querySelectorAll("body *")].filter(
    (e) => over > 0 && e.getBoundingClientRect().right > wide + 0.5);
  return [over, out.slice(-3).map((e) => `${e.tagName}.${e.className}`).join(" ")];
}"""

# What one should press or fill in, and cannot: something else lies on it.
COVERED = """() => [...document.querySelectorAll(
  "main :is(.btn.go, input, select, textarea)")].filter((e) => {
  if (e.closest("details:not([open])")) return false;
  e.scrollIntoView({ block: "center" });
  const box = e.getClientRects()[0];
  if (!box || box.width < 4) return false;
  const hit = document.elementFromPoint(
    box.left + box.width / 2, box.top + box.height / 2);
  return hit && !e.contains(hit) && !hit.contains(e);
}).map((e) => `${e.tagName} ${e.name || e.textContent.trim()} is covered`)"""

Faultless = Callable[..., None]
Shot = Callable[[Page, str], Path]
Opened = Iterator[tuple[str, int]]  # a screen's name, and what it answered with


@dataclass(frozen=True)
class Busy:
    """The town with work in it: cases of several states, and a suggestion."""

    stage: Stage
    new: Case
    ready: Case
    handling: Case
    code: str
    suggestion: int


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def busy(stage: Stage) -> Busy:
    told = Report(
        text="三单元门口的路灯不亮。",
        place=stage.place("a1"),
        contact=ContactDetails(email="somebody@town.example"),
    )
    done = report.submit(told, by=actors.reporter((), stage.now), at=stage.now)
    handling = stage.accepted(stage.report("street-lamp", by="leader-a2", at="a2"))
    stage.do(Act.INTERIM, handling, "officer", text="On the way.")
    return Busy(
        stage=stage,
        new=done.case,
        ready=stage.report("street-lamp"),
        handling=handling,
        code=done.code,
        suggestion=_suggestion(stage),
    )


def _suggestion(stage: Stage) -> int:
    unit, grid = stage.town.unit("city-management"), stage.town.area("a1")
    office = calendars.calendar_for(grid.path, stage.now)
    letter = Letter(unit, "Move the bins", "They block the ramp.", office)
    return suggest.send(grid, letter, by=stage.actor("leader-a1"), at=stage.now).pk


PLAIN = (
    "cases", "map", "case-new", "matters", "matters-try", "areas", "areas-coverage",
    "areas-departments", "staff", "staff-offices", "staff-people", "staff-matrix",
    "staff-suggestions", "account", "mfa_index", "account_change_password",
    "notices", "notices-wanted",
)  # fmt: skip
# The last begins the five questions.
FOR_RESIDENTS = ("home", "complain", "follow", "account_login", "report")
FOR_DEVELOPERS = (
    "developer", "developer-operations", "developer-problems", "developer-try", "style",
)  # fmt: skip
FOR_ADMINISTRATORS = (
    "system", "areas-borders", "areas-drafts", "areas-draft-new", "areas-import",
    "matters-drafts", "matters-draft-new", "registers", "registers-import",
    "registers-premises", "registers-complete", "tables",
    "staff-enrol", "staff-nominate", "staff-unit-new", "channels",
    "staff-keys", "webhooks", "webhook-new", "walls", "walls-screens",
)  # fmt: skip


def _of_the_desk(busy: Busy, page: Page, live: str) -> Opened:
    """Open what a dispatcher opens in a day."""
    town = busy.stage.town
    desk = seated(page, live, town.person("dispatcher-centre"))
    house = ("centre", town.area("west").pk)
    yield "house", desk.opens("house", *house)
    yield "overview", desk.opens("overview")
    yield "queue", desk.opens("queue", lane="dispatch")
    chosen = {"lane": "dispatch", "case": busy.ready.number}
    yield "queue-case", desk.opens("queue", **chosen)
    yield "case", desk.opens("case", busy.handling.number)
    page.locator(".explain > summary").first.click()
    yield "case-deadline", 200
    for case, act in (
        (busy.new, Act.ESTABLISH), (busy.new, Act.REFUSE), (busy.new, Act.ASK_CHECK),
        (busy.ready, Act.DISPATCH), (busy.ready, Act.MERGE), (busy.handling, Act.NOTE),
    ):  # fmt: skip
        yield f"act-{act}", desk.opens("case-act", case.number, act)
    for name in PLAIN:
        yield name, desk.opens(name)
    yield "matter", desk.opens("matter", busy.ready.matter_id)
    yield "area", desk.opens("area", town.area("a").pk)
    yield "unit", desk.opens("staff-unit", "city-management")
    yield "office", desk.opens("staff-office", town.office("leader-a1").pk)


def _of_the_others(busy: Busy, page: Page, live: str) -> Opened:
    town = busy.stage.town
    officer = seated(page, live, town.person("officer"))
    yield "inbox", officer.opens("inbox")
    yield "act-finish", officer.opens("case-act", busy.handling.number, Act.FINISH)
    asks = ("case-act", busy.handling.number, Act.ASK_EXTENSION)
    yield "act-extension", officer.opens(*asks)
    yield "suggestion", officer.opens("staff-suggestion", busy.suggestion)
    leader = seated(page, live, town.person("leader-a1"))
    yield "suggest", leader.opens("staff-suggest")
    yield "posters", leader.opens("posters", town.area("a1").pk)
    yield from of_visits(busy.stage, leader)
    yield from of_asks(busy.stage, leader)
    yield from of_a_hand_over(busy.stage, leader)
    yield from of_renting(busy.stage, leader)
    administrator = seated(page, live, town.person("administrator"))
    for name in FOR_ADMINISTRATORS:
        yield name, administrator.opens(name)
    devices.bind("Android", by=busy.stage.actor("leader-a1"), at=now())
    owner = town.person("leader-a1").pk
    yield "telephones", administrator.opens("staff-telephones", owner)
    yield from _of_what_is_changed(busy, administrator)
    token = hung(busy.stage)
    yield "wall", administrator.opens("wall-open", token)


def _of_what_is_changed(busy: Busy, administrator: Seat) -> Opened:
    """Open a building and its room, drafts of borders and catalogue, a roster."""
    town, at = busy.stage.town, busy.stage.now
    by, on = busy.stage.actor("administrator"), localdate(at)
    building = town.area("a1-1")
    rooms = keep.lay_out(building, Pattern(2, 3, 2), on=on, by=by, at=at)
    yield "building", administrator.opens("registers-building", building.pk)
    yield "table", administrator.opens("table", "rooms")
    yield "table-sent", administrator.opens("table-sent", table_sent(busy.stage))
    yield "room", administrator.opens("registers-room", rooms[0].pk)
    yield from of_a_place(busy.stage, administrator)
    yield "opening", administrator.opens("registers-opening")
    ahead = on + timedelta(days=9)
    step = {"act": "rename", "area": town.area("a1").pk, "name": "学府网格"}
    proposal = Proposal("The school grew", "New block.", ahead, [step])
    borders = propose.draw(proposal, by=by, at=at)
    yield "border-draft", administrator.opens("areas-draft", borders.pk)
    revision = Revision("Lamps sooner", "Winter.", ahead)
    pack = revise.draw("default", revision, by=by, at=at)
    yield "pack-draft", administrator.opens("matters-draft", pack.pk)
    lamp = ("matters-draft-matter", pack.pk, "street-lamp")
    yield "pack-draft-matter", administrator.opens(*lamp)
    file = ("matters-draft-file", pack.pk, "routes.toml")
    yield "pack-draft-file", administrator.opens(*file)
    yield "pack-versions", administrator.opens("matters-versions", "default")
    for act in ("amend", "close"):
        opened = administrator.opens(f"staff-unit-{act}", "handling-team")
        yield f"unit-{act}", opened
    yield "rosters", administrator.opens("staff-rosters")
    yield "roster", administrator.opens("staff-roster", "station-a")


def _of_residents(busy: Busy, page: Page, live: str) -> Opened:
    page.context.clear_cookies()
    resident = Seat(page, live)
    for name in (*FOR_DEVELOPERS, *FOR_RESIDENTS):
        yield name, resident.opens(name)
    yield "report-place", _goes_on(resident, photos=picture())
    yield "report-text", _goes_on(resident, words="At the gate")
    yield "report-contact", _goes_on(resident, text="It is dark.")
    yield "report-check", _goes_on(resident, phone="13800138000")
    yield "report-code", _goes_on(resident)
    yield "tracked", resident.opens("tracked", busy.code)
    for act in (Act.URGE, Act.WITHDRAW):
        yield f"tracked-{act}", resident.opens("tracked-act", busy.code, act)
    grid = busy.stage.town.area("a1").pk
    yield "grids", resident.opens("grids")
    yield "grid", resident.opens("grid", grid)
    yield "tracked-contact", resident.opens("tracked-contact", busy.code)
    yield "mine-sign-in", resident.opens("mine-sign-in")
    yield "mine-code", _signs_in(resident, email="somebody@town.example")
    digits = proofs.code_of(Proof.objects.latest("asked_at").pk)
    yield "mine", _signs_in(resident, code=digits)
    yield "mine-data", resident.opens("mine-data")
    yield "link-spent", 200 if resident.opens("sign-in-link", "x" * 40) == 410 else 0
    yield from of_subject_requests(busy.stage, page, live)


def _signs_in(resident: Seat, **told: object) -> int:
    """Go one page further on the way to one's own reports."""
    resident.fills(**told)
    with resident.page.expect_navigation() as way:
        resident.page.locator(".stick .btn.go").click()
    return way.value.status


def _goes_on(resident: Seat, **told: object) -> int:
    """Answer one question; a next one that shows an error was not reached."""
    resident.fills(**told)
    resident.page.locator(".stick .btn.go").click()
    return 200 if resident.page.locator(".errsum").count() == 0 else 422


@pytest.fixture
def screens(busy: Busy, live: str, sandbox: Path) -> Callable[[Page], Opened]:
    """Open all of them in one page, one after the other."""

    def opened(page: Page) -> Opened:
        for walk in (_of_the_desk, _of_the_others, _of_residents):
            yield from walk(busy, page, live)

    return opened


# In which size axe looks: one language in each; the drill looks at both in both.
LOOKED_AT = {"zh-CN": PHONE, "en": DESKTOP}


@pytest.mark.parametrize("language", LOOKED_AT)
def test_every_screen_is_whole_and_readable(
    screens: Callable[[Page], Opened],
    open_page: OpenPage,
    faultless: Faultless,
    language: str,
) -> None:
    """Each is opened once in a language; size and colours change in place."""
    page = open_page(DESKTOP, language=language)
    found: dict[str, list[str]] = {}
    for name, status in screens(page):
        faults = _faults(page, status)
        _resize(page, LOOKED_AT[language])
        faults += _findings(page, faultless)
        if language == "en":
            faults += _findings_in_the_dark(page, faultless)
        _resize(page, DESKTOP)
        if faults:
            found[name] = faults
    assert found == {}


@pytest.mark.drill
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", LOOKED_AT)
def test_every_screen_at_every_size_in_both_languages_and_colours(
    screens: Callable[[Page], Opened],
    open_page: OpenPage,
    shot: Shot,
    faultless: Faultless,
    size: Size,
    language: str,
) -> None:
    """Each is opened at its size, as it is used, and a picture of it is kept."""
    page = open_page(size, language=language)
    found: dict[str, list[str]] = {}
    for name, status in screens(page):
        shot(page, f"screen-{name}-{size['width']}-{language[:2]}")
        faults = _findings(page, faultless) + _findings_in_the_dark(page, faultless)
        faults += _faults(page, status)
        _resize(page, size)
        if faults:
            found[name] = faults
    assert found == {}


def _faults(page: Page, status: int) -> list[str]:
    """Return what is wrong with a screen: not there, or wider than a window."""
    told = [] if status == 200 else [f"answered {status}"]
    for size in (DESKTOP, PHONE, NARROW):
        _resize(page, size)
        told += _too_wide(page)
    _resize(page, DESKTOP)
    told += page.evaluate(COVERED)
    page.evaluate("scrollTo(0, 0)")
    return told


def _resize(page: Page, size: Size) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict


def _findings(page: Page, faultless: Faultless, *rules: str) -> list[str]:
    try:
        faultless(page, *rules)
    except AssertionError as findings:
        return [str(findings).split("assert")[0]]
    return []


def _findings_in_the_dark(page: Page, faultless: Faultless) -> list[str]:
    """Only colours differ there, so only they are looked at again."""
    page.emulate_media(color_scheme="dark")
    found = _findings(page, faultless, "color-contrast")
    page.emulate_media(color_scheme="light")
    return [f"dark: {each}" for each in found]


def _too_wide(page: Page) -> list[str]:
    (over, what), at = page.evaluate(TOO_WIDE), page.evaluate("innerWidth")
    return [f"{over} px too wide at {at}: {what}"] if over > 0 else []


def test_an_empty_queue_says_so_and_what_is_absent_has_a_way_back(
    stage: Stage, live: str, open_page: OpenPage, shot: Shot, faultless: Faultless
) -> None:
    page = open_page(PHONE, language="en")
    desk = seated(page, live, stage.town.person("dispatcher-centre"))
    desk.opens("queue")
    desk.sees("Nothing to do here")
    faultless(page)
    shot(page, "state-empty-queue")
    desk.opens("cases", q="nowhere")
    desk.sees("No case fits")
    shot(page, "state-empty-list")
    assert desk.opens("case", "260101-AAAAAA") == 404
    desk.sees("There is nothing here")
    faultless(page)
    shot(page, "state-absent")
    stranger = seated(page, live, stage.town.person("stranger"))
    stranger.opens("desk")
    faultless(page)
    shot(page, "state-no-office")
    assert stranger.opens("areas-borders") in (403, 404)
    faultless(page)
    shot(page, "state-not-yours")


def test_a_wrong_answer_is_said_at_the_top_and_kept_in_its_field(
    busy: Busy, live: str, open_page: OpenPage, shot: Shot, faultless: Faultless
) -> None:
    page = open_page(DESKTOP, language="en")
    desk = seated(page, live, busy.stage.town.person("dispatcher-centre"))
    desk.opens("case-act", busy.new.number, Act.REFUSE)
    desk.tells(text="It is on private land.")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.locator("[name=text]")).to_have_value("It is on private land.")
    assert page.title().startswith("Error: Refuse with a reason")
    faultless(page)
    shot(page, "state-validation")
    summary.get_by_role("link").first.click()
    expect(page.locator("[name=reason]").first).to_be_focused()


def test_a_line_of_the_summary_leads_to_the_box_of_a_long_list(
    busy: Busy, live: str, open_page: OpenPage
) -> None:
    page = open_page(DESKTOP, language="en")
    desk = seated(page, live, busy.stage.town.person("dispatcher-centre"))
    desk.opens("case-act", busy.ready.number, Act.DISPATCH)
    desk.tells()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#id_unit_typed")).to_be_focused()


def test_a_report_is_sent_below_everything_it_asks(
    stage: Stage, live: str, open_page: OpenPage, shot: Shot
) -> None:
    page = open_page(PHONE, language="en")
    desk = seated(page, live, stage.town.person("dispatcher-centre"))
    desk.opens("case-new")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    asked = page.locator("main .field").last.bounding_box()
    sent = page.get_by_role("button", name="Take it down").bounding_box()
    assert asked is not None
    assert sent is not None
    assert sent["y"] > asked["y"] + asked["height"]
    shot(page, "screen-case-new-end-390-en")


def test_a_building_the_page_does_not_carry_is_found_by_typing(
    stage: Stage, live: str, open_page: OpenPage
) -> None:
    page = open_page(DESKTOP, language="en")
    desk = seated(page, live, stage.town.person("dispatcher-centre"))
    desk.opens("case-new")
    building = stage.town.area("a1-1")
    page.locator("#id_area_typed").fill(building.name)
    page.get_by_role("option", name=building.name).first.click()
    assert page.locator("#id_area").input_value() != ""


def test_the_words_of_all_lanes_are_whole(
    busy: Busy, live: str, open_page: OpenPage
) -> None:
    page = open_page(DESKTOP, language="en")
    desk = seated(page, live, busy.stage.town.person("dispatcher-centre"))
    desk.opens("queue", lane="dispatch")
    cut = "all => all.filter((e) => e.scrollWidth > e.clientWidth).length"
    for width in (1440, 1280, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".lanes a").evaluate_all(cut) == 0
        lanes = page.locator(".lanes")
        assert lanes.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_an_act_that_came_too_late_shows_the_newer_state(
    busy: Busy, live: str, open_page: OpenPage, shot: Shot, faultless: Faultless
) -> None:
    page = open_page(DESKTOP, language="en")
    officer = seated(page, live, busy.stage.town.person("officer"))
    officer.opens("case-act", busy.handling.number, Act.INTERIM)
    busy.stage.now = now()
    busy.stage.do(Act.INTERIM, busy.handling, "officer", text="We are there.")
    officer.tells(text="On the way.")
    officer.sees("The case has changed meanwhile.")
    expect(page.locator("[name=text]")).to_have_value("On the way.")
    faultless(page)
    shot(page, "state-changed-meanwhile")
    assert officer.opens("case-act", busy.handling.number, Act.CONFIRM) == 409
    officer.sees("Nothing was changed.")
    faultless(page)
    shot(page, "state-refused")


def test_likely_matters_and_standard_texts_are_taken_with_one_press(
    busy: Busy, live: str, open_page: OpenPage, shot: Shot, faultless: Faultless
) -> None:
    page = open_page(DESKTOP, language="en")
    leader = seated(page, live, busy.stage.town.person("leader-a1"))
    leader.opens("case-new")
    leader.fills(text="A manhole cover rattles at night")
    offer = page.get_by_role("button", name="Manhole cover")
    expect(offer).to_contain_text("manhole, cover, rattles")
    faultless(page)
    shot(page, "new-likely")
    offer.click()
    expect(page.locator("#id_matter_typed")).to_have_value("Manhole cover")
    officer = seated(page, live, busy.stage.town.person("officer"))
    officer.opens("case-act", busy.handling.number, Act.INTERIM)
    officer.fills(text="Hello.")
    page.get_by_text("Standard texts").click()
    faultless(page)
    shot(page, "act-standard-texts")
    page.get_by_role("button", name="The parts are ordered").click()
    expect(page.locator("[name=text]")).to_have_value(
        "Hello.\nThe parts are ordered. Until they come the place is made safe."
    )
