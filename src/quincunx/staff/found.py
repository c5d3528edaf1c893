"""Organisations come to be, get posts, and close."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.areas.tree import depth
from quincunx.foundation import journal, vault
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.staff.access import governs
from quincunx.staff.kinds import OrganisationKind, PostKind
from quincunx.staff.models import Appointment, Organisation, Post
from quincunx.staff.office import day_of, in_office
from quincunx.staff.roles import Role
from quincunx.staff.subjects import keys_of, of_organisation

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Charter:
    """What an organisation begins with; `telephone` is public, `direct_line` not."""

    code: str
    name: str
    kind: OrganisationKind
    area: Area | None = None
    parent: Organisation | None = None
    telephone: str = ""
    direct_line: str = ""
    counter: str = ""  # where residents come to, and when
    hours: str = ""


@dataclass(frozen=True)
class Notice:
    """What residents read of an organisation."""

    telephone: str = ""
    counter: str = ""
    hours: str = ""


@transaction.atomic
def organisation(charter: Charter, *, by: Actor, at: datetime) -> Organisation:
    must_run(by, charter.area)
    check_code(charter.code)
    if Organisation.objects.filter(code=charter.code).exists():
        raise Refusal("organisation-exists", unit=charter.code)
    made = Organisation(
        code=charter.code,
        name=_fit_name(charter.name),
        kind=charter.kind,
        area=charter.area,
        parent=charter.parent,
        telephone=charter.telephone,
        counter=charter.counter,
        hours=charter.hours,
    )
    made.direct_line = _sealed_line(made, charter.direct_line)
    made.save()
    facts = {"kind": charter.kind, "area": made.area_id, "parent": made.parent_id}
    journal.record(of_organisation(made), "found", by=by, at=at, facts=facts)
    return made


@transaction.atomic
def amend_organisation(
    organisation: Organisation,
    *,
    name: str,
    telephone: str,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Correct the name and the public telephone; code and kind never change."""
    organisation = locked(organisation)
    must_run(by, organisation.area)
    organisation.name, organisation.telephone = _fit_name(name), line(telephone)
    organisation.save(update_fields=["name", "telephone"])
    texts = {"name": name, "telephone": telephone}
    journal.record(of_organisation(organisation), "amend", by=by, at=at, texts=texts)
    return organisation


@transaction.atomic
def publish(
    organisation: Organisation, told: Notice, *, by: Actor, at: datetime
) -> Organisation:
    """Put right what residents read: the telephone, the counter and its hours."""
    organisation = locked(organisation)
    must_run(by, organisation.area)
    texts = {name: line(value) for name, value in asdict(told).items()}
    for name, value in texts.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(texts))
    journal.record(of_organisation(organisation), "publish", by=by, at=at, texts=texts)
    return organisation


@transaction.atomic
def close_organisation(
    organisation: Organisation, *, by: Actor, at: datetime
) -> Organisation:
    """No route leads here any more. Refused while somebody still serves in it."""
    organisation = locked(organisation)
    must_run(by, organisation.area)
    if organisation.closed_on is not None:
        raise Refusal("organisation-closed-already", unit=organisation.name)
    serving = Appointment.objects.filter(
        in_office(day_of(at)), organisation=organisation
    ).count()
    if serving:
        raise Refusal("organisation-in-use", unit=organisation.name, people=serving)
    organisation.closed_on = day_of(at)
    organisation.save(update_fields=["closed_on"])
    journal.record(of_organisation(organisation), "close", by=by, at=at)
    return organisation


@transaction.atomic
def post(
    organisation: Organisation,
    *,
    name: str,
    kind: PostKind,
    by: Actor,
    at: datetime,
) -> Post:
    organisation = locked(organisation)
    must_run(by, organisation.area)
    if organisation.posts.filter(name=name).exists():
        raise Refusal("post-exists", name=name)
    made = organisation.posts.create(name=name, kind=kind)
    facts = {"post": made.pk, "kind": kind}
    journal.record(of_organisation(organisation), "add-post", by=by, at=at, facts=facts)
    return made


def must_run(by: Actor, area: Area | None) -> None:
    """Refuse whoever does not administer `area`, or the whole district without one."""
    if by.kind is Kind.IMPORTER:
        return
    if area is not None and governs(by, area.path, Role.ADMINISTRATOR):
        return
    tops = (h for h in by.holds([Role.ADMINISTRATOR]) if depth(h.path) == 1)
    if area is not None or next(tops, None) is None:
        raise Refusal("staff-act-not-yours", act="found")


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Refusal("staff-code-malformed", given=code)


def _fit_name(name: str) -> str:
    called = line(name)
    if not called:
        raise Refusal("organisation-without-name")
    return called


def _sealed_line(organisation: Organisation, number: str) -> bytes | None:
    if not number:
        return None
    return vault.seal(keys_of(organisation), "direct_line", number)


def locked(organisation: Organisation) -> Organisation:
    held = Organisation.objects.select_for_update(of=("self",))
    return held.select_related("area").get(pk=organisation.pk)
