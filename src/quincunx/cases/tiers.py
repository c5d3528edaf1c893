"""The ways of their own: coordinate at the community's table, approve, emergency."""

from datetime import datetime

from quincunx.areas.tree import parent_path
from quincunx.cases import milestones, placing, verify
from quincunx.cases.books import in_the_books
from quincunx.cases.calls import call, opinions_out
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Call, Case
from quincunx.cases.papers import Shown
from quincunx.cases.shown import evidence_missing
from quincunx.cases.tidings import tell_desk, tell_unit
from quincunx.cases.transition import Doing, advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Process
from quincunx.matters.routing import KIND
from quincunx.staff import queries as staff
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of

COMMUNITY, SUB_DISTRICT, DISTRICT = 3, 2, 1


@in_the_books
def coordinate(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """The leader brings it to the community's desk."""
    doing = begin(locked(case), Act.COORDINATE, by=by, at=at, facts={"text": text})
    _lay_on_desk(doing.case, COMMUNITY, at=at)
    case = advance(doing)
    tell_desk(case, "case-to-coordinate", at=at)
    return case


@in_the_books
def agree(
    case: Case,
    *,
    result: str,
    parties: str,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """An agreement was reached at the table; it is recorded, and looked at later."""
    case = locked(case)
    facts = {"result": result, "parties": parties, "files": files}
    seen = {"evidence_missing": evidence_missing(case, files, said=result)}
    doing = begin(case, Act.AGREE, by=by, at=at, facts=facts, seen=seen)
    doing.case.unit = _territory(doing.case, doing.case.desk_path)
    return _decide(doing, "solved")


@in_the_books
def no_agreement(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """None was reached: it goes up, to be dispatched to whoever can decide."""
    doing = begin(locked(case), Act.NO_AGREEMENT, by=by, at=at, facts={"text": text})
    _lay_on_desk(doing.case, SUB_DISTRICT, at=at)
    case = advance(doing)
    tell_desk(case, "case-to-dispatch", at=at)
    return case


@in_the_books
def check_documents(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """The leader has seen the papers; the station may accept the application."""
    facts = {"text": text, "files": files}
    doing = begin(locked(case), Act.CHECK_DOCUMENTS, by=by, at=at, facts=facts)
    _lay_on_desk(doing.case, COMMUNITY, at=at)
    case = advance(doing)
    tell_desk(case, "case-to-endorse", at=at)
    return case


@in_the_books
def endorse(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """The station accepts the application and passes it to the centre."""
    doing = begin(locked(case), Act.ENDORSE, by=by, at=at, facts={"text": text})
    _lay_on_desk(doing.case, SUB_DISTRICT, at=at)
    case = advance(doing)
    tell_desk(case, "case-to-define", at=at)
    return case


@in_the_books
def define(
    case: Case,
    *,
    text: str,
    unit: Organisation | None = None,
    units: tuple[Organisation, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """The centre says which department decides and which are consulted.

    Without a choice, the matter's process says it.
    """
    facts = {"text": text, "unit": unit, "units": units}
    doing = begin(locked(case), Act.DEFINE, by=by, at=at, facts=facts)
    lead, *consulted = _named_or_by_process(doing.case, unit, units)
    doing.case.unit, doing.case.dispatched_at = lead, at
    case = advance(doing)
    call(case, consulted, "consult", at=at)
    tell_unit(case, "case-to-examine", at=at)
    return case


@in_the_books
def opine(case: Case, *, opinion: str, text: str, by: Actor, at: datetime) -> Case:
    facts = {"opinion": opinion, "text": text}
    doing = begin(locked(case), Act.OPINE, by=by, at=at, facts=facts)
    Call.objects.filter(case=doing.case, unit__in=by.units).update(opinion=opinion)
    case = advance(doing)
    if not opinions_out(case):
        milestones.reach(case, Act.OPINE, at)
    tell_unit(case, "case-opinion", at=at)
    return case


@in_the_books
def approve(
    case: Case,
    *,
    result: str,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    case = locked(case)
    facts = {"result": result, "files": files}
    seen = {
        "opinions_out": opinions_out(case),
        "evidence_missing": evidence_missing(case, files, said=result),
    }
    doing = begin(case, Act.APPROVE, by=by, at=at, facts=facts, seen=seen)
    return _decide(doing, "solved")


@in_the_books
def disapprove(case: Case, *, result: str, by: Actor, at: datetime) -> Case:
    case = locked(case)
    seen = {"opinions_out": opinions_out(case)}
    facts = {"result": result}
    doing = begin(case, Act.DISAPPROVE, by=by, at=at, facts=facts, seen=seen)
    return _decide(doing, "cannot")


@in_the_books
def alert(case: Case, *, text: str | None = None, by: Actor, at: datetime) -> Case:
    """Everybody the process names is told at once; the first of them leads."""
    doing = begin(locked(case), Act.ALERT, by=by, at=at, facts={"text": text})
    _lay_on_desk(doing.case, DISTRICT, at=at)
    lead, *others = _named_or_by_process(doing.case, None, ())
    doing.case.unit, doing.case.dispatched_at = lead, at
    case = advance(doing)
    call(case, others, "alert", at=at)
    tell_unit(case, "case-alert", at=at)
    tell_desk(case, "case-alert", at=at)
    return case


@in_the_books
def situation(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """How it stands on site, for everybody who was called."""
    facts = {"text": text, "files": files}
    return advance(begin(locked(case), Act.SITUATION, by=by, at=at, facts=facts))


@in_the_books
def make_safe(
    case: Case,
    *,
    result: str,
    files: tuple[Shown, ...] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """The danger is over; whether it is, somebody else looks."""
    case = locked(case)
    facts = {"result": result, "files": files}
    seen = {"evidence_missing": evidence_missing(case, files, said=result)}
    doing = begin(case, Act.MAKE_SAFE, by=by, at=at, facts=facts, seen=seen)
    return _decide(doing, "solved")


# The acts that are the units' own; other steps are taken by houses and leaders.
_BY_UNITS = frozenset({Act.APPROVE, Act.OPINE, Act.ALERT, Act.ARRIVE, Act.MAKE_SAFE})


def _decide(doing: Doing, outcome: str) -> Case:
    case = doing.case
    case.outcome, case.handled_at, case.handler_id = outcome, doing.at, doing.by.person
    case = advance(doing)
    return verify.next_eyes(case, at=doing.at)


def _lay_on_desk(case: Case, level: int, *, at: datetime) -> None:
    """Put the case on the desk of the house at this level of the tree."""
    chain = placing.chain_of(case.care_id, day_of(at))
    desk = placing.desk_for(chain, level)
    case.desk_id, case.desk_path = desk.id, desk.path


def _named_or_by_process(
    case: Case, unit: Organisation | None, units: tuple[Organisation, ...]
) -> list[Organisation]:
    """Return the lead and the others: as named, else as the process says.

    A body complained of is not among them; where nobody is left, the territory is.
    """
    wanted = [unit] if unit is not None else _by_process(case)
    others = [each for each in (*wanted, *units) if not _is_against(case, each)]
    return others or [_territory(case, case.care_path)]


def _by_process(case: Case) -> list[Organisation]:
    terms = terms_of(case)
    if terms is None:
        raise Refusal("no-matter-yet", case=case.number)
    return units_of(terms.process, case.care_path)


def _territory(case: Case, path: str) -> Organisation:
    """Return the house of the territory, the one above if it is complained of."""
    house = staff.unit_of_territory(path)
    if _is_against(case, house):
        return _territory(case, parent_path(house.area.path if house.area else ""))
    return house


def _is_against(case: Case, unit: Organisation) -> bool:
    return case.against_id == unit.pk and not case.conflict_lifted


def units_of(process: Process, path: str) -> list[Organisation]:
    """Return the units a process names, each once; else the territory.

    Who decides comes first, then the others in their order. A kind means the nearest
    organisation of that kind up the chain.
    """
    steps = [step for step in process.steps if step.act in _BY_UNITS and step.unit]
    steps.sort(key=lambda step: step.act != Act.APPROVE)
    named = [str(step.unit) for step in steps]
    by_code = staff.units_by_code([name for name in named if not name.startswith(KIND)])
    found = (
        staff.nearest_of_kind(name.removeprefix(KIND), path)
        if name.startswith(KIND)
        else by_code.get(name)
        for name in named
    )
    once = {unit.pk: unit for unit in found if unit is not None}
    return list(once.values()) or [staff.unit_of_territory(path)]
