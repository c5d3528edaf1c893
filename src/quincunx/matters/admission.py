"""Only a listed matter may be given to grid workers: admission, its end, its history.

A matter is admitted by its pack, or by hand between two versions of it. A temporary
entry names its approval and its end; a removal names its reason. Nothing is erased.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters import access
from quincunx.matters.definitions import AdmissionDefinition, MatterDefinition
from quincunx.matters.models import Admission, Matter, PackVersion


def in_force(on: date) -> Q:
    return Q(starts__lte=on) & (Q(ends=None) | Q(ends__gt=on))


def is_admitted(matter: Matter, on: date) -> bool:
    return matter.admissions.filter(in_force(on)).exists()


def must_be_admitted(matter: Matter, on: date) -> None:
    """Refuse to give grid workers a matter that is not on their list that day."""
    if not is_admitted(matter, on):
        raise Refusal("matter-not-admitted", matter=matter.code, on=on)


def admitted(on: date) -> QuerySet[Matter]:
    """Return the list of what grid workers may be given on a day."""
    listed = Admission.objects.filter(in_force(on)).values("matter")
    return Matter.objects.filter(pk__in=listed).order_by("position", "pk")


def history(matter: Matter) -> QuerySet[Admission]:
    return matter.admissions.select_related("decided_by").order_by("-starts", "-pk")


@transaction.atomic
def admit(
    matter: Matter, *, approval: str, until: date | None, by: Actor, at: datetime
) -> Admission:
    """Put a matter on the list; with an end it is temporary, and needs an approval."""
    matter = _locked(matter, by)
    today = _day(at)
    if not approval.strip():
        raise Refusal("admission-needs-approval", matter=matter.code)
    if until is not None and until <= today:
        raise Refusal("admission-ends-in-the-past", matter=matter.code, until=until)
    if is_admitted(matter, today):
        raise Refusal("matter-admitted-already", matter=matter.code)
    row = matter.admissions.create(
        starts=today,
        ends=until,
        temporary=until is not None,
        approval=approval,
        decided_by_id=by.person,
    )
    _note(matter, "admit", by=by, at=at, until=until)
    return row


@transaction.atomic
def remove(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Admission:
    """Take a matter off the list from today; what was given out goes on."""
    matter = _locked(matter, by)
    today = _day(at)
    row = matter.admissions.filter(in_force(today)).first()
    if row is None:
        raise Refusal("matter-not-admitted", matter=matter.code, on=today)
    if not reason.strip():
        raise Refusal("removal-needs-reason", matter=matter.code)
    row.ends, row.removal = today, reason
    row.save(update_fields=["ends", "removal"])
    _note(matter, "remove-admission", by=by, at=at, until=today)
    return row


def follow(version: PackVersion, matters: Iterable[MatterDefinition]) -> None:
    """Bring the list in line with what a newly loaded version says.

    What somebody decided by hand stands until it ends or is removed.
    """
    said = {matter.code: matter.admission for matter in matters}
    start = _day(version.valid_from)
    standing = _standing(version.pack_id, start)
    ended = [
        row
        for code, row in standing.items()
        if row.decided_by_id is None and not _same(row, said.get(code))
    ]
    for row in ended:
        row.ends, row.removal = max(start, row.starts), f"@{version.number}"
    Admission.objects.bulk_update(ended, ["ends", "removal"])
    keep = standing.keys() - {row.matter.code for row in ended}
    keys = dict(version.pack.matters.values_list("code", "pk"))
    Admission.objects.bulk_create(
        Admission(
            matter_id=keys[code],
            starts=start,
            ends=told.until,
            temporary=told.until is not None,
            approval=told.approval,
        )
        for code, told in said.items()
        if told and code not in keep and (told.until is None or told.until > start)
    )


def _standing(pack: int, start: date) -> dict[str, Admission]:
    """Return what is on the list, or will be, from `start` on, by code of matter."""
    rows = Admission.objects.filter(Q(ends=None) | Q(ends__gt=start))
    found = rows.filter(matter__pack=pack).select_related("matter")
    return {row.matter.code: row for row in found}


def _same(row: Admission, told: AdmissionDefinition | None) -> bool:
    return told is not None and (row.approval, row.ends) == (told.approval, told.until)


def _locked(matter: Matter, by: Actor) -> Matter:
    held = Matter.objects.select_for_update(of=("self",))
    matter = held.select_related("pack__area").get(pk=matter.pk)
    area = matter.pack.area
    access.must_govern(by, area.path if area else EVERYWHERE)
    return matter


def _note(
    matter: Matter, act: str, *, by: Actor, at: datetime, until: date | None
) -> None:
    facts = {"until": until.isoformat() if until else None}
    subject = journal.Subject("matter", str(matter.pk))
    journal.record(subject, act, by=by, at=at, facts=facts)


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
