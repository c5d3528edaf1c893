"""The one guard before who somebody is: purpose, second step, a day's count, a note.

A room says once what the identity of its people is opened for and how often; whoever
shows it to somebody asks `reveal`. Nothing is opened before it is written down.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.timezone import get_default_timezone, localdate, make_aware

from quincunx.foundation import read_log, vault
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import IdentityRead
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal

KEYS = "contacts"  # what an access key must be made for to read an identity
LOOKED_UP = "looked-up"


@dataclass(frozen=True)
class Way:
    """What the identity of one kind of subject is opened for, how often a day."""

    kind: str  # of the subject
    purposes: tuple[str, ...]
    most_a_day: int
    table: str = (
        ""  # the purpose of many at once, for a table with its own; not counted
    )


_ways: dict[str, Way] = {}


def declare(way: Way) -> None:
    """Let a kind of subject be read, when the program starts."""
    _ways[way.kind] = way


def ways() -> tuple[Way, ...]:
    return tuple(_ways[kind] for kind in sorted(_ways))


def reveal(
    subject: Subject,
    sealed: Mapping[str, bytes],
    *,
    purpose: str,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Open identity fields by label for somebody to see.

    One SELECT and one INSERT, and one SELECT more if the key is not known here.
    """
    _must_be_allowed(subject.kind, purpose, by, at)
    return use(subject, sealed, purpose=purpose, by=by, at=at)


def reveal_all(
    kind: str,
    sealed: Mapping[Subject, Mapping[str, bytes]],
    *,
    by: Actor,
    at: datetime,
) -> dict[Subject, dict[str, str]]:
    """Open fields of many for a table that says itself what for, and who asks.

    Who may take so many out, the room decides. One SELECT and one INSERT for all.
    """
    purpose = _ways[kind].table
    if not purpose:
        raise Refusal("purpose-missing")
    must_be_proved(by, at)
    if by.person is None:
        raise Refusal("reading-without-a-name")
    labels = sorted({label for fields in sealed.values() for label in fields})
    read_log.note_all(sealed, labels, purpose=purpose, by=by, at=at)
    keys = vault.keys_of(sealed)
    return {
        subject: {
            label: keys[subject].open(label, told) for label, told in each.items()
        }
        for subject, each in sealed.items()
    }


def look_up(
    subjects: Collection[Subject], *, purpose: str, by: Actor, at: datetime
) -> None:
    """Write down that somebody asked who has a number; call it before the answer."""
    for subject in subjects:
        _must_be_allowed(subject.kind, purpose, by, at)
        read_log.note(subject, [LOOKED_UP], purpose=purpose, by=by, at=at)


def use(
    subject: Subject,
    sealed: Mapping[str, bytes],
    *,
    purpose: str,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Open fields for work that shows them to nobody; noted like any other read."""
    read_log.note(subject, sealed, purpose=purpose, by=by, at=at)
    return {
        label: vault.open_sealed(subject, label, value)
        for label, value in sealed.items()
    }


def left_today(kind: str, by: Actor, at: datetime) -> int:
    """Return how many reads of a kind somebody has left today. One query."""
    since = make_aware(datetime.combine(localdate(at), time()), get_default_timezone())
    mine = IdentityRead.objects.filter(
        by_person=by.person, subject_kind=kind, at__gte=since
    )
    today = mine.filter(at__lt=since + timedelta(1))
    return _ways[kind].most_a_day - today.exclude(purpose=_ways[kind].table).count()


def must_be_proved(by: Actor, at: datetime) -> None:
    """Refuse whoever has not shown their second step lately.

    A machine has none: its key was made for reading identities, by somebody who had.
    """
    if by.scopes is not None:
        if not by.may(KEYS):
            raise Refusal("key-not-for-this", scope=KEYS)
        return
    minutes = settings.QUINCUNX_STEP_MINUTES
    if by.proved_at is None or at - by.proved_at > timedelta(minutes=minutes):
        raise Refusal("second-step-needed", minutes=minutes)


def _must_be_allowed(kind: str, purpose: str, by: Actor, at: datetime) -> None:
    way = _ways[kind]
    if purpose not in way.purposes:
        raise Refusal("purpose-missing")
    must_be_proved(by, at)
    if by.person is None:
        raise Refusal("reading-without-a-name")
    if left_today(kind, by, at) < 1:
        raise Refusal("reveals-used-up", most=way.most_a_day)
