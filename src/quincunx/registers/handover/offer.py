"""How a file is offered: by whoever keeps somebody's record, where they agree to it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal, vault
from quincunx.foundation.actors import CLOCK, Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.handover import access
from quincunx.registers.handover.models import HandOver, Installation
from quincunx.registers.handover.vocabulary import (
    AGREED_DAYS,
    CARRIED,
    OPEN_DAYS,
    Consent,
    State,
)
from quincunx.registers.people import reveal
from quincunx.registers.people.access import resident_for, visible_stays
from quincunx.registers.people.models import Resident
from quincunx.registers.people.vocabulary import Service, StayKind
from quincunx.staff.office import day_of

LABEL = "hand-over.content"
LONGEST_AREA = 200


@dataclass(frozen=True)
class Agreed:
    """When and how somebody agreed that this file is handed over."""

    on: date
    how: Consent


@dataclass(frozen=True)
class Elsewhere:
    """A place in another installation, in the words by which it is known there."""

    installation: Installation
    area: str


@transaction.atomic
def offer(
    resident: Resident,
    to: Area | Elsewhere,
    service: Service,
    *,
    agreed: Agreed,
    by: Actor,
    at: datetime,
) -> HandOver:
    """Offer the file of a service to where somebody moves.

    It carries the least the service needs, is sealed, and waits for `OPEN_DAYS`.
    Refuses without a consent of the last `AGREED_DAYS`.
    """
    seen = resident_for(by, resident.pk)
    on = day_of(at)
    if not on - timedelta(days=AGREED_DAYS) <= agreed.on <= on:
        raise Refusal("consent-not-fresh", days=AGREED_DAYS)
    giver = _giver(seen, by)
    made = HandOver(
        service=service,
        resident=seen,
        giver=giver,
        consent=agreed.how,
        consent_on=agreed.on,
        offered_by=by.person,
        offered_at=at,
        expires_on=on + timedelta(days=OPEN_DAYS),
    )
    _address(made, to)
    waiting = HandOver.objects.filter(resident=seen, service=service)
    if waiting.filter(state=State.OFFERED).exists():
        raise Refusal("hand-over-offered-already")
    _fill(made, seen, service, by, at)
    made.save(force_insert=True)
    _write(made, "offer", by, at)
    return made


@transaction.atomic
def withdraw(hand_over: HandOver, *, by: Actor, at: datetime) -> HandOver:
    """Take an offer back while nobody has answered; its file is destroyed."""
    held = waiting(hand_over)
    if not access.offered_by(by).filter(pk=held.pk).exists():
        raise Refusal("no-such-hand-over", hand_over=str(held.pk))
    return settle(held, State.WITHDRAWN, by=by, at=at)


def forget(now: datetime, *, most: int = 200) -> int:
    """End offers that nobody answered in time; their files are destroyed."""
    over = HandOver.objects.filter(state=State.OFFERED, expires_on__lt=day_of(now))
    keys = list(over.values_list("pk", flat=True)[:most])
    for key in keys:
        with transaction.atomic():
            rows = HandOver.objects.select_for_update().filter(state=State.OFFERED)
            if held := rows.filter(pk=key).first():
                settle(held, State.EXPIRED, by=CLOCK, at=now)
    return len(keys)


def waiting(hand_over: HandOver) -> HandOver:
    """Return it under its lock, or refuse what is settled."""
    held = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    if held.state != State.OFFERED:
        raise Refusal("hand-over-settled", hand_over_state=held.state)
    return held


def settle(
    held: HandOver, state: State, *, reason: str = "", by: Actor, at: datetime
) -> HandOver:
    """Note what became of an offer, and destroy its file."""
    held.state, held.reason, held.content = state, reason, None
    held.decided_by, held.decided_at = by.person, at
    held.save()
    vault.erase(held.subject)
    _write(held, VERBS[state], by, at)
    return held


def content_of(held: HandOver) -> dict[str, object]:
    """Open the file of an offer for the act that takes it over."""
    if held.content is None:
        raise Refusal("hand-over-settled", hand_over_state=held.state)
    told = vault.open_sealed(held.subject, LABEL, bytes(held.content))
    content: dict[str, object] = json.loads(told)
    return content


def _giver(resident: Resident, by: Actor) -> Area:
    """Return the grid that gives: the one around where they live."""
    stays = visible_stays(by).filter(resident=resident, kind=StayKind.ACTUAL)
    stay = stays.select_related("building__parent").first()
    if stay is None or stay.building.parent is None:
        raise Refusal("hand-over-needs-a-home")
    return stay.building.parent


def _address(made: HandOver, to: Area | Elsewhere) -> None:
    if isinstance(to, Elsewhere):
        made.elsewhere, made.theirs = to.installation, to.area.strip()[:LONGEST_AREA]
        return
    made.taker = access.taker_for(to.pk)
    if made.taker == made.giver:
        raise Refusal("hand-over-to-itself")


def _fill(
    made: HandOver, resident: Resident, service: Service, by: Actor, at: datetime
) -> None:
    wanted = CARRIED[service]
    told: dict[str, object] = {
        **reveal.for_hand_over(resident, wanted, by=by, at=at),
        **({"needs": resident.needs} if "needs" in wanted and resident.needs else {}),
    }
    made.fields = sorted(told)
    plain = json.dumps(told, ensure_ascii=False)
    made.content = vault.seal(made.subject, LABEL, plain)


VERBS = {
    State.ACCEPTED: "accept",
    State.REFUSED: "refuse",
    State.WITHDRAWN: "withdraw",
    State.EXPIRED: "expire",
}


def _write(made: HandOver, act: str, by: Actor, at: datetime) -> None:
    facts: dict[str, object] = {"service": made.service, "fields": made.fields}
    if made.reason:
        facts["reason"] = made.reason
    journal.record(made.subject, f"{act}-hand-over", by=by, at=at, facts=facts)
