"""The workbench in a browser: a long queue, keys alone, nothing lost."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.db import connection
from playwright.sync_api import Page, Route, expect
from pytest_django.fixtures import Settings

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act, State
from quincunx.matters import packs
from quincunx.matters.load import load
from tests.browser.fixtures import DESKTOP, OpenPage
from tests.browser.story import Seat, now, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(packs.__file__).parent / "default"
ROW = ".queue .run a.case"


@pytest.fixture
def stage(live: str, town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, now())


@pytest.fixture
def desk(stage: Stage, live: str, open_page: OpenPage) -> Seat:
    page = open_page(DESKTOP, language="en")
    return seated(page, live, stage.town.person("dispatcher-centre"))


@pytest.fixture
def listening(stage: Stage, live: str, settings: Settings) -> Iterator[None]:
    """Let the live process run beside the program, on the same rows."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    told = {
        "QUINCUNX_DATABASE": f"sqlite:///{connection.settings_dict['NAME']}",
        "QUINCUNX_SECRET": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "quincunx", "live", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **told})
    settings.QUINCUNX_LIVE = f":{port}"
    try:
        _wait_for(f"http://127.0.0.1:{port}/live/healthz")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str) -> None:
    for _ in range(300):
        with suppress(OSError), urlopen(address) as answer:  # noqa: S310  # our own
            assert answer.read() == b"ok\n"
            return
        time.sleep(0.1)
    raise AssertionError("the live process does not answer")


@pytest.mark.usefixtures("listening")
def test_a_second_desk_watches_while_the_first_works_by_keys(
    stage: Stage,
    desk: Seat,
    live: str,
    open_page: OpenPage,
    shot: Callable[[Page, str], Path],
    faultless: Callable[[Page], None],
) -> None:
    """From report to dispatch and back, and nothing moves under the other's hand."""
    case = stage.report("street-lamp")
    other = open_page(DESKTOP, language="en")
    watcher = seated(other, live, stage.town.person("leader-a1"))
    watcher.opens("queue", lane="new")
    tab = other.locator("[data-lane=new] b")
    expect(tab).to_have_text("0")
    stage.now = now()
    stage.report(matter="", by="dispatcher-centre")
    expect(other.locator("[data-fresh]")).to_contain_text("1 new case has arrived")
    expect(other.locator(ROW)).to_have_count(0)
    other.keyboard.press(".")
    expect(other.locator(ROW)).to_have_count(1)

    first = desk.page
    desk.opens("queue", lane="dispatch")
    first.keyboard.press("j")
    watcher.opens("queue", lane="in-hand", case=case.number)
    names = [stage.town.person(who).name for who in ("dispatcher-centre", "leader-a1")]
    # A sign that was lost on its way is given again after fifteen seconds.
    for page, name in ((other, names[0]), (first, names[1])):
        expect(page.locator("[data-beside]")).to_contain_text(name, timeout=20_000)
    first.keyboard.press("Enter")
    expect(first.locator(".toast")).to_contain_text("Dispatched")
    newer = other.locator("[data-newer]")
    expect(newer).to_be_visible()
    expect(other.locator("#mid .chip").first).to_have_text("To dispatch")
    faultless(other)
    shot(other, "bench-watched")
    other.keyboard.press(",")
    expect(other.locator("#mid .chip").first).to_have_text("Dispatched")
    first.keyboard.press("z")
    expect(first.locator(".toast")).to_contain_text("Taken back")
    expect(newer).to_be_visible()
    assert _now(case).state == State.ESTABLISHED
    other.close()
    expect(first.locator("[data-beside]")).to_be_hidden(timeout=20_000)


def _now(case: Case) -> Case:
    case.refresh_from_db()
    return case


def test_a_case_is_accepted_and_dispatched_by_keys_alone(
    stage: Stage,
    desk: Seat,
    shot: Callable[[Page, str], Path],
    faultless: Callable[[Page], None],
) -> None:
    """From the queue: down, accept, choose, down, one key that dispatches."""
    case = stage.report(matter="")
    other = stage.report("street-lamp", by="leader-a2", at="a2")
    page, press = desk.page, desk.page.keyboard.press
    desk.opens("queue", lane="new")
    press("j")
    press("e")
    expect(page.locator("#id_matter_typed")).to_be_focused()
    page.keyboard.type("Street lamp")
    press("Enter")
    press("Tab")
    page.keyboard.type("One lamp")
    press("Enter")
    page.locator("#id_condition_typed").press("Tab")
    while page.evaluate("document.activeElement.className") != "btn go":
        press("Tab")
    press("Enter")
    expect(page.locator(".toast")).to_contain_text("Accepted as a case")
    assert _now(case).state == State.ESTABLISHED

    press("2")
    page.wait_for_url("**lane=dispatch*")
    expect(page.locator(ROW)).to_have_count(2)
    press("j")
    press("Enter")  # at once: it waits until its case is there
    expect(page.locator(".toast")).to_contain_text("Dispatched")
    press("j")
    press("?")
    page.keyboard.type("withd")
    expect(page.get_by_role("option")).to_have_count(1)
    faultless(page)
    shot(page, "bench-keys")
    press("Enter")
    desk.sees("Withdraw")
    press("Escape")
    press("Escape")
    expect(page.locator("#mid .acting")).to_have_count(0)
    states = sorted(Case.objects.values_list("state", flat=True))
    assert states == [State.DISPATCHED, State.ESTABLISHED]
    assert other.pk is not None


def test_a_long_queue_holds_few_rows_and_leads_on_to_its_end(
    stage: Stage, desk: Seat
) -> None:
    first = stage.report("street-lamp")
    Case.objects.filter(pk=first.pk).update(due_at=stage.now + timedelta(days=1))
    _multiplied(first, 260)
    page = desk.page
    desk.opens("queue", lane="dispatch")
    rows = page.locator(ROW)
    expect(rows.first).to_have_attribute("data-at", "0")
    panel = page.locator("[data-list]")
    panel.evaluate("e => { e.scrollTop = e.scrollHeight; }")
    last = page.locator(f"{ROW}[data-at='260']")
    expect(last).to_be_visible()
    assert rows.count() < 60
    last.click()
    expect(page.locator("#mid h1")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator(f"{ROW}[data-at='259']")).to_have_attribute(
        "aria-current", "true"
    )
    numbers = {number for at in range(0, 261, 20) for number in _at(page, at)}
    assert len(numbers) == 261


def _at(page: Page, at: int) -> list[str]:
    """Scroll to a row; return the numbers of it and the nineteen after it."""
    page.locator("[data-list]").evaluate(
        "(e, at) => { e.scrollTop = at * (e.scrollHeight / 261); }", at
    )
    wanted = range(at, min(at + 20, 261))
    for each in (wanted[0], wanted[len(wanted) // 2], wanted[-1]):
        expect(page.locator(f"{ROW}[data-at='{each}']")).to_be_attached()
    found = page.locator(ROW).evaluate_all(
        "all => all.map((e) => [Number(e.dataset.at), e.dataset.number])"
    )
    return [number for place, number in found if place in wanted]


def _multiplied(case: Case, times: int) -> None:
    """Lay copies of a case into the table: rows to look at, without a story."""
    copies = []
    for n in range(times):
        copy = Case.objects.get(pk=case.pk)
        copy.pk = type(case.pk)(int=case.pk.int + n + 1)
        copy.number = f"{case.number[:7]}{n:06d}"
        copy.code_index = n.to_bytes(16, "big")
        copies.append(copy)
    Case.objects.bulk_create(copies)


def test_what_does_not_get_through_stays_and_is_said(
    stage: Stage, desk: Seat, faultless: Callable[[Page], None]
) -> None:
    case = stage.report(matter="")
    page = desk.page
    desk.opens("queue", lane="new", case=case.number)
    page.locator("#mid [data-key=n]").evaluate("e => e.click()")
    field = page.locator("#mid [name=text]")
    field.fill("Rang twice, nobody answered.")
    cut = f"**/cases/{case.number}/{Act.NOTE}"

    def gone(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route(cut, gone)
    page.locator("#mid .stick .btn.go").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    expect(field).to_have_value("Rang twice, nobody answered.")
    faultless(page)
    page.unroute(cut)
    page.locator("#mid .stick .btn.go").click()
    expect(page.locator(".toast")).to_be_visible()
    said = _now(case).remarks.get(name="text").text
    assert json.dumps(said) == json.dumps("Rang twice, nobody answered.")
