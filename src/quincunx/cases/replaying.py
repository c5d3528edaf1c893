"""The cases of a time, as reports that a pack can be asked about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from quincunx.areas import codes, locate, tree
from quincunx.areas.index import AreaRef
from quincunx.cases import access, clocks
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Stage
from quincunx.foundation.actors import Actor
from quincunx.matters.definitions import Report
from quincunx.matters.packs import Past, Rules, replay
from quincunx.matters.replay import Moved
from quincunx.staff.office import day_of

AT_ONCE = 500
MOST = 200  # cases told one by one


@dataclass(frozen=True)
class Weighed:
    """How the open cases would fare under other rules."""

    asked: int
    count: int  # fare otherwise
    elsewhere: int
    late: int
    gone: int  # their matter is no more
    moved: tuple[Moved, ...]  # of the first, those that may be shown


def weigh(before: Rules, after: Rules, *, by: Actor, at: datetime) -> Weighed:
    """Ask both rules about every open case; tell one by one what somebody may see."""
    told = replay(before, after, still_open(before, at))
    first = told.moved[:MOST]
    seen = shown_to(by, [moved.number for moved in first])
    return Weighed(
        asked=told.asked,
        count=len(told.moved),
        elsewhere=sum(moved.goes_elsewhere for moved in told.moved),
        late=sum(moved.becomes_late for moved in told.moved),
        gone=sum(moved.after is None for moved in told.moved),
        moved=tuple(moved for moved in first if moved.number in seen),
    )


def pasts(
    actor: Actor, rules: Rules, since: datetime, until: datetime
) -> Iterator[Past]:
    """Return the cases reported in a time that have a matter of these rules' packs.

    One query for 500 cases and one for their clocks; two more for each position.
    """
    seen = access.visible_cases(actor)
    reported = seen.filter(reported_at__gte=since, reported_at__lt=until)
    return _as_pasts(reported, rules, until)


def still_open(rules: Rules, now: datetime) -> Iterator[Past]:
    """Return every open case that has a matter of these rules' packs, to be counted.

    Whose numbers may be shown to somebody, says `shown_to`.
    """
    return _as_pasts(Case.objects.filter(closed_at__isnull=True), rules, now)


def shown_to(actor: Actor, numbers: Collection[str]) -> frozenset[str]:
    """Return those of some numbers whose cases `actor` may see."""
    seen = access.visible_cases(actor).filter(number__in=list(numbers))
    return frozenset(seen.values_list("number", flat=True))


def _as_pasts(seen: QuerySet[Case], rules: Rules, until: datetime) -> Iterator[Past]:
    reports = _Reports()
    of_packs = seen.filter(matter__pack__code__in=[p.code for p in rules.packs])
    rows = of_packs.select_related("matter", "condition", "grid")
    for case in rows.prefetch_related("clocks").order_by("number").iterator(AT_ONCE):
        yield reports.past(case, until)


@dataclass
class _Reports:
    """Turns cases into reports; remembers the codes of the areas they lie in."""

    known: dict[tuple[str, date], tuple[str, ...]] = field(default_factory=dict)

    def past(self, case: Case, now: datetime) -> Past:
        """Return a case as its handling found it, by the first run of that clock."""
        runs = [run for run in case.clocks.all() if run.stage == Stage.HANDLE]
        first = min(runs, key=lambda run: (run.started_at, run.pk), default=None)
        if first is None:
            return Past(case.number, self._report(case, case.reported_at))
        return Past(
            number=case.number,
            report=self._report(case, first.started_at),
            until=first.stopped_at or now,
            pauses=clocks.pauses_of(first),
        )

    def _report(self, case: Case, at: datetime) -> Report:
        layers = _layers(case)
        return Report(
            matter=case.matter.code if case.matter else "",
            condition=case.condition.code if case.condition else None,
            at=at,
            areas=self._codes(case.grid.path, day_of(case.reported_at)),
            grid=layers[0].kind if layers else case.grid.kind,
        )

    def _codes(self, path: str, on: date) -> tuple[str, ...]:
        """Return the codes of the areas around a grid, outermost first."""
        if (path, on) not in self.known:
            keys = tree.ids(path)
            borne = codes.codes_of(keys, on)
            self.known[path, on] = tuple(borne[key] for key in keys if key in borne)
        return self.known[path, on]


def _layers(case: Case) -> tuple[AreaRef, ...]:
    if case.lon is None or case.lat is None:
        return ()
    return locate.place(case.lon, case.lat, day_of(case.reported_at)).layers
