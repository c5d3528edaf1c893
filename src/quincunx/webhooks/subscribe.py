"""Letting another system listen: subscribe, change the secret, stop, send again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.cases.acts import ACTS
from quincunx.cases.vocabulary import Act
from quincunx.foundation import journal, outside, vault
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.models import Person
from quincunx.webhooks import events, signing
from quincunx.webhooks.access import must_run
from quincunx.webhooks.models import Delivery, DeliveryState, Subscription

KINDS = tuple(sorted({str(act) for act in ACTS} | {Act.REPORT, Act.RECORD}))
OVERLAP = timedelta(hours=24)  # while both secrets sign


@dataclass(frozen=True)
class Wish:
    """Who wants to hear of what, where."""

    name: str
    url: str
    owner: Person
    area: Area
    kinds: tuple[str, ...] = ()  # acts; none: all


def subscribe(wish: Wish, *, by: Actor, at: datetime) -> tuple[Subscription, str]:
    """Return the subscription and its secret, told once.

    Asks for the host's name, so never call it in a transaction.
    """
    check(wish, by=by)
    return write_down(wish, by=by, at=at)


@transaction.atomic
def write_down(wish: Wish, *, by: Actor, at: datetime) -> tuple[Subscription, str]:
    """Return a subscription that was checked just now, and its secret, told once."""
    secret = signing.new_secret()
    made = Subscription(
        name=wish.name.strip(),
        url=wish.url,
        owner=wish.owner,
        area=wish.area,
        kinds=sorted(wish.kinds),
        made_at=at,
    )
    made.secret = vault.new_key(made.subject).seal("secret", secret)
    made.save(force_insert=True)
    journal.record(made.subject, "subscribe", by=by, at=at)
    return made, secret


def check(wish: Wish, *, by: Actor) -> None:
    """Refuse what may not be; asks for the host's name, so in no transaction."""
    must_run(by, wish.area)
    unknown = sorted(set(wish.kinds) - set(KINDS))
    if unknown:
        raise Refusal("webhook-kinds-unknown", unknown=unknown)
    if urlsplit(wish.url).username is not None:
        raise Refusal("webhook-address-wrong", fault="address-malformed")
    try:
        outside.check(wish.url)
    except outside.NotReached as fault:
        raise Refusal("webhook-address-wrong", fault=fault.why) from fault


@transaction.atomic
def change_secret(found: Subscription, *, by: Actor, at: datetime) -> str:
    """Return a new secret, told once; the one before signs as well for a day."""
    now = _locked(found, by)
    secret = signing.new_secret()
    old = vault.open_sealed(now.subject, "secret", bytes(now.secret))
    now.old_secret = vault.seal(now.subject, "old-secret", old)
    now.old_until = at + OVERLAP
    now.secret = vault.seal(now.subject, "secret", secret)
    now.save()
    journal.record(now.subject, "change-secret", by=by, at=at)
    return secret


@transaction.atomic
def end(found: Subscription, *, by: Actor, at: datetime) -> None:
    """Tell this system nothing more, and forget its secret."""
    now = _locked(found, by)
    now.ended_at = now.ended_at or at
    now.save()
    waiting = Delivery.objects.filter(subscription=now, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.PARKED)
    vault.erase(now.subject)
    journal.record(now.subject, "end", by=by, at=at)


@transaction.atomic
def pause(found: Subscription, *, by: Actor, at: datetime) -> None:
    """Tell it nothing until it is enabled; what happens meanwhile is kept for it."""
    now = _locked(found, by)
    now.disabled_at = now.disabled_at or at
    now.save()
    waiting = Delivery.objects.filter(subscription=now, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.PARKED)
    journal.record(now.subject, "pause", by=by, at=at)


@transaction.atomic
def enable(found: Subscription, *, by: Actor, at: datetime) -> None:
    """Let it be told again; what happened meanwhile waits to be sent again."""
    now = _locked(found, by)
    now.disabled_at = now.failing_since = now.rests_until = None
    now.save()
    journal.record(now.subject, "enable", by=by, at=at)


@transaction.atomic
def try_out(found: Subscription, *, by: Actor, at: datetime) -> Delivery:
    """Let a test go out, told of nothing."""
    now = _locked(found, by)
    journal.record(now.subject, "try-out", by=by, at=at)
    return Delivery.objects.create(**events.a_test(now, at))


@transaction.atomic
def again(found: Delivery, *, by: Actor, at: datetime) -> None:
    """Send one delivery once more, under the same id."""
    now = _locked(found.subscription, by)
    _send_anew(Delivery.objects.filter(pk=found.pk), at)
    journal.record(now.subject, "send-again", by=by, at=at)


@transaction.atomic
def again_since(
    found: Subscription, since: datetime, *, by: Actor, at: datetime
) -> int:
    """Send everything since then once more, in order; returns how many.

    What was made while it was disabled is among it; thirty days are kept.
    """
    now = _locked(found, by)
    journal.record(now.subject, "send-again", by=by, at=at)
    made = Delivery.objects.filter(subscription=now, made_at__gte=since)
    return _send_anew(made, at)


def secrets_of(found: Subscription, at: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    known = [vault.open_sealed(found.subject, "secret", bytes(found.secret))]
    if found.old_secret is not None and found.old_until and found.old_until > at:
        old = bytes(found.old_secret)
        known.append(vault.open_sealed(found.subject, "old-secret", old))
    return known


def _send_anew(deliveries: QuerySet[Delivery], at: datetime) -> int:
    return deliveries.update(state=DeliveryState.WAITING, tries=0, due_at=at, fault="")


def _locked(found: Subscription, by: Actor) -> Subscription:
    now = Subscription.objects.select_for_update().get(pk=found.pk)
    must_run(by, now.area)
    if now.ended_at is not None:
        raise Refusal("webhook-ended", name=now.name)
    return now
