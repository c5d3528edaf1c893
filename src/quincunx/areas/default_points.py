"""Default points: positions that stand for "not known" in somebody's lists.

Declared by who governs the whole tree; every process hears of it by the tree's token.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from quincunx.areas import access, revision
from quincunx.areas.models import DefaultPoint
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.journal import Subject
from quincunx.lib.coordinates import check_lonlat
from quincunx.lib.refusal import Refusal


@transaction.atomic
def add(name: str, lon: float, lat: float, *, by: Actor, at: datetime) -> DefaultPoint:
    """Declare a position; refuses one, or a name, that is declared already."""
    access.must_shape(by)
    check_lonlat(lon, lat)
    tree = revision.held()
    same = DefaultPoint.objects.filter(Q(name=name) | Q(lon=lon, lat=lat)).first()
    if same is not None:
        raise Refusal("default-point-exists", name=same.name)
    made = DefaultPoint.objects.create(name=name, lon=lon, lat=lat)
    revision.stamp(tree)
    _record(made.pk, "declare-default-point", by=by, at=at)
    return made


def declared() -> list[DefaultPoint]:
    """Return all of them by name. One query."""
    return list(DefaultPoint.objects.order_by("name"))


@transaction.atomic
def remove(name: str, *, by: Actor, at: datetime) -> None:
    """Let a position be a place like any other again."""
    access.must_shape(by)
    tree = revision.held()
    found = DefaultPoint.objects.filter(name=name).first()
    if found is None:
        raise Refusal("no-such-default-point", name=name)
    key = found.pk
    found.delete()
    revision.stamp(tree)
    _record(key, "remove-default-point", by=by, at=at)


def _record(key: int, act: str, *, by: Actor, at: datetime) -> None:
    journal.record(Subject("default-point", str(key)), act, by=by, at=at)
