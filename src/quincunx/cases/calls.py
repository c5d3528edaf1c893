"""Further units on a case: who was called, who has come, who has said their opinion."""

from collections.abc import Sequence
from datetime import datetime

from quincunx.cases.models import Call, Case
from quincunx.cases.tidings import tell_units
from quincunx.foundation.actors import Actor
from quincunx.staff.models import Organisation


def call(case: Case, units: Sequence[Organisation], kind: str, *, at: datetime) -> None:
    """Put further units on the case, each once, and tell them. Two inserts."""
    if not units:
        return
    known = {
        case.unit_id,
        *Call.objects.filter(case=case).values_list("unit", flat=True),
    }
    fresh = {unit.pk: unit for unit in units if unit.pk not in known}
    Call.objects.bulk_create(
        Call(case=case, unit=unit, kind=kind, called_at=at) for unit in fresh.values()
    )
    tell_units(case, list(fresh), f"case-{kind}", at=at)


def opinions_out(case: Case) -> bool:
    """Say whether a consulted unit has not said its opinion yet."""
    return Call.objects.filter(case=case, kind="consult", opinion="").exists()


def of_actor(case: Case, by: Actor) -> Call | None:
    """Return the call to this actor's unit, if there was one."""
    return Call.objects.filter(case=case, unit__in=by.units).first()


def to_unit(case: Case, unit: Organisation) -> Call | None:
    return Call.objects.filter(case=case, unit=unit).first()
