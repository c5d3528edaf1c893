"""Trying a pack on a report: the route, the clocks and the deadline, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.utils import translation

from quincunx.areas import codes as area_codes
from quincunx.areas import locate
from quincunx.areas.locate import Placement
from quincunx.lib import clocks
from quincunx.lib.refusal import Refusal
from quincunx.matters import stored, telling, words
from quincunx.matters.definitions import (
    ConditionDefinition,
    MatterDefinition,
)
from quincunx.matters.proving import Rules
from quincunx.matters.routing import (
    KIND,
    AreaMark,
    Candidate,
    Question,
    Reason,
    Rule,
    weigh,
)
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of


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
    opened = stored.rules_of(pack)
    said = _matter(opened, matter)
    asked = _condition(said, condition)
    place = (
        locate.place(lon, lat, day_of(at))
        if lon is not None and lat is not None
        else None
    )
    candidates = _weighed(opened, said, place, at)
    units = _Units(place)
    chosen = next((c for c in candidates if c.fires and units.find(c.rule.unit)), None)
    unit = units.find(chosen.rule.unit) if chosen else units.territory()
    limit = asked.limit_on(opened.calendar.local(at).date())
    steps = (
        *telling.about(opened.name, said, asked),
        *telling.where(place),
        *telling.why(chosen, candidates, unit, units.find),
        *telling.way(opened.calendar, said, asked, at),
        *telling.deadline(opened.calendar, asked, at),
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


def _matter(opened: Rules, code: str) -> MatterDefinition:
    found = opened.matter(code)
    if found is None:
        raise Refusal("no-such-matter", matter=code)
    return found


def _condition(matter: MatterDefinition, code: str | None) -> ConditionDefinition:
    try:
        return matter.condition(code)
    except KeyError as error:
        raise Refusal("no-such-condition", condition=code) from error


def _weighed(
    opened: Rules, matter: MatterDefinition, place: Placement | None, at: datetime
) -> tuple[Candidate, ...]:
    areas = (*place.chain, *place.layers) if place else ()
    marks = tuple(AreaMark(frozenset({str(a.id)}), a.kind) for a in areas)
    local = opened.calendar.local(at).replace(tzinfo=None)
    question = Question(matter.code, matter.domain, matter.unit, marks, local)
    return weigh(_placed(opened.routes, day_of(at)), question)


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
