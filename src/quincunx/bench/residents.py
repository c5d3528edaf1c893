"""Residents in every grid of the town, and how long a leader's search for one takes."""

import random
import time
from datetime import date
from itertools import product

from django.db import transaction
from django.utils import timezone

from quincunx.areas import tree_changes
from quincunx.areas.models import Area, Kind
from quincunx.bench.lay import town
from quincunx.bench.lists import GIVEN, SURNAMES
from quincunx.bench.pouring import settle
from quincunx.registers.people import queries, sealing, tokens
from quincunx.registers.people.models import (
    Identity,
    NameToken,
    Opening,
    Resident,
    Stay,
)
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import StayKind
from quincunx.staff import actors

BATCH = 2_000
BUILDINGS = 4  # of each grid
SEARCHES = 200
SINCE = date(2026, 1, 1)


def people(many: str) -> dict[str, float]:
    """Open the register and put `many` residents into buildings of every grid."""
    dice, begun = random.Random(1), time.perf_counter()
    now = timezone.now()
    top = Area.objects.filter(parent=None).order_by("pk")[0]
    Opening.objects.create(
        area=top, purpose="bench", basis="bench", asked_at=now, opened_at=now
    )
    standing = _buildings()
    for start in range(0, int(many), BATCH):
        count = min(BATCH, int(many) - start)
        with transaction.atomic():
            _pour(count, standing, dice)
    settle()
    return {"seconds": time.perf_counter() - begun}


def searched() -> dict[str, float]:
    """Search as leaders do, for names there are; milliseconds in the middle and p95."""
    dice, times, found = random.Random(2), [], 0
    here, now = town(), timezone.now()
    for _ in range(SEARCHES):
        actor = here.actor(dice.choice(here.leaders), now)
        name = dice.choice(SURNAMES) + dice.choice(GIVEN)
        begun = time.perf_counter()
        found += len(queries.by_name(actor, name).people)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    return {"median": middle, "p95": late, "found": found}


def _buildings() -> list[Area]:
    now = timezone.now()
    by = actors.importer(now)
    grids = Area.objects.filter(kind=Kind.COMPOSITE).order_by("pk")
    return [
        tree_changes.found(
            f"Building {number + 1}",
            level=grid.level + 1,
            parent=grid,
            kind=Kind.BUILDING,
            on=SINCE,
            by=by,
            at=now,
        )
        for grid, number in product(grids, range(BUILDINGS))
    ]


def _pour(count: int, standing: list[Area], dice: random.Random) -> None:
    residents: list[Resident] = []
    identities: list[Identity] = []
    stays: list[Stay] = []
    marks: list[NameToken] = []
    for _ in range(count):
        one, building = Resident(), dice.choice(standing)
        name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=2))
        told = Person(name, f"+861{dice.randrange(10**10):010d}").fields()
        identities.append(sealing.keep(one, told))
        residents.append(one)
        kind = StayKind.ACTUAL
        stays.append(Stay(resident=one, building=building, kind=kind, since=SINCE))
        marks += tokens.rows(one, name, building)
    Resident.objects.bulk_create(residents)
    Identity.objects.bulk_create(identities)
    Stay.objects.bulk_create(stays)
    NameToken.objects.bulk_create(marks)
