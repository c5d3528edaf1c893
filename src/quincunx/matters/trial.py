"""Trying a pack on a report: the route, the clocks and the deadline, step by step."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from django.utils import translation

from quincunx.areas import codes as area_codes
from quincunx.areas import locate
from quincunx.areas.locate import Placement
from quincunx.lib import clocks
from quincunx.lib.clocks import Limit, SpanKind
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters import checks, stored, words
from quincunx.matters.assembly import Assembly, Parent, assemble
from quincunx.matters.definitions import (
    ConditionDefinition,
    MatterDefinition,
    PackDefinition,
)
from quincunx.matters.holidays import work_calendar
from quincunx.matters.narrowing import WORKED
from quincunx.matters.routing import (
    KIND,
    AreaMark,
    Candidate,
    Question,
    Reason,
    Rule,
    weigh,
)
from quincunx.matters.source import read
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import Organisation


@dataclass(frozen=True)
class Trial:
    """What would become of a report, as steps that can be said in every language.

    `unit` is the organisation's code as the pack or the database names it; None where
    the installation has nobody of the kind yet.
    """

    matter: str
    condition: str
    route: str
    unit: str | None
    fallback: bool
    due: datetime
    steps: tuple[Reason, ...]

    def in_words(self, language: str) -> list[str]:
        """Return the steps as sentences in `language`."""
        with translation.override(language):
            return [words.reason(step) for step in self.steps]


@dataclass(frozen=True)
class _Opened:
    """A pack with those above it, ready to answer."""

    name: str
    packs: tuple[PackDefinition, ...]  # the closest first
    calendar: WorkCalendar


def try_(
    pack: str | Path,
    matter: str,
    lon: float | None,
    lat: float | None,
    at: datetime,
    *,
    condition: str | None = None,
) -> Trial:
    """Work out what a pack makes of a report, loaded or still in its folder.

    Refuses a pack with faults, a matter it lacks, and what is no position. Without a
    position the report counts as not located.
    """
    if at.tzinfo is None:
        raise Refusal("moment-without-zone", at=at.isoformat())
    opened = _open(pack)
    said = _matter(opened, matter)
    asked = _condition(said, condition)
    place = (
        locate.place(lon, lat, at.date())
        if lon is not None and lat is not None
        else None
    )
    candidates = _weighed(opened, said, place, at)
    units = _Units(place)
    chosen = next((c for c in candidates if c.fires and units.find(c.rule.unit)), None)
    unit = units.find(chosen.rule.unit) if chosen else units.territory()
    limit = asked.limit_on(opened.calendar.local(at).date())
    steps = (
        *_about(opened, said, asked),
        *_where(place),
        *_why(chosen, candidates, unit, units),
        *_clocks(opened.calendar, said, asked, at),
        *_deadline(opened.calendar, asked, at),
    )
    return Trial(
        matter=said.code,
        condition=asked.code,
        route=chosen.rule.code if chosen else "territory",
        unit=unit.code if unit else None,
        fallback=chosen is None,
        due=clocks.due(at, limit, opened.calendar),
        steps=steps,
    )


def _place(lon: float | None, lat: float | None, at: datetime) -> Placement | None:
    if lon is None or lat is None:
        return None
    return locate.place(lon, lat, at.date())


def _open(pack: str | Path) -> _Opened:
    if isinstance(pack, Path) or Path(pack).exists():
        source = read(Path(pack))
        above = assemble(source).definition.parent
        parent = stored.parent_named(above) if above else None
        assembly, name = assemble(source, parent), ""
    else:
        version = stored.version_of(stored.PackName.parse(pack))
        assembly = stored.assembly_of(version)
        above = assembly.definition.parent
        parent = stored.parent_named(above) if above else None
        name = f"{version.pack.code}@{version.number}"
    _must_be_sound(assembly, parent)
    said = assembly.definition
    packs = (said, *([parent.definition] if parent else []))
    entries = {c.code: c for each in reversed(packs) for c in each.calendars}
    return _Opened(name or said.code, packs, work_calendar(entries[said.calendar], {}))


def _must_be_sound(assembly: Assembly, parent: Parent | None) -> None:
    known = set(Organisation.objects.values_list("code", flat=True))
    faults = checks.check(assembly, parent, known).faults
    if faults:
        raise Refusal(
            "pack-has-faults",
            pack=assembly.definition.code,
            count=len(faults),
            place=faults[0].place,
            fault=words.Spoken(faults[0]),
            faults=faults,
        )


def _matter(opened: _Opened, code: str) -> MatterDefinition:
    for pack in opened.packs:
        found = pack.matter(code)
        if found:
            return found
    raise Refusal("no-such-matter", matter=code)


def _condition(matter: MatterDefinition, code: str | None) -> ConditionDefinition:
    try:
        return matter.condition(code)
    except KeyError as error:
        raise Refusal("no-such-condition", condition=code) from error


def _weighed(
    opened: _Opened, matter: MatterDefinition, place: Placement | None, at: datetime
) -> tuple[Candidate, ...]:
    areas = (*place.chain, *place.layers) if place else ()
    marks = tuple(AreaMark(frozenset({str(a.id)}), a.kind) for a in areas)
    local = opened.calendar.local(at).replace(tzinfo=None)
    question = Question(matter.code, matter.domain, matter.unit, marks, local)
    rules = [rule for pack in opened.packs for rule in pack.routes]
    return weigh(_placed(rules, at.date()), question)


def _placed(rules: Sequence[Rule], on: date) -> Iterator[Rule]:
    """Put the key of an area in the place of its code; an unknown one never fires."""
    for rule in rules:
        if rule.area is None:
            yield rule
            continue
        try:
            area = area_codes.bearer(rule.area, on)
            yield replace(rule, area=str(area.pk), place=area.name)
        except Refusal:
            yield replace(rule, area="", place=rule.area)


class _Units:
    """The organisations around the place, by what a route calls them."""

    def __init__(self, place: Placement | None) -> None:
        areas = (*place.chain, *place.layers) if place else ()
        self._depth = {area.id: depth for depth, area in enumerate(areas)}

    def find(self, unit: str) -> Organisation | None:
        still_open = Organisation.objects.filter(closed_on=None)
        if not unit.startswith(KIND):
            return still_open.filter(code=unit).first()
        rows = still_open.filter(kind=unit.removeprefix(KIND)).order_by("pk")
        near = [r for r in rows if r.area_id is None or r.area_id in self._depth]
        return max(near, key=self._nearness, default=None)

    def territory(self) -> Organisation | None:
        kinds = (HOUSES[1], HOUSES[2])
        found = (self.find(f"{KIND}{kind}") for kind in kinds)
        return next((house for house in found if house), None)

    def _nearness(self, unit: Organisation) -> tuple[int, int]:
        depth = -1 if unit.area_id is None else self._depth[unit.area_id]
        return depth, -unit.pk


def _about(
    opened: _Opened, matter: MatterDefinition, condition: ConditionDefinition
) -> Iterator[Reason]:
    yield Reason(
        "try-matter",
        (
            ("matter", matter.name),
            ("pack", opened.name),
            ("tier", matter.process.tier.value),
            ("condition", condition.name),
        ),
    )
    yield Reason("try-standard", (("standard", matter.standard),))
    for piece in matter.evidence:
        told = (("evidence", piece.kind.value), ("least", piece.least))
        yield Reason("try-evidence", told)


def _where(place: Placement | None) -> Iterator[Reason]:
    if place is None or not place.chain:
        how = place.how.value if place else "not-located"
        yield Reason(f"try-place-{how}")
        return
    chain = " / ".join(area.name for area in place.chain)
    yield Reason(f"try-place-{place.how.value}", (("chain", chain),))


def _why(
    chosen: Candidate | None,
    candidates: Sequence[Candidate],
    unit: Organisation | None,
    units: _Units,
) -> Iterator[Reason]:
    if chosen:
        yield from chosen.because
    else:
        yield Reason("territory" if unit else "no-house")
    if unit:
        yield Reason("try-unit", (("unit", unit.name), ("code", unit.code)))
    for other in candidates:
        if other is not chosen:
            yield from _why_not(other, units)


def _why_not(other: Candidate, units: _Units) -> Iterator[Reason]:
    route = ("route", other.rule.code)
    if not other.fires:
        yield from other.because
    elif units.find(other.rule.unit) is None:
        yield Reason("nobody-there", (route, ("unit", other.rule.unit)))
    else:
        yield Reason("less-close", (route,))


def _clocks(
    calendar: WorkCalendar,
    matter: MatterDefinition,
    condition: ConditionDefinition,
    at: datetime,
) -> Iterator[Reason]:
    yield Reason("try-calendar", (("calendar", calendar.code), ("zone", calendar.zone)))
    for step in matter.process.steps:
        told: list[tuple[str, object]] = [
            ("act", step.act),
            ("unit", step.unit or "desk"),
        ]
        if step.limit is None:
            yield Reason("try-step", tuple(told))
            continue
        due = clocks.due(at, step.limit, calendar)
        told += [("limit", step.limit), ("due", calendar.local(due))]
        yield Reason("try-step-limit", tuple(told))
    for milestone in condition.milestones:
        due = clocks.due(at, milestone.limit, calendar)
        name = milestone.name or milestone.code
        named = (("milestone", name), ("limit", milestone.limit))
        yield Reason("try-milestone", (*named, ("due", calendar.local(due))))


def _deadline(
    calendar: WorkCalendar, condition: ConditionDefinition, at: datetime
) -> Iterator[Reason]:
    day = calendar.local(at).date()
    limit = condition.limit_on(day)
    season = next((s for s in condition.seasons if s.season.holds(day)), None)
    if season:
        told = (("season", str(season.season)), ("limit", limit))
        yield Reason("try-season", told)
    yield Reason("try-limit", (("limit", limit), ("start", calendar.local(at))))
    yield from _counted(calendar, limit, at)
    due = clocks.due(at, limit, calendar)
    if not calendar.is_announced(calendar.local(due).date()):
        year = calendar.local(due).year
        yield Reason("try-unannounced", (("year", year),))
    yield Reason("try-due", (("due", calendar.local(due)),))
    yield Reason("try-closing", (("closing", condition.closing),))


def _counted(calendar: WorkCalendar, limit: Limit, at: datetime) -> Iterator[Reason]:
    """Say what counts: stretches of a running limit, days of a worked one."""
    spans = clocks.explain(at, at, limit, calendar)
    if limit.unit not in WORKED:
        for span in spans:
            start, end = calendar.local(span.start), calendar.local(span.end)
            told = (("start", start), ("end", end), ("amount", span.amount))
            yield Reason("try-counted", told)
        return
    worked: Counter[date] = Counter()
    for span in spans:
        if span.kind is not SpanKind.NOT_COUNTED:
            day = calendar.local(span.start).date()
            worked[day] += span.amount // timedelta(seconds=1)
    for first, last, seconds in _runs(calendar, at, worked):
        yield _run_said(first, last, timedelta(seconds=seconds))


def _runs(
    calendar: WorkCalendar, at: datetime, worked: Mapping[date, int]
) -> Iterator[tuple[date, date, int]]:
    """Join days one after the other with the same work, days off among them."""
    first, last = calendar.local(at).date(), max(worked)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for seconds, run in groupby(days, key=lambda day: worked.get(day, 0)):
        joined = list(run)
        yield joined[0], joined[-1], seconds


def _run_said(first: date, last: date, each: timedelta) -> Reason:
    """Say of a run of days how much each counts."""
    kind = "work" if each else "off"
    if first == last:
        return Reason(f"try-{kind}-day", (("day", first), ("amount", each)))
    days = (last - first).days + 1
    told = (("day", first), ("until", last), ("amount", each), ("total", each * days))
    return Reason(f"try-{kind}-days", told)
