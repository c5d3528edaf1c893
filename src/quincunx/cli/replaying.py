"""The cases of a time, as reports that a pack can be asked about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from quincunx.areas import codes, locate, tree
from quincunx.areas.index import AreaRef
from quincunx.cases import access, clocks
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Stage
from quincunx.cli.owner import owner
from quincunx.matters.definitions import Report
from quincunx.matters.packs import Past, Rules
from quincunx.staff.office import day_of

AT_ONCE = 500


def pasts(rules: Rules, since: datetime, until: datetime) -> Iterator[Past]:
    """Return the cases reported in a time that have a matter of these rules' packs.

    One query for 500 cases and one for their clocks; two more for each position.
    """
    reports = _Reports()
    seen = access.visible_cases(owner(until)).filter(
        matter__pack__code__in=[pack.code for pack in rules.packs],
        reported_at__gte=since,
        reported_at__lt=until,
    )
    rows = seen.select_related("matter", "condition", "grid")
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
