"""Events out of the journal: read in the order of its seals, once, for all who listen.

Seals have no gaps and no latecomers, so nothing is missed however writers overtake each
other. An event waits out the ten seconds in which an act can be undone, and is made
only for owners who may see the case at that moment. It holds ids, codes and states.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import Max

from quincunx.areas.paths import subtree
from quincunx.cases.access import visible_cases
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.foundation.models import Entry, Seal, new_id
from quincunx.foundation.notices.telling import UNDO
from quincunx.staff.actors import actor_for
from quincunx.staff.models import Organisation
from quincunx.webhooks.models import Delivery, DeliveryState, Read, Subscription

BATCH = 200
KEPT = timedelta(days=30)
_ROWS = {str(row.act): row for row in LIFECYCLE}


def gather(now: datetime) -> int:
    """Make the deliveries of what was sealed since the last time; returns how many.

    Two queries while there is nothing new.
    """
    read = Read.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if not Seal.objects.filter(number__gt=read).exists():
        return 0
    return _gather(now)


@transaction.atomic
def _gather(now: datetime) -> int:
    Read.objects.bulk_create([Read(pk=1)], ignore_conflicts=True)
    read = Read.objects.select_for_update().get(pk=1)
    listening = list(
        Subscription.objects.filter(ended_at=None).select_related("owner", "area")
    )
    if not listening:  # nobody did; whoever comes hears from now on
        read.number = Seal.objects.aggregate(last=Max("number"))["last"] or 0
        read.save()
        return 0
    seals = list(_next(read.number, now))
    if not seals:
        return 0
    entries = [seal.entry for seal in seals if seal.entry.subject_kind == "case"]
    made = _deliveries(entries, listening, now)
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    read.number = seals[-1].number
    read.save()
    return len(made)


def _next(read: int, now: datetime) -> Iterable[Seal]:
    """Return the next seals, up to the first whose act may still be undone."""
    following = Seal.objects.filter(number__gt=read).select_related("entry")
    return takewhile(
        lambda seal: seal.entry.recorded_at <= now - UNDO,
        following.order_by("number")[:BATCH],
    )


def _deliveries(
    entries: list[Entry], listening: list[Subscription], now: datetime
) -> list[Delivery]:
    told = _bodies(entries)
    return [
        Delivery(**_for(subscription, entry, told[entry.pk], now))
        for subscription in listening
        for entry in _wanted(subscription, entries, now)
    ]


def _wanted(
    subscription: Subscription, entries: list[Entry], now: datetime
) -> list[Entry]:
    """Return what it asked for, of the cases that its owner may see."""
    kinds = set(subscription.kinds)
    asked = [entry for entry in entries if not kinds or entry.act in kinds]
    if not asked:
        return []
    seen = visible_cases(actor_for(subscription.owner, at=now)).filter(
        subtree("care_path", subscription.area.path),
        pk__in={entry.subject_id for entry in asked},
    )
    known = {str(key) for key in seen.values_list("pk", flat=True)}
    return [entry for entry in asked if entry.subject_id in known]


def _bodies(entries: list[Entry]) -> dict[int, str]:
    """Return what is told of each entry. Two queries."""
    keys = {entry.subject_id for entry in entries}
    cases = {
        str(case.pk): case
        for case in Case.objects.filter(pk__in=keys).select_related("matter")
    }
    units = Organisation.objects.in_bulk({entry.facts.get("unit") for entry in entries})
    return {
        entry.pk: _written(entry, cases[entry.subject_id], units)
        for entry in entries
        if entry.subject_id in cases
    }


def _written(entry: Entry, case: Case, units: dict[int, Organisation]) -> str:
    row, unit = _ROWS.get(entry.act), units.get(entry.facts.get("unit") or 0)
    return _json(
        f"case.{entry.act}",
        entry.at,
        {
            "case": case.number,
            "revision": entry.seq,
            "act": entry.act,
            "state": entry.facts.get("state", ""),
            "step": row.step if row else "",
            "word": row.public if row else "",
            "matter": case.matter.code if case.matter else None,
            "unit": unit.code if unit else None,
            "area": case.care_id,
        },
    )


def _json(kind: str, at: datetime, told: dict[str, Any]) -> str:
    said = {"type": kind, "timestamp": at.isoformat(), "data": told}
    return json.dumps(said, separators=(",", ":"))


def _for(
    subscription: Subscription, entry: Entry, body: str, now: datetime
) -> dict[str, Any]:
    state = DeliveryState.WAITING if subscription.is_on else DeliveryState.PARKED
    return {
        "subscription": subscription,
        "entry": entry.pk,
        "message": f"msg_{new_id().hex}",
        "kind": f"case.{entry.act}",
        "body": body,
        "made_at": now,
        "due_at": now,
        "state": state,
    }


def a_test(subscription: Subscription, now: datetime) -> dict[str, Any]:
    """Return a delivery that tells of nothing."""
    return {
        "subscription": subscription,
        "message": f"msg_{new_id().hex}",
        "kind": "test",
        "body": _json("test", now, {"webhook": str(subscription.pk)}),
        "made_at": now,
        "due_at": now,
    }


def expire(now: datetime) -> int:
    """Forget deliveries made thirty days ago."""
    return Delivery.objects.filter(made_at__lt=now - KEPT).delete()[0]
