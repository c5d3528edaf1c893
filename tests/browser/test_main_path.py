"""A dark lamp, from a resident's telephone to the filed case, all on screens.

The resident reads Chinese on a telephone and has no account; the staff read English
at a desk.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.staff import sign_in
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import Seat, now, picture, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
PASSWORD = "five elms by the old gate"
SAID = "三单元门口的路灯三天没亮了。"

Shot = Callable[[Page, str], Path]


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


def test_a_lamp_goes_from_a_telephone_to_the_file(
    stage: Stage,
    live: str,
    phone_page: Page,
    open_page: OpenPage,
    shot: Shot,
    faultless: Callable[[Page], None],
) -> None:
    resident = Seat(phone_page, live)
    code = _reports(resident, shot, faultless)
    case = Case.objects.get()
    assert (case.state, case.grid) == (State.REPORTED, stage.town.area("a1"))

    desk = Seat(open_page(DESKTOP, language="en"), live)
    _signs_in(desk, stage.town)
    _establishes(desk, case, shot)
    _dispatches_with_one_key(desk, case, shot)
    assert _now(case).unit == stage.town.unit("city-management")

    officer = Seat(open_page(DESKTOP, language="en"), live)
    _signs_in_by_link(officer, stage)
    _finishes(officer, case, shot, faultless)
    assert _now(case).state == State.HANDLED
    _follows(resident, code, "处理中")

    page = open_page(DESKTOP, language="en")
    _confirms(seated(page, live, stage.town.person("verifier")), case, shot)
    _follows(resident, code, "已处理")
    _tells_and_files(desk, case, shot)
    assert _now(case).state == State.FILED

    _says_solved(resident, code, shot, faultless)
    said = case.verdicts.get()
    assert (said.verdict, said.rating) == ("solved", 5)


def _now(case: Case) -> Case:
    case.refresh_from_db()
    return case


def _reports(resident: Seat, shot: Shot, faultless: Callable[[Page], None]) -> str:
    """Answer five questions; return the code as it is shown."""
    page = resident.page
    resident.opens("home")
    shot(page, "main-01-home")
    resident.presses("上报问题")
    resident.fills(photos=picture("before.jpg", "midnightblue"))
    shot(page, "main-02-photo")
    resident.presses("继续")
    shot(page, "main-03-place")
    resident.presses("西榆街道")
    resident.presses("青榆社区")
    resident.presses("青榆第一网格")
    resident.fills(words="三单元门口")
    resident.presses("继续")
    resident.fills(text=SAID)
    shot(page, "main-04-text")
    resident.presses("继续")
    resident.fills(disclosure="platform", phone="13800138000")
    shot(page, "main-05-contact")
    resident.presses("继续")
    resident.sees(SAID, "三单元门口")
    faultless(page)
    shot(page, "main-06-check")
    resident.presses("发送上报")
    resident.sees("已收到您的上报")
    faultless(page)
    shot(page, "main-07-code")
    return page.locator(".code").inner_text()


def _signs_in(desk: Seat, town: Town) -> None:
    person = town.person("dispatcher-centre")
    person.set_password(PASSWORD)
    person.save()
    desk.opens("desk")
    desk.fills(login=person.login, password="not this one")
    desk.presses("Sign in")
    expect(desk.page.get_by_role("alert")).to_be_focused()
    desk.fills(login=person.login, password=PASSWORD)
    desk.page.keyboard.press("Enter")
    home = reverse("house", args=["centre", town.area("west").pk])
    expect(desk.page).to_have_url(f"{desk.live}{home}")


def _establishes(desk: Seat, case: Case, shot: Shot) -> None:
    """Find it in the queue, choose the matter and what makes it a case."""
    page = desk.page
    desk.opens("queue")
    page.keyboard.press("j")
    expect(page.locator("#mid")).to_contain_text(SAID)
    shot(page, "main-08-queue")
    desk.presses("Accept as a case")
    desk.fills(matter="Street lamp", condition="Street lamp: One lamp is out")
    shot(page, "main-09-establish")
    desk.presses("Accept as a case")
    expect(page.get_by_role("status").first).to_contain_text("Accepted as a case")
    assert _now(case).state == State.ESTABLISHED


def _dispatches_with_one_key(desk: Seat, case: Case, shot: Shot) -> None:
    page = desk.page
    desk.opens("queue", lane="dispatch")
    page.keyboard.press("j")
    suggested = page.get_by_role("region", name="Suggested dispatch")
    expect(suggested).to_contain_text("城市管理局")
    expect(suggested.locator("li").first).to_be_visible()
    shot(page, "main-10-suggestion")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Dispatched")
    assert _now(case).state == State.DISPATCHED


def _signs_in_by_link(officer: Seat, stage: Stage) -> None:
    person, administrator = stage.town.person("officer"), stage.actor("administrator")
    token = sign_in.link_for(person, by=administrator, at=now())
    officer.opens("sign-in-link", token)
    officer.presses(f"Sign in as {person.name}")
    expect(officer.page).to_have_url(f"{officer.live}/desk/inbox")


def _finishes(
    officer: Seat, case: Case, shot: Shot, faultless: Callable[[Page], None]
) -> None:
    """Without the photo the standard asks for it is refused, and the words stay."""
    page = officer.page
    officer.opens("case", case.number)
    officer.presses("Accept the order")
    officer.sees("Order accepted")
    shot(page, "main-11-accepted")
    officer.presses("Report it done")
    officer.tells(result="New bulb, tried after dark.", outcome="solved")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("photo", ignore_case=True)
    expect(page.get_by_label("What was done")).to_have_value(
        "New bulb, tried after dark."
    )
    assert _now(case).state == State.HANDLING
    faultless(page)
    shot(page, "main-12-refused")
    officer.tells(files=picture("after.jpg", "goldenrod"))
    expect(page.get_by_role("status").first).to_contain_text("Reported done")


def _confirms(verifier: Seat, case: Case, shot: Shot) -> None:
    verifier.opens("queue")
    verifier.page.keyboard.press("j")
    verifier.presses("Confirm it is done")
    shot(verifier.page, "main-13-confirm")
    verifier.tells(text="Seen burning at eight.")
    expect(verifier.page.get_by_role("status").first).to_contain_text("Confirmed done")
    assert _now(case).state == State.VERIFIED


def _tells_and_files(desk: Seat, case: Case, shot: Shot) -> None:
    desk.opens("case", case.number)
    desk.presses("Record that they were told")
    desk.tells(channel="telephone", text="灯亮了。")
    desk.sees("Result told")
    desk.presses("File")
    desk.tells()
    expect(desk.page.get_by_role("status").first).to_contain_text("Filed")
    desk.opens("case", case.number)
    shot(desk.page, "main-14-filed")


def _follows(resident: Seat, code: str, word: str) -> None:
    """Type the code and read where it stands: one of four words."""
    resident.opens("follow")
    resident.tells(code=code.lower())
    words = resident.page.locator("ol.words li b")
    assert words.all_inner_texts() == ["已收到", "处理中", "已处理", "已关闭"]
    expect(resident.page.locator("li[aria-current=step] b")).to_have_text(word)


def _says_solved(
    resident: Seat, code: str, shot: Shot, faultless: Callable[[Page], None]
) -> None:
    page = resident.page
    resident.opens("follow")
    resident.tells(code=code)
    shot(page, "main-15-closed")
    faultless(page)
    resident.presses("是的，已解决")
    resident.tells(verdict="solved", rating="5", text="谢谢，灯亮了。")
    resident.sees("您说了结果怎样。")
    shot(page, "main-16-solved")
