"""Against the tier of a place: asked by or for whoever answers, decided by another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.registers.places import access, judge
from quincunx.registers.places.models import LONGEST_REASON, Appeal, Premise, Tier

STANDS_DAYS = 180  # what was granted; then the rules speak again


@dataclass(frozen=True)
class Answer:
    """The tier that is granted, or none, and why."""

    granted: str
    why: str


@transaction.atomic
def ask(premise: Premise, why: str, *, by: Actor, at: datetime) -> Appeal:
    """Hold that a tier is wrong; one appeal at a time."""
    premise = _held(premise)
    if by.person is None or not access.may_appeal(by, premise):
        raise Refusal("tier-appeal-not-yours")
    if premise.valid_to is not None:
        raise Refusal("premise-closed", until=premise.valid_to)
    if premise.appeals.filter(decided_at=None).exists():
        raise Refusal("tier-appeal-open")
    made = Appeal.objects.create(
        premise=premise,
        against=premise.tier,
        why=_reason(why),
        for_the_place=premise.unit_id is None or premise.unit_id not in by.units,
        asked_by_id=by.person,
        asked_at=at,
    )
    facts = {"appeal": made.pk, "against": made.against}
    journal.record(premise.subject, "appeal-tier", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def decide(
    appeal: Appeal, answer: Answer, *, on: date, by: Actor, at: datetime
) -> Appeal:
    """Grant another tier for a time, or none; nobody decides what they asked."""
    premise = _held(appeal.premise)
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    appeal.premise = premise
    if not access.may_decide(by, appeal):
        raise Refusal("tier-appeal-decided-by-another")
    if appeal.decided_at is not None:
        raise Refusal("tier-appeal-decided")
    if answer.granted and answer.granted not in Tier.values:
        raise Refusal("premise-field-wrong", premise_field="tier")
    appeal.granted, appeal.answer = answer.granted, _reason(answer.why)
    appeal.until = on + timedelta(STANDS_DAYS) if answer.granted else None
    appeal.decided_by_id, appeal.decided_at = by.person, at
    appeal.save()
    judge.place_in_tier(premise, on)
    premise.save(update_fields=["tier", "tier_due"])
    facts = {"appeal": appeal.pk, "granted": answer.granted, "tier": premise.tier}
    journal.record(premise.subject, "decide-tier", by=by, at=at, facts=facts)
    return appeal


def _held(premise: Premise) -> Premise:
    rows = Premise.objects.select_for_update(of=("self",)).select_related("place")
    return rows.get(pk=premise.pk)


def _reason(text: str) -> str:
    reason = line(text)
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise Refusal("tier-appeal-without-reason", most=LONGEST_REASON)
    return reason
