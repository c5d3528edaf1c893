"""Delivering what is due: claim, sign, call, write down how it went.

A receiver that did not answer rests with everything that waits for it, so that one that
is away holds nobody up. A claimed delivery whose sender was killed is due again after a
while; its id stays the same, so that a receiver can tell repeats.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from quincunx.foundation import notices, outside
from quincunx.foundation.notices import Recipient
from quincunx.foundation.outside import Answer, NotReached
from quincunx.webhooks import retries, signing
from quincunx.webhooks.models import Delivery, DeliveryState, Subscription
from quincunx.webhooks.subscribe import secrets_of

_LEASE = timedelta(minutes=5)
MOST = 10  # at ten seconds each, for one round


def deliver_due(now: datetime) -> int:
    """Deliver at most MOST; returns how many were tried."""
    resting: set[object] = set()
    claimed = _claim(now)
    for delivery in claimed:
        if delivery.subscription_id in resting:
            _put_back(delivery, now)
        elif not _deliver(delivery, now):
            resting.add(delivery.subscription_id)
    return len(claimed)


@transaction.atomic
def _claim(now: datetime) -> list[Delivery]:
    skip = connection.features.has_select_for_update_skip_locked
    rested = Q(subscription__rests_until=None) | Q(subscription__rests_until__lte=now)
    due = Delivery.objects.filter(
        rested,
        state=DeliveryState.WAITING,
        due_at__lte=now,
        subscription__disabled_at=None,
        subscription__ended_at=None,
    )
    locked = due.select_for_update(skip_locked=skip, of=("self",) if skip else ())
    claimed = list(
        locked.select_related("subscription__owner").order_by("due_at", "id")[:MOST]
    )
    Delivery.objects.filter(pk__in=[each.pk for each in claimed]).update(
        tries=F("tries") + 1, due_at=now + _LEASE
    )
    for each in claimed:
        each.tries += 1
    return claimed


def _put_back(delivery: Delivery, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(tries=delivery.tries - 1, due_at=now)


def _deliver(delivery: Delivery, now: datetime) -> bool:
    """Send one and write down how it went; says whether it was taken."""
    found, body = delivery.subscription, delivery.body.encode()
    known = secrets_of(found, now)
    signed = signing.headers(known, delivery.message, int(now.timestamp()), body)
    told = {**signed, "Content-Type": "application/json", "User-Agent": "Quincunx"}
    try:
        answer = outside.call(found.url, body, told)
    except NotReached as fault:
        return _failed(delivery, now, None, fault.why)
    if answer.is_good:
        return _taken(delivery, now, answer)
    return _failed(delivery, now, answer, f"answered-{answer.status}")


@transaction.atomic
def _taken(delivery: Delivery, now: datetime, answer: Answer) -> bool:
    _write(delivery, now, answer, "", state=DeliveryState.SENT)
    Subscription.objects.filter(pk=delivery.subscription_id).exclude(
        failing_since=None
    ).update(failing_since=None, rests_until=None)
    return True


@transaction.atomic
def _failed(
    delivery: Delivery, now: datetime, answer: Answer | None, fault: str
) -> bool:
    pause = retries.pause_after(delivery.tries)
    if pause is None:
        _write(delivery, now, answer, fault, state=DeliveryState.PARKED)
    else:
        _write(delivery, now, answer, fault, due_at=now + pause)
    found = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
    found.failing_since = found.failing_since or now
    found.rests_until = now + retries.PAUSES[0]
    gone = answer is not None and answer.status == retries.GONE
    if found.is_on and (gone or now - found.failing_since >= retries.GIVEN_UP_AFTER):
        _give_up(found, now)
    found.save()
    return False


def _give_up(found: Subscription, now: datetime) -> None:
    """Disable it and tell its owner; what happens from now on is kept to be sent."""
    found.disabled_at = now
    waiting = Delivery.objects.filter(subscription=found, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.PARKED)
    owner = Recipient("person", str(found.owner_id))
    notices.tell(owner, "webhook-disabled", about=found.subject, at=now)


def _write(
    delivery: Delivery,
    now: datetime,
    answer: Answer | None,
    fault: str,
    **more: object,
) -> None:
    told = {
        "tried_at": now,
        "status": answer.status if answer else None,
        "milliseconds": round(answer.seconds * 1000) if answer else None,
        "answer": answer.text.replace("\x00", "")[:500] if answer else "",
        "fault": fault,
    }
    Delivery.objects.filter(pk=delivery.pk).update(**told, **more)
