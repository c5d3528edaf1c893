"""What stands on posters and notices, in the language of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext

from quincunx.areas import access
from quincunx.areas.models import Area, Poster
from quincunx.areas.tree import ids, parent_path
from quincunx.foundation.actors import ANYONE
from quincunx.lib import canonical, paper
from quincunx.staff.published import Counter, counter, leaders
from quincunx.web.shell.places import today

LAYOUT = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True)
class Hung:
    """A place with its poster and the address that its code opens."""

    area: Area
    poster: Poster
    link: str


def pdf(hung: Sequence[Hung], kind: str, *, at: datetime) -> bytes:
    """Return one sheet for each place, "poster" or "notice". Five queries in all."""
    with translation.override(settings.LANGUAGE_CODE):
        sheets = _sheets(hung, kind, at)
        told = {**_words(at), "sheets": sheets}
    parts = {"sheet.json": canonical.encode(told)}
    parts |= {f"{each.poster.code}.svg": paper.qr(each.link) for each in hung}
    return paper.pdf(LAYOUT, parts, fonts=settings.QUINCUNX_FONTS, at=at)


def _sheets(hung: Sequence[Hung], kind: str, at: datetime) -> list[dict[str, str]]:
    keys = {key for each in hung for key in ids(each.area.path)}
    around = access.visible(ANYONE).in_bulk(keys)
    led = leaders(list(keys), today(at))
    counters: dict[str, Counter] = {}
    return [_sheet(each, kind, around, led, counters) for each in hung]


def _sheet(
    each: Hung,
    kind: str,
    around: Mapping[int, Area],
    led: Mapping[int, str],
    counters: dict[str, Counter],
) -> dict[str, str]:
    chain = [around[key] for key in ids(each.area.path) if key in around]
    above = parent_path(each.area.path)
    if above not in counters:
        counters[above] = counter(each.area.path)
    desk = counters[above]
    own = next((area.telephone for area in reversed(chain) if area.telephone), "")
    return {
        "kind": kind,
        "name": each.area.name,
        "above": " · ".join(area.name for area in chain[:-1][-3:]),
        "leader": next(
            (led[area.pk] for area in reversed(chain) if area.pk in led), ""
        ),
        "telephone": own or desk.telephone,
        "counter": " · ".join(
            part for part in (desk.name, desk.place, desk.hours, desk.telephone) if part
        ),
        "code": each.poster.code,
        "qr": f"{each.poster.code}.svg",
        "link": each.link,
    }


def _words(at: datetime) -> dict[str, Any]:
    language, _, _script = settings.LANGUAGE_CODE.partition("-")
    day = localtime(at)
    return {
        "title": gettext("Posters"),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "language": language,
        "region": "cn" if language == "zh" else "gb",
        "scan": gettext("Scan to report here"),
        "how": gettext("No account, no name needed. You get a code to follow it."),
        "or_call": gettext("Or call"),
        "leader_says": gettext("Grid leader"),
        "telephone_says": gettext("Telephone"),
        "emergency": gettext("Danger to life: 110 police, 119 fire, 120 ambulance."),
    }
