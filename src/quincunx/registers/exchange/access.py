"""Whose tables these are: their sender's, and nobody else's."""

from uuid import UUID

from django.db.models import QuerySet

from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.exchange import sheets
from quincunx.registers.exchange.models import Intake


def visible_intakes(actor: Actor) -> QuerySet[Intake]:
    codes = [sheet.code for sheet in sheets.for_actor(actor)]
    return Intake.objects.filter(person=actor.person, sheet__in=codes).exclude(
        person=None
    )


def intake_for(actor: Actor, key: UUID) -> Intake:
    found = visible_intakes(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-intake")
    return found
