"""Who answers for a place: sealed, shown for a purpose, and the read written down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quincunx.foundation import reveals, vault
from quincunx.foundation.actors import Actor
from quincunx.foundation.reveals import Way
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.places import access
from quincunx.registers.places.models import Premise

PURPOSES = ("emergency", "visit", "correct")
LABELS = ("responsible", "telephone")
WAY = Way(
    "premise",
    tuple(f"premise-{each}" for each in PURPOSES),
    most_a_day=100,
    table="premise-table",
)


@dataclass(frozen=True)
class Answerable:
    responsible: str = ""
    telephone: str = ""


def seal(premise: Premise, told: Mapping[str, str]) -> list[str]:
    """Seal what is told of whoever answers, if it is news; return the fields.

    An empty text takes the field away. The caller saves.
    """
    return [label for label in LABELS if label in told and _kept(premise, label, told)]


def _kept(premise: Premise, label: str, told: Mapping[str, str]) -> bool:
    value = text.line(told[label])[:120]
    if label == "telephone" and value:
        value = text.phone(value)
    sealed = getattr(premise, label)
    if value == _now(premise, label, sealed):
        return False
    made = vault.seal(premise.subject, f"premise.{label}", value) if value else None
    setattr(premise, label, made)
    return True


def _now(premise: Premise, label: str, sealed: bytes | None) -> str:
    """Compare with what is kept; shown to nobody."""
    if sealed is None:
        return ""
    return vault.open_sealed(premise.subject, f"premise.{label}", bytes(sealed))


@transaction.atomic
def reveal(premise: Premise, *, purpose: str, by: Actor, at: datetime) -> Answerable:
    """Show who answers for a place, after the read has been written down."""
    if purpose not in PURPOSES:
        raise Refusal("premise-contact-without-purpose", premise_purpose=list(PURPOSES))
    if not access.may_read_contact(by, premise):
        raise Refusal("premise-contact-not-for-you")
    sealed = {
        f"premise.{label}": bytes(value)
        for label in LABELS
        if (value := getattr(premise, label)) is not None
    }
    said = f"premise-{purpose}"
    opened = reveals.reveal(premise.subject, sealed, purpose=said, by=by, at=at)
    return Answerable(**{label: opened.get(f"premise.{label}", "") for label in LABELS})


@transaction.atomic
def reveal_all(
    premises: Sequence[Premise], labels: Collection[str], *, by: Actor, at: datetime
) -> dict[UUID, dict[str, str]]:
    """Open who answers for many places, for one table; each read is written down.

    Places whose contact is not for `by` are left out. Four queries.
    """
    seen = access.readable_contacts(by, premises)
    named = [label for label in LABELS if label in labels]
    sealed = {
        premise.subject: {
            f"premise.{label}": bytes(value)
            for label in named
            if (value := getattr(premise, label)) is not None
        }
        for premise in seen
    }
    opened = reveals.reveal_all(WAY.kind, sealed, by=by, at=at)
    told = {premise.pk: opened[premise.subject] for premise in seen}
    return {
        key: {label.removeprefix("premise."): said for label, said in each.items()}
        for key, each in told.items()
    }
