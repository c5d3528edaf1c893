"""A telephone that is full, whose clock is wrong, whose owner is given nonsense."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quincunx.cases.models import Attachment, Case
from quincunx.cases.vocabulary import Act
from tests.browser.story import now, picture
from tests.cases.conftest import Stage
from tests.field.test_field_in_browser import Faultless, Shot, stage, telephone

__all__ = ["stage", "telephone"]

SCRIPT = "<img src=x onerror=document.title='taken'>"
# Rows of the outbox as they lie there, sealed: the same report again and again.
MULTIPLY = """async (many) => {
  const name = `field-${localStorage.getItem("field-person")}`;
  const base = await new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const items = base.transaction("items", "readwrite").objectStore("items");
  const [first] = await new Promise((done) => {
    const asked = items.getAll();
    asked.onsuccess = () => done(asked.result);
  });
  for (let n = 1; n < many; n++) items.put({ ...first, id: `${first.id}-${n}` });
  await new Promise((done) => { items.transaction.oncomplete = done; });
  base.close();
}"""


def offline(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)


def writes(page: Page, text: str) -> None:
    page.get_by_role("link", name="上报", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(picture())
    expect(page.locator(".photo img")).to_have_count(1)
    page.locator("#note").fill(text)


# As a browser says it when the telephone has no room left.
FULL = """() => {
  const { put, add } = IDBObjectStore.prototype;
  window.real ??= { put, add };
  for (const name of ["put", "add"])
    IDBObjectStore.prototype[name] = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
}"""
ROOM = "Object.assign(IDBObjectStore.prototype, window.real)"


def test_a_full_telephone_says_so_and_loses_nothing(
    stage: Stage,
    telephone: Callable[..., Page],
    shot: Shot,
    faultless: Faultless,
) -> None:
    page = telephone("leader-a1")
    offline(page)
    writes(page, "灯不亮。")
    expect(page.locator("#kept")).to_be_visible()
    page.evaluate(FULL)
    page.locator("#note").fill("灯不亮，夜里很黑。")
    expect(page.locator("#faults")).to_contain_text("手机存储已满")
    page.locator("#submit").click()
    expect(page.locator("#faults")).to_contain_text("手机存储已满")
    expect(page.locator("#note")).to_have_value("灯不亮，夜里很黑。")
    faultless(page)
    shot(page, "field-full")

    page.evaluate(ROOM)
    page.locator("#submit").click()
    expect(page.locator("#ob .waiting")).to_have_count(1)
    page.evaluate(FULL)
    page.context.set_offline(False)
    expect(page.locator("#ob .delivered")).to_have_count(1)
    expect(page.locator("#banners")).to_contain_text("无法再保存")
    shot(page, "field-no-room")
    page.reload()
    expect(page.locator("#ob .delivered")).to_have_count(1)
    case = Case.objects.get()
    assert (case.text, case.reporter_id) == (
        "灯不亮，夜里很黑。",
        stage.town.person("leader-a1").pk,
    )
    assert Attachment.objects.count() == 1, "sent again under its key: once"


def test_before_two_hundred_wait_it_says_so_and_then_takes_no_more(
    telephone: Callable[..., Page], shot: Shot
) -> None:
    page = telephone("leader-a1")
    offline(page)
    writes(page, "灯不亮。")
    page.locator("#submit").click()
    expect(page.locator("#ob .waiting")).to_have_count(1)
    page.evaluate(MULTIPLY, 160)
    page.reload()
    expect(page.locator("#banners")).to_contain_text("80%")
    shot(page, "field-nearly-full")
    page.evaluate(MULTIPLY, 200)
    page.reload()
    expect(page.locator("#ob li")).to_have_count(200)
    writes(page, "又一盏灯不亮。")
    page.locator("#submit").click()
    expect(page.locator("#faults")).to_contain_text("200")
    expect(page.locator("#note")).to_have_value("又一盏灯不亮。")


def test_so_many_bytes_may_wait_and_no_more_until_some_are_sent(
    telephone: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quincunx.field.shell.MOST_BYTES", 3_000)
    page = telephone("leader-a1")
    offline(page)
    writes(page, "灯不亮。")
    page.locator("#submit").click()
    expect(page.locator("#ob .waiting")).to_have_count(1)
    writes(page, "又一盏灯不亮。")
    page.locator("#submit").click()
    expect(page.locator("#faults")).to_contain_text("200")
    expect(page.locator("#note")).to_have_value("又一盏灯不亮。")
    expect(page.locator(".photo img")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("#banners")).to_be_empty()
    page.locator("#submit").click()
    expect(page.locator("#ob .delivered")).to_have_count(2)


def test_no_photo_a_wrong_clock_and_script_are_met_with_words(
    stage: Stage, telephone: Callable[..., Page], shot: Shot, faultless: Faultless
) -> None:
    page = telephone("leader-a1")
    page.get_by_role("link", name="上报", exact=True).click()
    name = f"{SCRIPT}.jpg"
    none = {"name": name, "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    page.locator("input[type=file]").first.set_input_files(none)
    expect(page.locator("#faults")).to_contain_text(name)
    expect(page.locator(".photo img")).to_have_count(0)
    page.locator("#note").fill(SCRIPT)
    page.locator("#words").fill(SCRIPT)
    page.locator("#submit").click()
    expect(page.locator("#ob .delivered")).to_contain_text(SCRIPT)
    assert Case.objects.get().text == SCRIPT

    page.clock.set_fixed_time(timezone.now() - timedelta(minutes=20))
    page.evaluate("location.hash = '#/me'")
    page.get_by_role("button", name="同步").click()
    expect(page.locator("#banners")).to_contain_text("20 分")
    faultless(page)
    shot(page, "field-clock")
    page.evaluate("location.hash = '#/reports'")
    expect(page.locator("main")).to_contain_text(SCRIPT)
    assert page.title() != "taken"


def test_a_task_given_to_another_meanwhile_is_shown_so_and_the_text_can_be_copied(
    stage: Stage, telephone: Callable[..., Page], shot: Shot, faultless: Faultless
) -> None:
    case = stage.dispatched(stage.report("cover"), "handling-team")
    page = telephone("officer-team")
    offline(page)
    page.locator(f"a[href='#/task/{case.number}']").click()
    page.locator(".fd-foot .btn.go").click()
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    stage.now = now()
    told = {"reason": "not-our-duty", "text": "Not ours."}
    case = stage.do(Act.SEND_BACK, case, "officer-team", **told)
    stage.dispatched(case, "landscaping")

    page.context.set_offline(False)
    page.evaluate("location.hash = '#/outbox'")
    page.get_by_text("事件已有变化").last.click()
    expect(page.locator(".two")).to_contain_text("已不在您手上")
    expect(page.get_by_role("button", name="复制文字")).to_be_visible()
    faultless(page)
    shot(page, "field-reassigned")
