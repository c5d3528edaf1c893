"""Whatever breaks between a telephone and the server: all arrives, once, in order.

Each story writes the same things without a network (a report with two photos, a task
accepted and finished with two more), then goes online on a road that breaks by a seed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from quincunx.cases.models import Attachment, Case
from quincunx.cases.vocabulary import State
from quincunx.foundation import journal
from quincunx.foundation.models import Receipt
from quincunx.matters import packs
from quincunx.matters.load import load
from quincunx.staff.device_tables import Device
from tests.browser.fixtures import OpenPage, Size
from tests.browser.story import now, seated
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town
from tests.field.street import DOWN, UP, Road

PACK = Path(packs.__file__).parent / "default"
SMALL: Size = {"width": 360, "height": 640}
ITEMS = 3  # in the outbox
SEEDS = range(5)
WAIT = 40_000  # milliseconds, at most


@dataclass
class Walk:
    """Somebody with a telephone, on a road; `chance` says where it breaks."""

    stage: Stage
    road: Road
    context: BrowserContext
    page: Page
    cover: Case
    server: LiveServer
    chance: Random

    def writes(self) -> None:
        """Report and finish without a network."""
        self.context.set_offline(True)
        page = self.page
        page.get_by_role("link", name="上报", exact=True).click()
        for name in ("one.jpg", "two.jpg"):
            page.locator("input[type=file]").first.set_input_files(self.photo(name))
            expect(
                page.locator(f".photo img >> nth={name == 'two.jpg':d}")
            ).to_be_visible()
        page.locator(".fd-tiles button").first.click()
        page.locator("#submit").click()
        expect(page.locator("#ob li")).to_have_count(1)
        page.get_by_role("link", name="待办").click()
        task = page.locator(f"a[href='#/task/{self.cover.number}']")
        task.click()
        page.locator(".fd-foot .btn.go").click()
        expect(page.get_by_role("heading", name="待办")).to_be_visible()
        task.click()
        page.get_by_role("link", name="报告办结").click()
        photos = page.locator("input[type=file][capture]")
        photos.first.set_input_files(self.photo("before.jpg"))
        photos.last.set_input_files(self.photo("after.jpg"))
        expect(page.locator(".photo img")).to_have_count(2)
        page.locator("#f-result").fill("换了新井盖。")
        page.get_by_label("已解决").check()
        page.locator(".fd-foot .btn.go").click()
        expect(page.get_by_role("heading", name="待办")).to_be_visible()
        page.evaluate("location.hash = '#/outbox'")
        expect(page.locator("#ob li")).to_have_count(ITEMS)

    def photo(self, name: str) -> FilePayload:
        """Return a photo of several pieces, different from every other."""
        drawn, kept = (
            Image.effect_noise((640, 480), 60 + self.chance.random()),
            BytesIO(),
        )
        drawn.convert("RGB").save(kept, "JPEG", quality=95)
        return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}

    def sends(self) -> None:
        self.page.locator(".fd-foot .btn.go").click()

    def has_all(self) -> bool:
        return self.page.locator("#ob .delivered").count() == ITEMS

    def breaks(self, direction: str, within: int) -> None:
        """Send until the road has broken once more, or everything is there."""
        before = self.road.cuts
        self.road.cut_after(direction, self.chance.randrange(within))
        for _ in range(400):
            if self.road.cuts > before or self.has_all():
                return
            self.sends()
            self.page.wait_for_timeout(50)
        pytest.fail("nothing goes over the road")

    def is_killed(self) -> None:
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(f"{self.road.url}/field#/outbox")
        expect(self.page.locator("#ob li")).to_have_count(ITEMS, timeout=WAIT)

    def server_restarts(self) -> None:
        self.road.closed = True
        self.road.break_off()
        self.server.stop()
        self.sends()
        self.server = LiveServer("localhost")
        self.road.server = (self.server.thread.host, self.server.thread.port)
        self.road.mend()

    def arrives(self) -> None:
        """On a whole road everything is delivered; nothing needs anybody.

        A call that hangs is given up after a minute.
        """
        self.road.mend()
        delivered = self.page.locator("#ob .delivered")
        for _ in range(900):
            if self.has_all():
                break
            self.sends()
            self.page.wait_for_timeout(100)
        told = self.page.locator("#ob").inner_text()
        assert delivered.count() == ITEMS, told


def acts(case: Case) -> list[str]:
    entries = journal.entries(journal.Subject("case", str(case.pk)))
    return [entry.act for entry in entries]


def is_whole(walk: Walk) -> None:
    """The database has each thing once, in order, with all photos."""
    cover = walk.cover
    cover.refresh_from_db()
    reported = Case.objects.exclude(pk=cover.pk).get()
    assert cover.state == State.HANDLED
    assert acts(cover)[-2:] == ["accept", "finish"]
    assert [act for act in acts(reported) if act in {"report", "show"}].count(
        "show"
    ) == 1
    shown = Attachment.objects.order_by("pk")
    assert sorted((each.case_id == cover.pk, each.kind) for each in shown) == [
        (False, "photo-before"),
        (False, "photo-before"),
        (True, "photo-after"),
        (True, "photo-before"),
    ]
    assert len({each.file.sha for each in shown if each.file}) == 4
    assert Receipt.objects.count() == 4, "text, its photos, two acts: each once"


@pytest.fixture
def walk(live: str, town: Town, open_page: OpenPage) -> Iterator[Callable[..., Walk]]:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    stage = Stage(town, now())
    begun: list[Walk] = []

    def begin(seed: int, **more: object) -> Walk:
        cover = stage.dispatched(stage.report("cover"), "handling-team")
        server = LiveServer("localhost")
        road = Road((server.thread.host, server.thread.port)).begin()
        lon, lat = town.spot("a1-1")
        here = {"longitude": lon, "latitude": lat, "accuracy": 12}
        page = open_page(SMALL, geolocation=here, permissions=["geolocation"], **more)
        chance = Random(seed)
        made = Walk(stage, road, page.context, page, cover, server, chance)
        begun.append(made)
        seated(page, road.url, town.person("officer-team")).opens("field")
        page.get_by_role("button", name="开始").click()
        expect(page.get_by_role("heading", name="待办")).to_be_visible()
        return made

    yield begin
    for made in begun:
        made.road.end()
        made.server.stop()


def cut(walk: Walk) -> None:
    """The network goes at any byte of a text or a photo, either way."""
    for _ in range(8):
        direction = walk.chance.choice((UP, UP, DOWN))
        walk.breaks(direction, walk.chance.choice((4_000, 400_000)))


def answers_lost(walk: Walk) -> None:
    """The server has taken it, and the telephone never hears so."""
    for _ in range(12):
        walk.breaks(DOWN, 400)


def killed(walk: Walk) -> None:
    for _ in range(4):
        walk.breaks(UP, 300_000)
        walk.is_killed()


def restarted(walk: Walk) -> None:
    for _ in range(3):
        walk.breaks(UP, 300_000)
        walk.server_restarts()


def session_ended(walk: Walk) -> None:
    """Half an hour is over: the telephone stays signed in."""
    walk.breaks(UP, 200_000)
    Session.objects.all().delete()


def signed_out(walk: Walk) -> None:
    """Somebody has ended the telephone as well: its owner signs in again."""
    walk.breaks(UP, 200_000)
    Session.objects.all().delete()
    Device.objects.update(ended_at=now())
    walk.road.mend()
    walk.sends()
    expect(walk.page.locator("#banners")).to_contain_text("登录已到期", timeout=WAIT)
    person = walk.stage.town.person("officer-team")
    seated(walk.page, walk.road.url, person)
    walk.is_killed()


def everything(walk: Walk) -> None:
    for fault in (killed, session_ended, cut):
        fault(walk)


FAULTS = (cut, answers_lost, killed, restarted, session_ended, signed_out, everything)


def test_a_road_that_breaks_again_and_again_loses_and_doubles_nothing(
    walk: Callable[..., Walk],
) -> None:
    """A sample: cuts both ways, lost answers, a killed page, a session that ends."""
    begun = walk(7)
    begun.writes()
    begun.context.set_offline(False)
    begun.breaks(UP, 200_000)
    begun.is_killed()
    begun.breaks(DOWN, 400)
    Session.objects.all().delete()
    begun.breaks(UP, 4_000)
    begun.arrives()
    is_whole(begun)


@pytest.mark.drill
@pytest.mark.parametrize("worker", ["allow", "block"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_breaks_everything_arrives_once_in_order_with_its_photos(
    walk: Callable[..., Walk], seed: int, fault: Callable[[Walk], None], worker: str
) -> None:
    begun = walk(seed, service_workers=worker)
    begun.writes()
    begun.context.set_offline(False)
    fault(begun)
    begun.arrives()
    is_whole(begun)
