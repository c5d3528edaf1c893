"""Someone tells us: a resident, a worker on the street, the counter, another system.

All channels call `submit`. What can be computed before the transaction is: the place,
the sealed contact, the codes. The tracking code is returned once and kept only as a
blind index.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quincunx.cases import access, contacts, establish, file, placing
from quincunx.cases.books import together
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.shown import evidence_missing
from quincunx.cases.tidings import tell_desk, tell_reporter
from quincunx.cases.transition import advance, begin
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import CLOCK, Actor, Kind
from quincunx.foundation.models import new_id
from quincunx.lib import numbers
from quincunx.matters.admission import is_admitted
from quincunx.matters.models import Condition, Matter
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of


@dataclass(frozen=True)
class Report:
    """What somebody tells us. `key` may be made by the device that reports."""

    text: str
    channel: str = "portal"
    place: Place = field(default_factory=Place)
    matter: Matter | None = None
    condition: Condition | None = None
    contact: ContactDetails | None = None
    files: tuple[Shown, ...] = ()
    against: Organisation | None = None
    serves: str = "reporter"
    language: str = "zh-hans"
    key: UUID | None = None
    known_outside: bool = False  # it gets a name for those outside at once


@dataclass(frozen=True)
class Submitted:
    case: Case
    code: str  # the tracking code, told once


def submit(report: Report, *, by: Actor, at: datetime) -> Submitted:
    """Take a report into the books; durable when this returns.

    A matter from staff who may is established at once, an emergency alerted at once;
    a resident's report waits for somebody to look. Refuses what the row does not
    allow and a place outside the district.
    """
    code = numbers.new_tracking_code()
    case = _draft(report, code, by=by, at=at)
    with transaction.atomic(), together():
        case = _enter(case, report, by=by, at=at)
        if report.contact is not None:
            contacts.keep(report.contact, case)
        tell_reporter(case, "case-received", at=at)
        if report.matter is not None and access.may(Act.ESTABLISH, by, case):
            case = establish.establish(
                case, matter=report.matter, condition=report.condition, by=by, at=at
            )
        else:
            tell_desk(case, "case-reported", at=at)
    return Submitted(case, code)


def record(report: Report, *, result: str, by: Actor, at: datetime) -> Submitted:
    """Handled on the spot and recorded in one step; some are looked at afterwards."""
    code = numbers.new_tracking_code()
    case = _draft(report, code, by=by, at=at)
    if report.matter is not None:
        establish.live_by(case, report.matter, report.condition, at=at)
    facts = {
        "matter": report.matter,
        "result": result,
        "text": report.text,
        "files": report.files,
    }
    missing = evidence_missing(case, report.files, said=result)
    on_the_list = report.matter is not None and is_admitted(report.matter, day_of(at))
    seen = {"evidence_missing": missing, "admitted": on_the_list}
    with transaction.atomic(), together():
        doing = begin(case, Act.RECORD, by=by, at=at, facts=facts, seen=seen)
        case.established_at = case.handled_at = case.verified_at = case.told_at = at
        case.outcome, case.serves = "solved", "public"
        case.handler_id = by.person
        case = file.file_away(advance(doing), by=CLOCK, at=at)
    return Submitted(case, code)


def _draft(report: Report, code: str, *, by: Actor, at: datetime) -> Case:
    today = day_of(at)
    placed = placing.find(report.place, today)
    desk = placing.desk_for(placed.chain)
    return Case(
        id=report.key or new_id(),
        number=numbers.new_case_number(today),
        outside_id=numbers.new_outside_id() if report.known_outside else None,
        code_index=contacts.code_index(code),
        channel=report.channel,
        text=report.text.strip(),
        place=report.place.words[:300],
        lon=report.place.lon,
        lat=report.place.lat,
        accuracy=report.place.accuracy,
        located=placed.how,
        grid_id=placed.grid.id,
        care_id=placed.grid.id,
        care_path=placed.grid.path,
        desk_id=desk.id,
        desk_path=desk.path,
        matter=report.matter,
        against=report.against,
        serves=report.serves,
        reporter_id=by.person if by.kind is Kind.STAFF else None,
        reachable=report.contact is not None and report.contact.is_reachable,
        reported_at=at,
    )


def _enter(case: Case, report: Report, *, by: Actor, at: datetime) -> Case:
    facts = {"text": case.text, "matter": report.matter, "files": report.files}
    return advance(begin(case, Act.REPORT, by=by, at=at, facts=facts))
