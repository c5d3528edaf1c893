"""Photos of the demo: simple scenes before and after, and papers with a stamp."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from quincunx.cases.papers import Shown
from quincunx.foundation import files
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.models import StoredFile
from quincunx.matters.processes import EvidenceKind

SIZE = (800, 600)
GROUND = 430  # where the street begins
EACH = 3  # pictures of one thing in one state
Pen = ImageDraw.ImageDraw
GREY, DARK, GREEN = (150, 150, 148), (58, 58, 60), (86, 128, 78)
RUST, YELLOW, PAPER = (150, 84, 52), (236, 196, 84), (248, 246, 238)


def _lamp(pen: Pen, x: int, *, good: bool) -> None:
    pen.rectangle((x, 180, x + 10, 520), fill=DARK)
    pen.rectangle((x, 180, x + 90, 188), fill=DARK)
    pen.ellipse((x + 62, 184, x + 100, 214), fill=YELLOW if good else GREY)


def _cover(pen: Pen, x: int, *, good: bool) -> None:
    pen.ellipse((x, 490, x + 150, 550), fill=GREY if good else (12, 12, 14))
    for line in range(4 if good else 0):
        pen.line((x + 20, 505 + 10 * line, x + 130, 505 + 10 * line), fill=DARK)
    if not good:
        pen.line((x - 20, 470, x + 60, 560), fill=RUST, width=9)


def _waste(pen: Pen, x: int, *, good: bool) -> None:
    pen.rectangle((x, 400, x + 70, 500), fill=GREEN)
    for bag in range(0 if good else 6):
        left = x + 60 + 30 * bag
        pen.ellipse((left, 460 + 8 * (bag % 3), left + 55, 520), fill=DARK)


def _tree(pen: Pen, x: int, *, good: bool) -> None:
    pen.rectangle((x + 40, 320, x + 58, 520), fill=RUST)
    pen.ellipse((x - 30, 180, x + 130, 350), fill=GREEN if good else (120, 110, 70))
    if not good:
        pen.line((x + 50, 420, x + 190, 500), fill=RUST, width=14)


def _pavement(pen: Pen, x: int, *, good: bool) -> None:
    for tile in range(8):
        left = x - 60 + 46 * tile
        broken = not good and tile in (3, 4, 5)
        pen.rectangle(
            (left, 480, left + 42, 530), fill=(96, 84, 74) if broken else GREY
        )


def _bicycles(pen: Pen, x: int, *, good: bool) -> None:
    for each in range(2 if good else 6):
        left = x - 80 + (70 if good else 48) * each
        for wheel in (left, left + 44):
            pen.ellipse((wheel, 470, wheel + 36, 506), outline=DARK, width=4)
        pen.line((left + 18, 488, left + 40, 450, left + 62, 488), fill=RUST, width=4)


def _wall(pen: Pen, x: int, *, good: bool) -> None:
    pen.rectangle((x - 120, 250, x + 220, 470), fill=(214, 204, 188))
    for mark in range(0 if good else 7):
        left = x - 100 + 44 * mark
        pen.rectangle((left, 290 + 20 * (mark % 3), left + 34, 350), fill=PAPER)


THINGS: Mapping[str, Callable[..., None]] = {
    "lamp": _lamp,
    "cover": _cover,
    "waste": _waste,
    "tree": _tree,
    "pavement": _pavement,
    "bicycles": _bicycles,
    "wall": _wall,
}
# What a matter looks like; others show the pavement.
LOOKS = {
    "street-lamp": "lamp", "dark-corner": "lamp", "traffic-light": "lamp",
    "cover": "cover", "drain-grating": "cover", "septic": "cover", "hydrant": "cover",
    "household-waste": "waste", "rubble": "waste", "litter-bin": "waste",
    "waste-point": "waste", "corridor-clutter": "waste", "escape-blocked": "waste",
    "tree-dangerous": "tree", "tree-prune": "tree", "tree-pest": "tree",
    "tree-stake": "tree", "lawn-damaged": "tree", "shared-bicycles": "bicycles",
    "bicycle-parking": "bicycles", "ebike-indoors": "bicycles",
    "charging-shed": "bicycles", "illegal-flyers": "wall", "flyer-small": "wall",
    "graffiti": "wall", "banner": "wall", "notice-board": "wall",
}  # fmt: skip


def scene(thing: str, *, good: bool, chance: Random) -> bytes:
    """Return a street with a thing in it, in order or not, as JPEG."""
    sky = (chance.randrange(168, 206), 206, 226)
    picture = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(picture)
    _street(pen, chance)
    THINGS[thing](pen, chance.randrange(220, 460), good=good)
    return _jpeg(picture)


def paper(chance: Random) -> bytes:
    """Return a sheet with lines and a round stamp."""
    picture = Image.new("RGB", (620, 877), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((180, 70, 440, 96), fill=DARK)
    for line in range(18):
        right = chance.randrange(420, 540)
        pen.rectangle((80, 150 + 32 * line, right, 158 + 32 * line), fill=GREY)
    x, y = chance.randrange(340, 400), chance.randrange(660, 700)
    pen.ellipse((x, y, x + 130, y + 130), outline=(196, 40, 36), width=6)
    return _jpeg(picture)


def _street(pen: Pen, chance: Random) -> None:
    left = -chance.randrange(80)
    while left < SIZE[0]:
        wide, top = chance.randrange(130, 240), chance.randrange(90, 220)
        shade = chance.randrange(170, 222)
        pen.rectangle((left, top, left + wide, GROUND), fill=(shade, shade - 8, 180))
        for x in range(left + 16, left + wide - 30, 42):
            for y in range(top + 20, GROUND - 50, 54):
                pen.rectangle((x, y, x + 22, y + 30), fill=(104, 128, 150))
        left += wide + chance.randrange(8, 26)
    pen.rectangle((0, GROUND, *SIZE), fill=(122, 122, 124))
    pen.rectangle((0, GROUND, SIZE[0], GROUND + 34), fill=(176, 172, 164))


def _jpeg(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()


@dataclass
class Album:
    """Pictures kept once and shown with many cases."""

    chance: Random
    scenes: dict[tuple[str, bool], list[StoredFile]] = field(default_factory=dict)
    papers: list[StoredFile] = field(default_factory=list)

    def fill(self, *, at: datetime) -> None:
        """Draw and keep everything the year needs."""
        for thing in THINGS:
            for good in (False, True):
                self.scenes[thing, good] = [
                    _kept(scene(thing, good=good, chance=self.chance), "photo.jpg", at)
                    for _ in range(EACH)
                ]
        drawn = [paper(self.chance) for _ in range(2 * EACH)]
        self.papers = [_kept(d, "paper.jpg", at) for d in drawn]

    def photo(self, matter: str, *, good: bool) -> Shown:
        thing = LOOKS.get(matter, "pavement")
        kind = EvidenceKind.PHOTO_AFTER if good else EvidenceKind.PHOTO_BEFORE
        return Shown(self.chance.choice(self.scenes[thing, good]), kind)

    def of(self, kind: str, matter: str) -> Shown:
        """Return a file of this kind of evidence."""
        if kind == EvidenceKind.AGREEMENT:
            return Shown(self.chance.choice(self.papers[EACH:]), kind)
        if kind == EvidenceKind.DOCUMENT:
            return Shown(self.chance.choice(self.papers[:EACH]), kind)
        return self.photo(matter, good=kind == EvidenceKind.PHOTO_AFTER)


def _kept(content: bytes, name: str, at: datetime) -> StoredFile:
    return files.keep(BytesIO(content), name=name, by=CLOCK, at=at)
