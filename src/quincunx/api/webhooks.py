"""Webhooks over the API: who listens, the secret, what was delivered, again."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from quincunx.api import sendings
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing
from quincunx.areas import access as area_access
from quincunx.staff import access as staff_access
from quincunx.webhooks import access, subscribe
from quincunx.webhooks.models import Delivery, Subscription
from quincunx.webhooks.subscribe import KINDS, Wish

router = Router(tags=["webhooks"])


class WebhookIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=120)]  # the system that listens
    url: Annotated[
        str, Field(min_length=1, max_length=500)
    ]  # https, no private network
    owner: Annotated[str, Field(min_length=1, max_length=64)]  # whose sight it has
    area: int  # the subtree it hears of
    kinds: Annotated[
        list[Annotated[str, Field(max_length=60)]], Field(max_length=len(KINDS))
    ] = []  # acts, as `establish`; none: all


class WebhookOut(Out):
    id: UUID
    name: str
    url: str
    owner: str
    area: int
    kinds: list[str]
    made_at: datetime
    failing_since: datetime | None
    paused_at: datetime | None  # by somebody, or after days of failure
    ended_at: datetime | None
    old_secret_until: datetime | None  # both secrets sign until then

    @classmethod
    def of(cls, found: Subscription) -> "WebhookOut":
        return cls(
            id=found.pk,
            name=found.name,
            url=found.url,
            owner=found.owner.login,
            area=found.area_id,
            kinds=found.kinds,
            made_at=found.made_at,
            failing_since=found.failing_since,
            paused_at=found.disabled_at,
            ended_at=found.ended_at,
            old_secret_until=found.old_until,
        )


class MadeWebhookOut(Out):
    id: UUID
    secret: str  # told this once


class SecretOut(Out):
    secret: str  # told this once; the one before signs as well for a day


class DeliveryOut(Out):
    id: int
    message: str  # the same for every try
    kind: str
    body: str  # as it was signed
    state: str  # waiting, sent, parked
    made_at: datetime
    due_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None
    milliseconds: int | None
    answer: str
    fault: str

    @classmethod
    def of(cls, found: Delivery) -> "DeliveryOut":
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class SinceIn(Schema):
    since: AwareDatetime


class AgainOut(Out):
    count: int


@router.get("/webhooks", response=list[WebhookOut])
def webhooks(request: Visit) -> list[WebhookOut]:
    """List who listens: those of one's areas, and those one owns; newest first."""
    return [
        WebhookOut.of(each) for each in access.visible(request.actor)[: access.LAST]
    ]


@router.get("/webhooks/{uuid:key}", response=WebhookOut)
def webhook(request: Visit, key: UUID) -> WebhookOut:
    """Show one; its secret never."""
    return WebhookOut.of(access.subscription_for(request.actor, key))


@router.post("/webhooks", response={201: MadeWebhookOut})
def make_webhook(request: Visit, told: WebhookIn) -> Status[MadeWebhookOut]:
    """Let a system listen, as far as its owner sees; the secret is told this once."""
    actor, at = request.actor, request.received_at
    owner = staff_access.person_by_login(actor, told.owner, at=at)
    area = area_access.area_by_key(actor, told.area)
    wish = Wish(told.name, told.url, owner, area, tuple(told.kinds))
    subscribe.check(wish, by=actor)  # asks for a name: before the transaction
    return sendings.answered(request, lambda: _made(wish, request))


def _made(wish: Wish, request: Visit) -> Status[MadeWebhookOut]:
    made, secret = subscribe.write_down(wish, **doing(request))
    return Status(201, MadeWebhookOut(id=made.pk, secret=secret))


@router.post("/webhooks/{uuid:key}/try", response={202: DeliveryOut})
def try_webhook(request: Visit, key: UUID) -> Status[DeliveryOut]:
    """Let a test go out, told of nothing."""
    found = access.subscription_for(request.actor, key)
    sent = subscribe.try_out(found, **doing(request))
    return Status(202, DeliveryOut.of(sent))


@router.post("/webhooks/{uuid:key}/pause", response={204: None})
def pause_webhook(request: Visit, key: UUID) -> Status[None]:
    """Tell it nothing until it is enabled; what happens meanwhile is kept for it."""
    subscribe.pause(access.subscription_for(request.actor, key), **doing(request))
    return Status(204, None)


@router.post("/webhooks/{uuid:key}/enable", response={204: None})
def enable_webhook(request: Visit, key: UUID) -> Status[None]:
    """Tell it again from now on; what was kept meanwhile is replayed when asked."""
    subscribe.enable(access.subscription_for(request.actor, key), **doing(request))
    return Status(204, None)


@router.post("/webhooks/{uuid:key}/end", response={204: None})
def end_webhook(request: Visit, key: UUID) -> Status[None]:
    """Tell it nothing more, and forget its secret."""
    subscribe.end(access.subscription_for(request.actor, key), **doing(request))
    return Status(204, None)


@router.post("/webhooks/{uuid:key}/secret", response=SecretOut)
def change_webhook_secret(request: Visit, key: UUID) -> SecretOut:
    """Make a new secret, told this once; for a day the one before signs as well."""
    found = access.subscription_for(request.actor, key)
    return SecretOut(secret=subscribe.change_secret(found, **doing(request)))


@router.get("/webhooks/{uuid:key}/deliveries", response=list[DeliveryOut])
def webhook_deliveries(
    request: Visit, key: UUID, before: int | None = None
) -> list[DeliveryOut]:
    """List what was delivered or waits, newest first, 100 at a time.

    Pass the last id on as `before`.
    """
    found = access.subscription_for(request.actor, key)
    return [DeliveryOut.of(each) for each in access.last(found, before)]


@router.post("/webhooks/{uuid:key}/replay", response=AgainOut)
def replay_webhook(request: Visit, key: UUID, told: SinceIn) -> AgainOut:
    """Send everything made since a time once more, in order, under the same ids."""
    found = access.subscription_for(request.actor, key)
    return AgainOut(count=subscribe.again_since(found, told.since, **doing(request)))


@router.post("/deliveries/{int:key}/replay", response={204: None})
def replay_delivery(request: Visit, key: int) -> Status[None]:
    """Send one delivery once more, under the same id."""
    subscribe.again(access.delivery_for(request.actor, key), **doing(request))
    return Status(204, None)
