"""Access keys: another system acts as a person, with their rights, for a time."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.actors import actor_for
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

    Two queries, three for a deputy.
    """
    known = AccessKey.objects.select_related("person").filter(
        digest=_digest(key), expires_at__gt=at, ended_at=None
    )
    found = known.first()
    return None if found is None else actor_for(found.person, at=at)


@transaction.atomic
def end(key: AccessKey, *, by: Actor, at: datetime) -> None:
    """Let a key open nothing from the next request on."""
    must_administer(key.person, by=by)
    AccessKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=at)
    journal.record(of_person(key.person), "end-access-key", by=by, at=at)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
