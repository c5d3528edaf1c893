"""Access keys: another system acts as a person, with their rights, for a time."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import access, key_calls, roll, scopes
from quincunx.staff.actors import on_the_roll
from quincunx.staff.enrol import must_administer
from quincunx.staff.key_tables import AccessKey
from quincunx.staff.models import Person
from quincunx.staff.scopes import Limits
from quincunx.staff.subjects import of_person

LONGEST = timedelta(days=365)
ALL = Limits()
_MARK = "qx_"  # so that a key left lying about is recognised


@transaction.atomic
def make(
    person: Person,
    name: str,
    *,
    expires: datetime,
    limits: Limits = ALL,
    area: Area | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Return a new key, told once; made by who administers the person, for a year.

    `area` is the subtree beyond which the key sees and does nothing.
    """
    must_administer(person, by=by)
    limits = replace(limits, path=area.path if area else "")
    _check(limits, by)
    if not at < expires <= at + LONGEST:
        raise Refusal("access-key-too-long", days=LONGEST.days)
    return issue(person, name, expires=expires, limits=limits, area=area, by=by, at=at)


def issue(
    person: Person,
    name: str,
    *,
    expires: datetime,
    limits: Limits,
    area: Area | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Write a key down and return it; whoever calls has asked whether it may be."""
    key = _MARK + secrets.token_urlsafe(32)
    AccessKey.objects.create(
        person=person,
        name=name.strip()[:120],
        digest=_digest(key),
        scopes=sorted(limits.scopes),
        area=area,
        networks=list(scopes.checked(limits.addresses)),
        made_by_id=by.person,
        made_at=at,
        expires_at=expires,
    )
    journal.record(of_person(person), "make-access-key", by=by, at=at)
    return key


def actor_with(key: str, *, at: datetime, address: str = "") -> Actor | None:
    """Return who acts with a key, as they are now; None for a key that opens nothing.

    Narrowed to what the key is for. Refuses a key that is used from elsewhere. One
    query while nobody's offices or keys change.
    """
    found = opened(key, at=at)
    if found is None:
        return None
    known, held = found
    if not scopes.is_from(address, held.limits.addresses):
        raise Refusal("key-not-from-here", address=address)
    return scopes.narrowed(on_the_roll(known, held.person, at), held.limits)


def number_of(key: str, *, at: datetime) -> int | None:
    """Return which key this is, to count its calls; None for one that opens nothing."""
    found = opened(key, at=at)
    return found[1].number if found else None


def opened(key: str, *, at: datetime) -> tuple[roll.Roll, roll.Key] | None:
    """Return what is known of a key that opens something now, and the roll."""
    digest, known = _digest(key), roll.now()
    held = known.keys.get(digest)
    if held is None:
        valid = AccessKey.objects.select_related("person", "area").filter(
            digest=digest, ended_at=None, person__is_active=True
        )
        found = valid.first()
        if found is None:
            return None
        held = roll.Key(found.person, found.expires_at, limits_of(found), found.pk)
        known.keep_key(digest, held)
    return (known, held) if at < held.expires_at else None


def listed(
    by: Actor, at: datetime, most: int
) -> list[tuple[AccessKey, datetime | None]]:
    """Return the keys one may see, newest first, and when each was last used."""
    seen = access.visible_keys(by, at=at).select_related("person", "area")
    rows = seen.annotate(last_minute=Max("calls__minute")).order_by("-pk")[:most]
    return [(row, key_calls.moment_of(row.last_minute)) for row in rows]


def limits_of(key: AccessKey) -> Limits:
    path = key.area.path if key.area else ""
    return Limits(tuple(key.scopes), path, tuple(key.networks))


def _check(limits: Limits, by: Actor) -> None:
    if not limits.scopes or not set(limits.scopes) <= set(scopes.EVERYTHING):
        raise Refusal("key-scopes-unknown", known=list(scopes.EVERYTHING))
    scopes.must_not_widen(by, limits)


@transaction.atomic
def end(key: AccessKey, *, by: Actor, at: datetime) -> None:
    """Let a key open nothing from the next request on."""
    must_administer(key.person, by=by)
    AccessKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=at)
    journal.record(of_person(key.person), "end-access-key", by=by, at=at)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
