"""The tier of a premise as it stands, and those whose tier changes by itself."""

from datetime import date, datetime

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.registers.places import classes, tiers
from quincunx.registers.places.models import Appeal, Premise
from quincunx.registers.places.tiers import Judgement

AT_ONCE = 500
SIZE = "capacity"


def judged(premise: Premise, on: date) -> Judgement:
    """Return what the rules say of a premise on a day. No query."""
    facts = premise.facts
    values = dict(premise.details)
    if premise.capacity is not None:
        values[SIZE] = premise.capacity
    learned = {code: fact.checked for code, fact in facts.items()}
    rules = premise.rules.rules
    return tiers.judge(rules, classes.known().steps, values, learned, on)


def granted(premise: Premise, on: date) -> Appeal | None:
    """Return the appeal whose answer stands today instead of the rules. One query."""
    upheld = premise.appeals.exclude(granted="").filter(until__gt=on)
    return upheld.order_by("-decided_at").first()


def place_in_tier(premise: Premise, on: date) -> None:
    """Write the tier of a day into a premise; the caller saves. One query at most."""
    said = judged(premise, on)
    appeal = None if premise._state.adding else granted(premise, on)  # noqa: SLF001  # documented
    premise.tier, premise.tier_due = said.tier, said.due
    if appeal is not None:
        premise.tier, premise.tier_due = appeal.granted, appeal.until


@transaction.atomic
def judge_due(*, by: Actor, at: datetime, on: date) -> int:
    """Give those whose tier is due another, if it is; return how many changed."""
    due = Premise.objects.select_for_update().filter(tier_due__lte=on, valid_to=None)
    looked = list(due.order_by("tier_due", "pk")[:AT_ONCE])
    changed = 0
    for premise in looked:
        was = premise.tier
        place_in_tier(premise, on)
        premise.save(update_fields=["tier", "tier_due"])
        if premise.tier != was:
            facts = {"from": was, "to": premise.tier}
            journal.record(premise.subject, "change-tier", by=by, at=at, facts=facts)
            changed += 1
    return changed
