"""Letting a screen hang: a token told once, kept as a hash, ended at any time."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.journal import Subject
from quincunx.lib.refusal import Refusal
from quincunx.staff.enrol import LANGUAGES
from quincunx.walls.access import must_hang
from quincunx.walls.models import Screen

COOKIE = "wall"  # in which a browser keeps the token
LONGEST = timedelta(days=366)
LONGEST_TOKEN = 64
THEMES = ("", "light", "dark")
SEEN_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Wish:
    """Which screen is to show which area, how, and until when."""

    name: str
    area: Area
    expires: datetime
    language: str = "zh-hans"
    theme: str = ""


@transaction.atomic
def hang(wish: Wish, *, by: Actor, at: datetime) -> str:
    """Return the token of a new screen, told once; a year at most."""
    must_hang(by, wish.area)
    _check(wish, at)
    token = secrets.token_urlsafe(32)
    made = Screen.objects.create(
        name=wish.name.strip(),
        area=wish.area,
        language=wish.language,
        theme=wish.theme,
        digest=_digest(token),
        made_by_id=by.person,
        made_at=at,
        expires_at=wish.expires,
    )
    facts = {"area": wish.area.pk, "until": wish.expires.isoformat()}
    journal.record(_subject(made), "hang-screen", by=by, at=at, facts=facts)
    return token


def _check(wish: Wish, at: datetime) -> None:
    if not wish.name.strip():
        raise Refusal("screen-name-missing")
    if not at < wish.expires <= at + LONGEST:
        raise Refusal("screen-time-unfit", days=LONGEST.days)
    if wish.language not in LANGUAGES or wish.theme not in THEMES:
        raise Refusal("no-such-preference", language=wish.language, density=wish.theme)


@transaction.atomic
def take_down(screen: Screen, *, by: Actor, at: datetime) -> None:
    """Let its token open nothing from the next look on."""
    must_hang(by, screen.area)
    if Screen.objects.filter(pk=screen.pk, ended_at=None).update(ended_at=at):
        journal.record(_subject(screen), "take-screen-down", by=by, at=at)


def opened(token: str, *, at: datetime) -> Screen | None:
    """Return the screen behind a token; None for one that opens nothing. One query.

    Notes four times an hour that it is there, so that whoever runs screens sees which
    are dark.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return None
    found = _hanging(at).select_related("area").filter(digest=_digest(token)).first()
    if found is not None and (not found.seen_at or at - found.seen_at >= SEEN_EVERY):
        Screen.objects.filter(pk=found.pk).update(seen_at=at)
    return found


def still_hanging(keys: Collection[int], *, at: datetime) -> frozenset[int]:
    """Return which of these screens may still show something. One query."""
    return frozenset(_hanging(at).filter(pk__in=keys).values_list("pk", flat=True))


def actor_of(screen: Screen, at: datetime) -> Actor:
    """Return who a screen is: it counts its area, sees no case and does nothing."""
    within = screen.area.path
    return Actor(Kind.SCREEN, name=screen.name, received_at=at, within=within)


def _hanging(at: datetime) -> QuerySet[Screen]:
    return Screen.objects.filter(Q(ended_at=None), expires_at__gt=at)


def _subject(screen: Screen) -> Subject:
    return Subject("screen", str(screen.pk))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
