"""Results due on the way: they begin with handling, and stand still when it does."""

from datetime import datetime

from quincunx.cases.models import Case, Clock, Milestone
from quincunx.cases.vocabulary import Act
from quincunx.lib.clocks import Pause, due
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.processes import Terms


def follow(
    case: Case,
    terms: Terms | None,
    clock: Clock,
    calendar: WorkCalendar,
    pauses: tuple[Pause, ...],
) -> None:
    """Lay the milestones of a case by its handling clock; those reached stay.

    Nothing for a matter without milestones; else two queries, and one for each row.
    """
    if terms is None or not terms.milestones:
        return
    reached = Milestone.objects.filter(case=case, reached_at__isnull=False)
    kept = set(reached.values_list("code", flat=True))
    for each in terms.milestones:
        if each.code not in kept:
            laid = {
                "limit": str(each.limit),
                "due_at": due(clock.started_at, each.limit, calendar, pauses),
                "reached_at": case.reported_at if each.code == Act.REPORT else None,
                "warned": False,
            }
            Milestone.objects.update_or_create(case=case, code=each.code, defaults=laid)


def next_look(case: Case, terms: Terms | None) -> datetime | None:
    """Return when the next milestone is due that nobody was warned of."""
    if terms is None or not terms.milestones:
        return None
    waiting = Milestone.objects.filter(case=case, reached_at=None, warned=False)
    first: datetime | None = (
        waiting.order_by("due_at").values_list("due_at", flat=True).first()
    )
    return first


def is_open(case: Case, code: str) -> bool:
    return Milestone.objects.filter(case=case, code=code, reached_at=None).exists()


def any_open(case: Case) -> bool:
    return Milestone.objects.filter(case=case, reached_at=None).exists()


def reach(case: Case, code: str, at: datetime) -> None:
    Milestone.objects.filter(case=case, code=code).update(reached_at=at)


def reach_by_doing(case: Case, act: str, terms: Terms | None, at: datetime) -> None:
    """Let a step of the process with a limit of its own be reached by doing it.

    Opinions are reached by the last of them (`tiers.opine`). No query for an act that
    is no milestone.
    """
    if terms is None or act == Act.OPINE:
        return
    if act in {each.code for each in terms.milestones} and is_open(case, act):
        reach(case, act, at)


def warn_due(case: Case, now: datetime) -> bool:
    """Mark the milestones that were not reached in time; say whether there were any."""
    late = Milestone.objects.filter(case=case, reached_at=None, warned=False)
    return bool(late.filter(due_at__lte=now).update(warned=True))


def of(case: Case) -> list[Milestone]:
    """Return the milestones that were laid for a case, by their time. One query."""
    return list(Milestone.objects.filter(case=case).order_by("due_at", "pk"))
