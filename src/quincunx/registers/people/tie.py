"""Who answers for somebody: told and taken back, each for a service that needs it."""

from datetime import date, datetime

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access
from quincunx.registers.people.models import Resident, Tie
from quincunx.registers.people.vocabulary import NEEDED_BY, Service, TieKind


@transaction.atomic
def tie(
    resident: Resident,
    other: Resident,
    kind: TieKind,
    *,
    service: Service,
    since: date,
    by: Actor,
    at: datetime,
) -> Tie:
    """Note that `other` answers for `resident`; refuses what no service needs."""
    access.resident_for(by, resident.pk)
    if resident.pk == other.pk:
        raise Refusal("tie-with-oneself")
    if service not in NEEDED_BY[kind]:
        raise Refusal("tie-without-service", services=sorted(NEEDED_BY[kind]))
    told = {"resident": resident, "other": other, "kind": kind, "service": service}
    if Tie.objects.select_for_update().filter(**told, until=None).exists():
        raise Refusal("tie-told-already")
    made = Tie.objects.create(**told, since=since)
    _write(made, "tie", by, at)
    return made


@transaction.atomic
def untie(tie: Tie, *, until: date, by: Actor, at: datetime) -> Tie:
    """End a tie."""
    access.resident_for(by, tie.resident_id)
    held = Tie.objects.select_for_update().get(pk=tie.pk)
    if held.until is not None or until < held.since:
        raise Refusal("tie-over-already")
    held.until = until
    held.save(update_fields=["until"])
    _write(held, "untie", by, at)
    return held


def _write(tie: Tie, act: str, by: Actor, at: datetime) -> None:
    facts = {"tie": tie.pk, "kind": tie.kind, "service": tie.service}
    journal.record(tie.resident.subject, act, by=by, at=at, facts=facts)
