"""What no register has may be collected with leave; what one has is never asked again.

Another person gives it: the community's committee, or an administrator. It is for the
fields that were named and nothing beside them, and says how long they are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.foundation import journal, privacy
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line
from quincunx.registers import fields
from quincunx.registers.asks import access, declare, likeness
from quincunx.registers.asks.models import LONGEST_SAID, Ask, Leave, State
from quincunx.registers.fields import Field

LONGEST_KEPT = 365 * 3  # days
MOST_NAMES = 50


@dataclass(frozen=True)
class Wish:
    """Names of columns, why they are needed, and for how many days they are kept."""

    names: Sequence[str]
    why: str
    kept_days: int


def known_already(names: Sequence[str], rows: str = "") -> list[tuple[str, Field]]:
    """Return of some names those that a register answers, and by which field."""
    kinds = [rows] if rows else [each.code for each in fields.every()]
    every = [each for code in kinds for each in fields.of(code)]
    found = ((name, likeness.same(name, every)) for name in names)
    return [(name, field) for name, field in found if field is not None]


def forbidden(names: Sequence[str], *, of_people: bool) -> list[tuple[str, str]]:
    """Return of some names those that nobody may ask for, and the word for which."""
    told = ((name, privacy.forbidden_word(name, of_people=of_people)) for name in names)
    return [(name, word) for name, word in told if word]


@transaction.atomic
def ask(table: Ask, wish: Wish, *, by: Actor, at: datetime) -> Leave:
    """Ask for leave to collect what no register has, for one table."""
    table = Ask.objects.select_for_update().get(pk=access.ask_for(by, table.pk).pk)
    if table.state != State.STANDS or not access.may_declare(by):
        raise Refusal("ask-not-now", ask=table.name)
    names = list(dict.fromkeys(wish.names))[:MOST_NAMES]
    _must_be_new(table, names)
    why = clip(line(wish.why), LONGEST_SAID)
    if len(why) < declare.LEAST_SAID:
        raise Refusal("ask-says-too-little", ask_part="why", least=declare.LEAST_SAID)
    if not 1 <= wish.kept_days <= LONGEST_KEPT:
        raise Refusal("leave-kept-too-long", most=LONGEST_KEPT)
    if table.leaves.filter(decided_at=None).exists():
        raise Refusal("leave-waits")
    made = Leave.objects.create(
        ask=table,
        fields=names,
        why=why,
        kept_days=wish.kept_days,
        asked_by_id=access.person_of(by),
        asked_at=at,
    )
    _write(made, "ask-leave", by, at)
    return made


@transaction.atomic
def decide(
    key: int, *, granted: bool, said: str = "", by: Actor, at: datetime
) -> Leave:
    """Give leave for the fields that were named, or refuse it."""
    rows = Leave.objects.select_for_update(of=("self",)).select_related("ask__area")
    found = rows.filter(pk=key, decided_at=None).first()
    if found is None or not access.may_decide(by, found):
        raise Refusal("no-such-leave")
    found.decided_by_id, found.decided_at = by.person, at
    found.granted, found.said = granted, clip(line(said), LONGEST_SAID)
    found.save()
    _write(found, "give-leave" if granted else "refuse-leave", by, at)
    return found


def waiting_for(actor: Actor) -> list[Leave]:
    """Return what waits for this person's word, never what they asked themselves."""
    rows = Leave.objects.filter(ask__in=access.visible_asks(actor), decided_at=None)
    listed = rows.select_related("ask__area", "ask__unit", "asked_by").order_by("pk")
    return [each for each in listed if access.may_decide(actor, each)]


def of(table: Ask) -> QuerySet[Leave]:
    rows = table.leaves.select_related("asked_by", "decided_by")
    return rows.filter(Q(granted=True) | Q(decided_at=None)).order_by("-pk")


def unasked(table: Ask) -> list[str]:
    """Return the columns nothing answers, for which no leave was given. One query."""
    given = {name for each in table.leaves.filter(granted=True) for name in each.fields}
    open_names = [c["name"] for c in table.columns if not c["field"]]
    return [name for name in dict.fromkeys(open_names) if name not in given]


def _must_be_new(table: Ask, names: Sequence[str]) -> None:
    open_names = {c["name"] for c in table.columns if not c["field"]}
    of_people = fields.rows(table.rows).persons
    told = forbidden(names, of_people=of_people)
    if told:
        raise Refusal("ask-forbidden", column_name=told[0][0], word=told[0][1])
    there = known_already(names)
    if there:
        said = [f"{name}: {fields.said(field.words)}" for name, field in there]
        raise Refusal("asked-already", there=said)
    unknown = [name for name in names if name not in open_names]
    if unknown or not names:
        raise Refusal("leave-for-nothing")


def _write(made: Leave, act: str, by: Actor, at: datetime) -> None:
    facts = {"leave": made.pk, "fields": len(made.fields), "days": made.kept_days}
    journal.record(made.ask.subject, act, by=by, at=at, facts=facts)
