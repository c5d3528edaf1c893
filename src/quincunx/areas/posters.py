"""Posters: a random code on a wall opens the report form with its place chosen.

One poster of an area holds at a time. A code that was torn down or misused is revoked,
and leads nowhere from then on.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from quincunx.areas import access, history
from quincunx.areas.models import Area, Kind, Poster
from quincunx.areas.paths import subtree
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal

POSTED = (Kind.COMPOSITE, Kind.MICRO, Kind.DEDICATED, Kind.BUILDING)
AT_ONCE = 500


def place_of(code: str) -> Area:
    """Return the area a poster hangs in. One query.

    A code that was revoked, one of an area that has ended and one nobody made are
    refused alike.
    """
    holding = Poster.objects.select_related("area").filter(
        code=numbers.read_poster_code(code), revoked_at=None, area__valid_to=None
    )
    found = holding.first()
    if found is None:
        raise Refusal("no-such-poster")
    return found.area


def places(actor: Actor, path: str, on: date) -> QuerySet[Area]:
    """Return the areas under `path` that may have a poster, by their path."""
    access.must_post(actor, path)
    return Area.objects.filter(
        subtree("path", path), history.in_force(on), kind__in=POSTED
    ).order_by("path")


def holding(areas: Sequence[Area]) -> dict[int, Poster]:
    """Return the poster of each area that has one. One query."""
    found = Poster.objects.filter(area__in=areas, revoked_at=None)
    return {poster.area_id: poster for poster in found}


@transaction.atomic
def make(areas: Sequence[Area], *, by: Actor, at: datetime) -> list[Poster]:
    """Make a poster for each area that has none; at most 500 at once."""
    for area in areas:
        access.must_post(by, area.path)
    known = holding(areas)
    wanted = [area for area in areas if area.pk not in known][:AT_ONCE]
    made = [_new(area, by, at) for area in wanted]
    Poster.objects.bulk_create(made)
    journal.record_many([_happened(each, "poster-made", by, at) for each in made])
    return made


@transaction.atomic
def revoke(poster: Poster, *, by: Actor, at: datetime) -> None:
    """Let a poster's code lead nowhere from now on."""
    access.must_post(by, poster.area.path)
    ended = Poster.objects.filter(pk=poster.pk, revoked_at=None).update(revoked_at=at)
    if ended:
        journal.record_many([_happened(poster, "poster-revoked", by, at)])


def poster_for(actor: Actor, code: str) -> Poster:
    """Return a poster that holds, to those who may revoke it."""
    found = Poster.objects.select_related("area").filter(code=code, revoked_at=None)
    poster = found.first()
    if poster is None or not access.may_post(actor, poster.area.path):
        raise Refusal("no-such-poster")
    return poster


def _new(area: Area, by: Actor, at: datetime) -> Poster:
    code = numbers.new_poster_code()
    return Poster(code=code, area=area, made_at=at, made_by=by.person)


def _happened(poster: Poster, act: str, by: Actor, at: datetime) -> journal.Happening:
    subject = Subject("area", str(poster.area_id))
    return journal.Happening(subject, act, by, at, {"poster": poster.code})
