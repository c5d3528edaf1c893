"""The list of functions is data: read from TOML, checked, and kept."""

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.staff.found import check_code, must_run
from quincunx.staff.models import Appointment, Function
from quincunx.staff.roles import Role

_SWITCHES = ("for_unit", "in_grids", "sole", "in_every_grid")


def default() -> str:
    """Return the functions of the default town, as TOML."""
    return (resources.files("quincunx.staff") / "functions.toml").read_text("utf-8")


def listed() -> list[Function]:
    """Return every function there is, in its order; the list is open to all."""
    return list(Function.objects.all())


@transaction.atomic
def load(text: str, *, by: Actor, at: datetime) -> list[Function]:
    """Load functions from TOML, adding and correcting; none is taken away.

    A role or a chair that offices already rest on is not changed under them.
    """
    must_run(by, None)
    rows = _rows(text)
    made = [_kept(row, order) for order, row in enumerate(rows)]
    by_code = {function.code: function for function in Function.objects.all()}
    for row in rows:
        _point_at_principal(row, by_code)
    subject = Subject("functions", "all")
    journal.record(subject, "load", by=by, at=at, facts={"codes": sorted(by_code)})
    return made


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(text).get("function", [])
    except tomllib.TOMLDecodeError as fault:
        raise Refusal("functions-unreadable", fault=str(fault)) from fault
    codes = {str(row.get("code")) for row in rows}
    for row in rows:
        _check_row(row, codes)
    return list(rows)


def _check_row(row: dict[str, Any], codes: set[str]) -> None:
    code = str(row.get("code", ""))
    check_code(code)
    if row.get("role") not in set(Role):
        raise Refusal("function-without-role", function=code)
    named = {*row.get("incompatible", []), row.get("deputises", code)}
    unknown = sorted(named - codes)
    if unknown:
        raise Refusal("function-unknown", function=code, unknown=unknown[0])


def _kept(row: dict[str, Any], order: int) -> Function:
    code = row["code"]
    kept = Function.objects.filter(code=code).first() or Function(code=code)
    held = Appointment.objects.filter(function__code=code).exists()
    changed = (kept.role, kept.sole) != (row["role"], row.get("sole", False))
    if held and changed:
        raise Refusal("function-in-use", function=code)
    kept.role, kept.order = row["role"], order
    kept.name = row.get("name", {})
    kept.post_kind = row.get("post_kind", "")
    kept.incompatible = sorted(row.get("incompatible", []))
    for switch in _SWITCHES:
        setattr(kept, switch, bool(row.get(switch, False)))
    kept.save()
    return kept


def _point_at_principal(row: dict[str, Any], by_code: dict[str, Function]) -> None:
    principal = row.get("deputises")
    Function.objects.filter(code=row["code"]).update(
        deputises=by_code[principal] if principal else None
    )
