"""A day on the street, on a telephone whose network goes and comes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quincunx.cases.models import Attachment, Case, Remark
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.models import Receipt
from quincunx.matters import packs
from quincunx.matters.load import load
from tests.browser.fixtures import OpenPage, Size
from tests.browser.story import now, picture, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
SMALL: Size = {"width": 360, "height": 640}
Shot = Callable[[Page, str], Path]
Faultless = Callable[..., None]


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def telephone(stage: Stage, live: str, open_page: OpenPage) -> Callable[..., Page]:
    """Open the app on somebody's telephone and bring the grid onto it."""

    def carried(who: str, **more: object) -> Page:
        lon, lat = stage.town.spot("a1-1")
        here = {"longitude": lon, "latitude": lat, "accuracy": 12}
        page = open_page(SMALL, geolocation=here, permissions=["geolocation"], **more)
        seated(page, live, stage.town.person(who)).opens("field")
        page.get_by_role("button", name="开始").click()
        expect(page.get_by_role("heading", name="待办")).to_be_visible()
        return page

    return carried


def reports(page: Page, shot: Shot) -> None:
    """In three taps, and a photo."""
    page.get_by_role("link", name="上报", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(picture())
    expect(page.locator(".photo img")).to_have_count(1)
    page.locator(".fd-tiles button").first.click()
    expect(page.locator("#found")).to_contain_text("±12 米，良好")
    shot(page, "field-report")
    page.locator("#submit").click()


def finishes(page: Page, case: Case, shot: Shot) -> None:
    page.get_by_role("link", name="待办").click()
    page.locator(f"a[href='#/task/{case.number}']").click()
    expect(page.locator(".fd-sample")).to_contain_text("换了新盖并踩实")
    shot(page, "field-task")
    page.get_by_role("link", name="报告办结").click()
    photos = page.locator("input[type=file][capture]")
    photos.first.set_input_files(picture("before.jpg", "black"))
    photos.last.set_input_files(picture("after.jpg", "red"))
    expect(page.locator(".photo img")).to_have_count(2)
    page.locator("#f-result").fill("换了新井盖。")
    page.get_by_label("已解决").check()
    shot(page, "field-finish")
    page.locator(".fd-foot .btn.go").click()
    expect(page.get_by_role("heading", name="待办")).to_be_visible()


@pytest.mark.parametrize("worker", ["allow", "block"])
def test_what_is_done_without_a_network_arrives_once_in_order_with_its_photos(
    stage: Stage,
    live: str,
    telephone: Callable[..., Page],
    shot: Shot,
    faultless: Faultless,
    worker: str,
) -> None:
    cover = stage.accepted(stage.report("cover"), "handling-team")
    page = telephone("officer-team", service_workers=worker)
    context = page.context
    if worker == "allow":
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    reports(page, shot)
    expect(page.locator("#ob .waiting")).to_have_count(1)
    finishes(page, cover, shot)
    expect(page.locator(f"a[href='#/task/{cover.number}']")).to_have_count(0)
    assert Case.objects.count() == 1
    page.close()

    again = context.new_page()
    if worker == "block":
        context.set_offline(False)
    again.goto(f"{live}/field#/outbox")
    if worker == "allow":
        expect(again.locator("#ob .waiting")).to_have_count(2)
        expect(again.locator("#banners")).to_contain_text("2 条待发送")
        faultless(again)
        shot(again, "field-outbox-offline")
        context.set_offline(False)
    expect(again.locator("#ob .delivered")).to_have_count(2)
    shot(again, "field-outbox")

    cover.refresh_from_db()
    reported = Case.objects.exclude(pk=cover.pk).get()
    assert (cover.state, reported.reporter_id) == (
        State.HANDLED,
        stage.town.person("officer-team").pk,
    )
    shown = {(each.case_id, each.kind) for each in Attachment.objects.all()}
    assert shown == {
        (cover.pk, "photo-before"),
        (cover.pk, "photo-after"),
        (reported.pk, "photo-before"),
    }
    assert Receipt.objects.count() == 3, "the text, its photo, the act: each once"


def test_two_versions_lie_side_by_side_and_mine_goes_as_a_remark(
    stage: Stage, telephone: Callable[..., Page], shot: Shot, faultless: Faultless
) -> None:
    case, _ = stage.resident_report()
    stage.do(Act.ASK_CHECK, case, "dispatcher-centre")
    page = telephone("leader-a1")
    expect(page.locator("#ways .dot")).to_have_text("1")
    shot(page, "field-tasks")
    page.context.set_offline(True)
    page.locator(f"a[href='#/task/{case.number}']").click()
    page.locator(".fd-foot .btn.go").click()
    page.get_by_label("与描述一致").check()
    page.locator("#f-text").fill("灯确实不亮。")
    page.locator(".fd-foot .btn.go").click()
    stage.now = now()
    stage.do(Act.CHECKED, case, "dispatcher-centre", found="not-there", text="没有。")

    page.context.set_offline(False)
    page.get_by_role("link", name="我的").click()
    page.get_by_role("link", name="待发送").click()
    page.get_by_text("事件已有变化").last.click()
    expect(page.locator(".two")).to_contain_text("没有。")
    faultless(page)
    shot(page, "field-conflict")
    page.get_by_role("button", name="作为备注提交").click()
    expect(page.locator("#ob .delivered")).to_have_count(1)
    assert Remark.objects.filter(case=case, text__contains="灯确实不亮").exists()


# What one should press, and is smaller than a thumb: its least side is `least`.
SMALL_TARGETS = """(least) => [...document.querySelectorAll(
  "#app :is(button, a, input, select, textarea, summary)")].filter((e) => {
  const on = e.closest("label.choice, label.photo") ?? e;
  const box = on.getBoundingClientRect();
  const shown = box.width > 4 && e.checkVisibility();
  return shown && !e.closest("p") && Math.min(box.width, box.height) < least - 0.5;
}).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 20)}`)"""
NARROW: Size = {"width": 320, "height": 640}
SCREENS = ("tasks", "report", "outbox", "me", "reports", "positions", "telephones")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_screen_of_the_app_is_whole_in_normal_and_elder(
    stage: Stage,
    telephone: Callable[..., Page],
    shot: Shot,
    faultless: Faultless,
    language: str,
) -> None:
    """At 320 and 360 pixels, light and dark, with targets a thumb can hit."""
    case, _ = stage.resident_report()
    stage.do(Act.ASK_CHECK, case, "dispatcher-centre")
    stage.report("street-lamp")
    page = telephone("leader-a1")
    task = f"task/{case.number}"
    for size, least in (("phone", 44), ("elder", 60)):
        kept = f"""localStorage.setItem("field-language", "{language}");
          localStorage.setItem("field-elder", "{size == "elder":d}")"""
        page.evaluate(kept)
        page.reload()
        for screen in (*SCREENS, task, f"{task}/checked"):
            page.evaluate("to => { location.hash = `#/${to}` }", screen)
            expect(page.locator("main h1")).to_be_focused()
            name = f"field-{size}-{screen.replace('/', '-')}-{language[:2]}"
            shot(page, name.replace(case.number, "1"))
            found = _findings(page, faultless, least)
            assert found == [], screen
    help_ = page.locator(".fd-help")
    expect(help_).to_contain_text("010-5550100")


def _findings(page: Page, faultless: Faultless, least: int) -> list[str]:
    """Return what is wider than the narrowest telephone, or too small to hit."""
    faultless(page)
    page.emulate_media(color_scheme="dark")
    faultless(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a plain dict
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    small = page.evaluate(SMALL_TARGETS, least)
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict
    return [*small, *([f"{wide} px too wide"] if wide > 0 else [])]
