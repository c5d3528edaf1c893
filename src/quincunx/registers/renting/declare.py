"""Somebody declares who moves into a house that is let, or out of it: no account."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from quincunx.foundation import journal, vault
from quincunx.foundation.actors import ANYONE, Actor
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import masking, sealing
from quincunx.registers.people.access import is_open
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import access
from quincunx.registers.renting.models import Declaration, House
from quincunx.registers.renting.vocabulary import WAITS_DAYS, Act, Status, Teller
from quincunx.staff.office import day_of

MOST_PEOPLE = 9
MOST_WAITING = 5
AT_ONCE = 500
EARLIEST, LATEST = timedelta(days=365 * 5), timedelta(days=90)
LONGEST_LEASE = timedelta(days=365 * 20)


@dataclass(frozen=True)
class Told:
    """What is declared: who, and from which day; with the lease where there is one."""

    act: Act
    teller: Teller
    on: date
    people: Sequence[Person]
    lease_from: date | None = None
    lease_until: date | None = None


@transaction.atomic
def declare(house: House, told: Told, *, at: datetime) -> tuple[Declaration, str]:
    """Keep a declaration sealed until a worker looks at it; return it and its code."""
    house = House.objects.select_for_update(of=("self",)).get(pk=house.pk)
    if house.until is not None:
        raise Refusal("no-such-rental-house")
    if not is_open(house.building.path):
        raise Refusal("renting-not-open")
    today = day_of(at)
    people = _checked(told, today)
    _must_fit(told, people, today)
    waiting = house.declarations.filter(status=Status.DECLARED).count()
    if waiting >= MOST_WAITING:
        raise Refusal("declarations-waiting", most=MOST_WAITING)
    code = numbers.new_tracking_code()
    made = Declaration(
        house=house,
        act=told.act,
        teller=told.teller,
        on=told.on,
        lease_from=told.lease_from,
        lease_until=told.lease_until,
        code_index=access.code_index(code),
        at=at,
    )
    _seal(made, people)
    made.save(force_insert=True)
    _write(made, f"declare-{told.act}", ANYONE, at, people=len(people))
    return made, code


@transaction.atomic
def withdraw(declaration: Declaration, *, at: datetime) -> Declaration:
    """Take back what was declared: whoever has its code has made it."""
    return close(declaration, Status.WITHDRAWN, by=ANYONE, at=at)


def close(
    declaration: Declaration, status: Status, *, by: Actor, at: datetime, why: str = ""
) -> Declaration:
    """Settle a declaration under its lock, and erase whom it named."""
    rows = Declaration.objects.select_for_update(of=("self",))
    held = rows.select_related("house__building", "house__room").get(pk=declaration.pk)
    if held.status != Status.DECLARED:
        raise Refusal("declaration-settled")
    held.status, held.why, held.settled_at = status, why, at
    held.people = held.shown = None
    held.save()
    vault.erase(held.subject)
    _write(held, f"declaration-{status}", by, at, why=why)
    return held


@transaction.atomic
def forget_old(at: datetime, *, most: int = AT_ONCE) -> int:
    """Forget what nobody looked at for a month; return how many."""
    before = at - timedelta(days=WAITS_DAYS)
    old = Declaration.objects.filter(status=Status.DECLARED, at__lte=before)
    gone = list(old.order_by("at")[:most])
    for each in gone:
        close(each, Status.FORGOTTEN, by=ANYONE, at=at)
    return len(gone)


def shown(declaration: Declaration) -> list[dict[str, str]]:
    """Return whom a declaration names, masked; nobody once it is settled."""
    return shown_of([declaration])[declaration.pk]


def shown_of(
    declarations: Collection[Declaration],
) -> dict[UUID, list[dict[str, str]]]:
    """Return whom some declarations name, masked. One query for their keys."""
    keys = vault.keys_of([each.subject for each in declarations if each.shown])
    return {
        each.pk: json.loads(keys[each.subject].open("shown", bytes(each.shown)))
        if each.shown
        else []
        for each in declarations
    }


def _seal(made: Declaration, people: Sequence[Person]) -> None:
    fields = [each.fields() for each in people]
    masks = [{n: masking.MASKS[n](said) for n, said in f.items()} for f in fields]
    made.people = vault.seal(made.subject, "people", json.dumps(fields))
    made.shown = vault.seal(made.subject, "shown", json.dumps(masks))


def _checked(told: Told, today: date) -> list[Person]:
    if not 1 <= len(told.people) <= MOST_PEOPLE:
        raise Refusal("declaration-of-so-many", most=MOST_PEOPLE)
    people = [sealing.checked(each, on=today) for each in told.people]
    cards = [each.number for each in people if each.number]
    if len(set(cards)) < len(cards):
        raise Refusal("tenant-named-twice")
    return people


def _must_fit(told: Told, people: Sequence[Person], today: date) -> None:
    start, end = told.lease_from, told.lease_until
    if not today - EARLIEST <= told.on <= today + LATEST:
        raise Refusal("move-out-of-range")
    if any(each.born and told.on < each.born for each in people):
        raise Refusal("moved-before-born")
    if told.act is not Act.MOVE_IN:
        return
    if end is not None and end <= (start or told.on):
        raise Refusal("lease-ends-before-it-begins")
    if start is not None and told.on < start:
        raise Refusal("moved-before-the-lease")
    if end is not None and not today < end <= told.on + LONGEST_LEASE:
        raise Refusal("lease-out-of-range")


def _write(
    made: Declaration, act: str, by: Actor, at: datetime, **facts: object
) -> None:
    told = {"house": str(made.house_id), "teller": made.teller, **facts}
    journal.record(made.subject, act, by=by, at=at, facts=told)
