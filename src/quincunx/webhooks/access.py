"""Who may see subscriptions and run them: administrators of their area, and owners see
their own.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require
from quincunx.webhooks.models import Delivery, Subscription

LAST = 100


def visible(actor: Actor) -> QuerySet[Subscription]:
    """Return the subscriptions one may see, newest first."""
    paths = {held.path for held in actor.holds([Role.ADMINISTRATOR])}
    seen = subtrees("area__path", paths) if paths else Q(pk__in=())
    if actor.person is not None and not actor.within:
        seen |= Q(owner=actor.person)
    found = Subscription.objects.filter(seen).select_related("owner", "area")
    return found.order_by("-made_at", "pk")


def subscription_for(actor: Actor, key: UUID) -> Subscription:
    found = visible(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-webhook", webhook=str(key))
    return found


def delivery_for(actor: Actor, key: int) -> Delivery:
    seen = Delivery.objects.filter(subscription__in=visible(actor))
    found = seen.filter(pk=key).select_related("subscription__area").first()
    if found is None:
        raise Refusal("no-such-delivery", delivery=key)
    return found


def last(subscription: Subscription, before: int | None = None) -> list[Delivery]:
    """Return the last hundred deliveries of a subscription one has been shown.

    `before` is the id of a delivery: those that were made earlier.
    """
    made = subscription.deliveries.order_by("-id")
    made = made.filter(pk__lt=before) if before is not None else made
    return list(made[:LAST])


def may_run(actor: Actor, area: Area) -> bool:
    return bool(actor.holds([Role.ADMINISTRATOR], over=area.path))


def must_run(actor: Actor, area: Area) -> None:
    require(actor, Scope.MANAGE)
    if not may_run(actor, area):
        raise Refusal("webhook-not-yours", area=area.name)
