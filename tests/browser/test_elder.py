"""Larger text holds on residents' pages: large enough to read, and to touch."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from quincunx.cases import report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.report import Report
from quincunx.matters.load import load
from quincunx.staff import actors
from tests.browser.fixtures import PHONE, OpenPage
from tests.browser.story import Seat, now, picture
from tests.browser.test_screens import PACK
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

# A link within a sentence is as high as its line; everything else stands alone.
TOO_SMALL = """() => {
  const seen = (e) => e.getClientRects().length && !e.closest(".vh, .skip, .canvas")
    && e.getBoundingClientRect().width > 4;
  const alone = "button, select, textarea, summary, a.btn, a.opt, a.row, .choice,"
    + " input:not([type=hidden], [type=radio], [type=checkbox])";
  const named = (e) => `${e.tagName}.${e.className} ${(e.textContent || e.name).trim()}`
    .slice(0, 70);
  const low = [...document.querySelectorAll(alone)].filter(seen)
    .map((e) => [named(e), Math.round(e.getBoundingClientRect().height)])
    .filter(([, high]) => high < 60).map(([name, high]) => `${high} px high: ${name}`);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (words.nextNode()) {
    const e = words.currentNode.parentElement;
    const said = words.currentNode.data.trim();
    if (!said || !seen(e) || e.closest("script, svg")) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < 18) small.add(`${size} px: ${named(e)}`);
  }
  return [...low, ...small];
}"""
OPEN = ("home", "complain", "follow", "grids", "account_login", "mine-sign-in")


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


def _of_a_report(resident: Seat, stage: Stage) -> dict[str, list[str]]:
    """Open the five questions, and what one gets for the answers."""
    page, found = resident.page, {}
    resident.opens("report")
    for told in (
        {"photos": picture()}, {"words": "At the gate"}, {"text": "It is dark."},
        {"phone": "13800138000"}, {},
    ):  # fmt: skip
        found[page.url] = page.evaluate(TOO_SMALL)
        resident.fills(**told)
        with page.expect_navigation():
            page.locator(".stick .btn.go").click()
    found["code"] = page.evaluate(TOO_SMALL)
    return found


def test_larger_text_is_large_on_every_page_of_residents(
    stage: Stage, live: str, open_page: OpenPage
) -> None:
    page: Page = open_page(PHONE, language="zh-CN")
    page.context.add_cookies([{"name": "density", "value": "elder", "url": live}])
    resident = Seat(page, live)
    contact = ContactDetails(email="somebody@town.example")
    told = Report(text="路灯不亮。", place=stage.place("a1"), contact=contact)
    done = report.submit(told, by=actors.reporter((), stage.now), at=stage.now)
    found = _of_a_report(resident, stage)
    pages = [reverse(name) for name in OPEN]
    pages += [reverse("grid", args=[stage.town.area("a1").pk])]
    pages += [
        reverse(name, args=[done.code]) for name in ("tracked", "tracked-contact")
    ]
    for address in pages:
        page.goto(f"{live}{address}")
        found[address] = page.evaluate(TOO_SMALL)
    faulty = {name: faults for name, faults in found.items() if faults}
    assert faulty == {}, json.dumps(faulty, ensure_ascii=False, indent=1)
