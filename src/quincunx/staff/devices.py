"""Telephones that stay signed in to the field app: bound, used, ended.

A token lies in one browser and opens the addresses of the field app, nothing else. It
lives for thirty days after its last use, and not longer than the password, the account
and the offices it was given for.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from quincunx.foundation import journal
from quincunx.foundation.actors import CLOCK, Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line
from quincunx.staff import access
from quincunx.staff.actors import actor_for
from quincunx.staff.device_tables import LIFE, Device
from quincunx.staff.enrol import must_administer
from quincunx.staff.models import Person
from quincunx.staff.roles import Role
from quincunx.staff.subjects import of_person

STEP = timedelta(hours=1)  # how exactly the last use is kept
MOST = 10  # of one person; the one not used for longest makes room
KEPT = timedelta(days=180)  # after its end, so that somebody can look it up
# Whose work is on the street; the others sign in as for a desk.
OUTSIDE = frozenset({Role.MEMBER, Role.LEADER, Role.OFFICER, Role.VERIFIER})
SITTING = "device"  # under which a session keeps the telephone it was opened on


def may_bind(actor: Actor) -> bool:
    return bool(OUTSIDE & actor.roles)


@transaction.atomic
def bind(kind: str, *, instead: str = "", by: Actor, at: datetime) -> tuple[int, str]:
    """Bind one's own telephone; return its number and the token, told once.

    What the telephone had before (`instead`) opens nothing any more.
    """
    if by.person is None or not may_bind(by):
        raise Refusal("device-not-for-you")
    person = Person.objects.select_for_update().get(pk=by.person)
    token = secrets.token_urlsafe(32)
    if former := _found(instead):
        _end([former], by=by, at=at)
    made = Device.objects.create(
        person=person,
        digest=_digest(token),
        account=_of_password(person),
        kind=clip(line(kind), 40),
        bound_at=at,
        seen_at=at,
    )
    journal.record(of_person(person), "bind-device", by=by, at=at)
    others = Device.objects.filter(_still(at), person=person).exclude(pk=made.pk)
    _end(list(others.order_by("-seen_at", "-pk")[MOST - 1 :]), by=by, at=at)
    return made.pk, token


def opened(token: str, *, at: datetime) -> tuple[Device, Actor] | None:
    """Return the telephone with this token, and who acts with it; None for no token.

    Refuses one that has been bound and opens nothing any more. One query besides the
    actor's; another once an hour, when it is written down that it was used.
    """
    device = _found(token)
    if device is None:
        return None
    actor = actor_for(device.person, at=at)
    if not _is_open(device, actor, at):
        _end([device], by=CLOCK, at=at)
        raise Refusal("device-ended")
    if at - device.seen_at > STEP:
        device.seen_at = at
        Device.objects.filter(pk=device.pk, ended_at=None).update(seen_at=at)
    return device, actor


def is_of(token: str, by: Actor, at: datetime) -> int | None:
    """Return the number of the telephone, if it is open and this person's."""
    try:
        found = opened(token, at=at)
    except Refusal:
        return None
    return found[0].pk if found and found[0].person_id == by.person else None


def end(device: Device, *, by: Actor, at: datetime) -> None:
    """Let a telephone open nothing from the next request on; one's own, or as
    administrator.
    """
    if by.person != device.person_id:
        must_administer(device.person, by=by)
    _end([device], by=by, at=at)


def sign_out(key: int | None, *, by: Actor, at: datetime) -> None:
    """End the telephone a session was opened on, if it was on one."""
    mine = Device.objects.filter(pk=key or 0, person=by.person or 0)
    _end(list(mine.select_related("person")), by=by, at=at)


def listed(person: int, *, by: Actor, at: datetime) -> list[Device]:
    """Return the telephones of somebody that are signed in, last used first."""
    seen = access.visible_devices(by, at=at)
    return list(seen.filter(_still(at), person=person).order_by("-seen_at", "-pk"))


def end_left(now: datetime, *, most: int = 200) -> int:
    """End what nobody has used for long or nobody may use, and forget what ended."""
    unended = Device.objects.filter(ended_at=None, seen_at__lte=now - LIFE)
    left = list(unended.select_related("person")[:most])
    _end(left, by=CLOCK, at=now)
    return len(left) + Device.objects.filter(ended_at__lt=now - KEPT).delete()[0]


def _is_open(device: Device, actor: Actor, at: datetime) -> bool:
    return (
        device.ended_at is None
        and at < device.until
        and device.account == _of_password(device.person)
        and may_bind(actor)
    )


def _found(token: str) -> Device | None:
    if not token:
        return None
    same = Device.objects.filter(digest=_digest(token))
    return same.select_related("person").first()


def _still(at: datetime) -> Q:
    """Which telephones may still open something at `at`."""
    return Q(ended_at=None, seen_at__gt=at - LIFE)


def _end(devices: Sequence[Device], *, by: Actor, at: datetime) -> None:
    for device in devices:
        open_now = Device.objects.filter(pk=device.pk, ended_at=None)
        with transaction.atomic():
            if open_now.update(ended_at=at):
                journal.record(of_person(device.person), "end-device", by=by, at=at)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _of_password(person: Person) -> str:
    return sha256(person.get_session_auth_hash().encode()).hexdigest()
