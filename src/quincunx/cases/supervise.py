"""Seeing to it: urge, supervise with a reply, escalate up the tree, lift a conflict."""

from datetime import datetime

from quincunx.areas.index import AreaRef
from quincunx.cases import placing
from quincunx.cases.books import in_the_books
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.tidings import tell_desk, tell_person, tell_unit
from quincunx.cases.transition import advance, begin, locked
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of


@in_the_books
def urge(case: Case, *, text: str | None = None, by: Actor, at: datetime) -> Case:
    """Ask how it stands, once a day; the unit and the desk hear of it."""
    doing = begin(locked(case), Act.URGE, by=by, at=at, facts={"text": text})
    doing.case.urged_at = at
    case = advance(doing)
    tell_unit(case, "case-urged", at=at)
    tell_desk(case, "case-urged", at=at)
    return case


@in_the_books
def supervise(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Put it under supervision: the unit must reply within a limit."""
    doing = begin(locked(case), Act.SUPERVISE, by=by, at=at, facts={"text": text})
    doing.case.supervised_by_id = by.person
    case = advance(doing)
    tell_unit(case, "case-supervised", at=at)
    return case


@in_the_books
def reply(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    doing = begin(locked(case), Act.REPLY, by=by, at=at, facts={"text": text})
    asked_by = doing.case.supervised_by_id
    doing.case.supervised_by_id = None
    case = advance(doing)
    tell_person(case, asked_by, "case-replied", at=at)
    return case


@in_the_books
def escalate(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Lay it on the desk of the house above."""
    return _lay_higher(case, None, text=text, by=by, at=at)


@in_the_books
def escalate_to(case: Case, level: int, *, text: str, by: Actor, at: datetime) -> Case:
    """Lay it on the desk of the house at `level`, as the matter's terms say."""
    return _lay_higher(case, level, text=text, by=by, at=at)


def _lay_higher(
    case: Case, level: int | None, *, text: str, by: Actor, at: datetime
) -> Case:
    case = locked(case)
    above = desk_above(case, at=at, level=level)
    seen = {"above": above}
    doing = begin(case, Act.ESCALATE, by=by, at=at, facts={"text": text}, seen=seen)
    if above is not None:
        doing.case.desk_id, doing.case.desk_path = above.id, above.path
    doing.case.escalations += 1
    case = advance(doing)
    tell_desk(case, "case-escalated", at=at)
    return case


@in_the_books
def flag_conflict(
    case: Case, *, unit: Organisation, text: str, by: Actor, at: datetime
) -> Case:
    """It is about this organisation: from now on they see nothing of it."""
    facts = {"unit": unit, "text": text}
    doing = begin(locked(case), Act.FLAG_CONFLICT, by=by, at=at, facts=facts)
    doing.case.against, doing.case.conflict_lifted = unit, False
    doing.case.withdraw_release()
    return advance(doing)


@in_the_books
def lift_conflict(case: Case, *, text: str, by: Actor, at: datetime) -> Case:
    """Let the organisation complained of see the case. The reporter stays hidden."""
    doing = begin(locked(case), Act.LIFT_CONFLICT, by=by, at=at, facts={"text": text})
    doing.case.conflict_lifted = True
    return advance(doing)


@in_the_books
def note(
    case: Case, *, text: str, files: tuple[Shown, ...] = (), by: Actor, at: datetime
) -> Case:
    """Write down something for colleagues."""
    facts = {"text": text, "files": files}
    return advance(begin(locked(case), Act.NOTE, by=by, at=at, facts=facts))


@in_the_books
def show(
    case: Case,
    *,
    files: tuple[Shown, ...],
    text: str | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Photos of a report that came before them."""
    facts = {"files": files, "text": text}
    return advance(begin(locked(case), Act.SHOW, by=by, at=at, facts=facts))


def desk_above(case: Case, *, at: datetime, level: int | None = None) -> AreaRef | None:
    """Return the house one level up from the case's desk, or at `level`; else None."""
    above = placing.chain_of(case.desk_id, day_of(at))[:-1]
    if not above:
        return None
    return above[-1] if level is None else placing.desk_for(above, level)
