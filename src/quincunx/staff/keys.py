"""Access keys: another system acts as a person, with their rights, for a time."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import roll
from quincunx.staff.actors import on_the_roll
from quincunx.staff.enrol import must_administer
from quincunx.staff.models import AccessKey, Person
from quincunx.staff.subjects import of_person

LONGEST = timedelta(days=365)
_MARK = "qx_"  # so that a key left lying about is recognised


@transaction.atomic
def make(
    person: Person, name: str, *, expires: datetime, by: Actor, at: datetime
) -> str:
    """Return a new key, told once; made by who administers the person, for a year."""
    must_administer(person, by=by)
    if not at < expires <= at + LONGEST:
        raise Refusal("access-key-too-long", days=LONGEST.days)
    key = _MARK + secrets.token_urlsafe(32)
    AccessKey.objects.create(
        person=person,
        name=name.strip()[:120],
        digest=_digest(key),
        made_by_id=by.person,
        made_at=at,
        expires_at=expires,
    )
    journal.record(of_person(person), "make-access-key", by=by, at=at)
    return key


def actor_with(key: str, *, at: datetime) -> Actor | None:
    """Return who acts with a key, as they are now; None for a key that opens nothing.

    One query while nobody's offices or keys change.
    """
    digest, known = _digest(key), roll.now()
    held = known.keys.get(digest)
    if held is None:
        valid = AccessKey.objects.select_related("person").filter(
            digest=digest, ended_at=None, person__is_active=True
        )
        found = valid.first()
        if found is None:
            return None
        held = roll.Key(found.person, found.expires_at)
        known.keep_key(digest, held)
    return on_the_roll(known, held.person, at) if at < held.expires_at else None


@transaction.atomic
def end(key: AccessKey, *, by: Actor, at: datetime) -> None:
    """Let a key open nothing from the next request on."""
    must_administer(key.person, by=by)
    AccessKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=at)
    journal.record(of_person(key.person), "end-access-key", by=by, at=at)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
