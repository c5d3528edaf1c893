"""All packs as they stand, read once per process and compared by one token.

A book is read again when the token in the database differs: after a load in any
process, and after a load that was rolled back. Asking for the book costs one query;
whoever asks several things of it passes it on and pays no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db import connection

from quincunx.areas import tree
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.assembly import Raw
from quincunx.matters.definitions import (
    CalendarEntry,
    Domain,
    MatterDefinition,
    StandardText,
)
from quincunx.matters.holidays import Announced, shipped, work_calendar
from quincunx.matters.likely import Index
from quincunx.matters.matter_tables import read_matter
from quincunx.matters.models import (
    AnnouncedYear,
    Condition,
    Matter,
    MatterVersion,
    Pack,
    PackVersion,
)
from quincunx.matters.pack_tables import (
    read_calendar,
    read_domain,
    read_route,
    read_text,
)
from quincunx.matters.processes import Terms
from quincunx.matters.reading import Table
from quincunx.matters.routing import Rule


@dataclass(frozen=True)
class Period:
    """From when to when something holds, the end excluded; and since when known."""

    start: datetime
    end: datetime | None
    known: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True)
class Edition:
    """One version of a pack, everything but its matters."""

    key: int
    number: int
    period: Period
    content: Raw

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The routes, with areas named by their keys."""
        return tuple(self._placed(read_route(table(r))) for r in self.content["route"])

    @cached_property
    def calendars(self) -> dict[str, CalendarEntry]:
        read = (read_calendar(table(raw)) for raw in self.content["calendar"])
        return {entry.code: entry for entry in read}

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(read_domain(table(raw)) for raw in self.content["domain"])

    @cached_property
    def texts(self) -> tuple[StandardText, ...]:
        """The texts it has ready; a version loaded before there were any has none."""
        return tuple(read_text(table(raw)) for raw in self.content.get("text", []))

    def _placed(self, rule: Rule) -> Rule:
        if rule.area is None:
            return rule
        key, name = self.content["areas"][rule.area]
        return replace(rule, area=str(key), place=name)

    @property
    def calendar(self) -> str | None:
        """The calendar its area goes by; None if the parent's."""
        calendar = self.content["pack"].get("calendar")
        return str(calendar) if calendar else None


@dataclass(frozen=True)
class Wording:
    """What a matter says for a time."""

    key: int
    number: int
    period: Period
    raw: Raw

    @cached_property
    def definition(self) -> MatterDefinition:
        return read_matter(table(self.raw))


@dataclass(frozen=True)
class Entry:
    """A matter with everything it ever said; `conditions` by key."""

    matter: Matter
    conditions: Mapping[int, Condition]
    wordings: tuple[Wording, ...]

    def at(self, at: datetime, condition: str | None = None) -> Wording:
        """Return what holds at `at`; before the first version, the first.

        With a condition's code, among the versions that know the condition.
        """
        known = [w for w in self.wordings if condition is None or _knows(w, condition)]
        begun = [w for w in known if w.period.start <= at]
        if not known:
            raise Refusal("no-such-condition", condition=str(condition))
        return begun[-1] if begun else known[0]

    def is_listed(self, at: datetime) -> bool:
        return _listed([w.period for w in self.wordings], at)


@dataclass(frozen=True)
class Shelf:
    """A pack with all its versions and matters."""

    pack: Pack
    editions: tuple[Edition, ...]
    entries: Mapping[str, Entry]

    def at(self, at: datetime) -> Edition:
        begun = [e for e in self.editions if e.period.start <= at]
        return begun[-1] if begun else self.editions[0]

    def is_listed(self, at: datetime) -> bool:
        return _listed([e.period for e in self.editions], at)


@dataclass(frozen=True)
class Book:
    token: UUID | None
    shelves: tuple[Shelf, ...] = ()
    announced: Mapping[str, Announced] = field(default_factory=dict)
    terms: dict[tuple[int, int, str], Terms] = field(default_factory=dict)
    indexes: dict[tuple[int, ...], Index] = field(default_factory=dict)
    _calendars: dict[tuple[int, str], WorkCalendar] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[int, Entry]:
        """Every matter of every pack, by its key."""
        return {e.matter.pk: e for s in self.shelves for e in s.entries.values()}

    @cached_property
    def shelf_of(self) -> dict[int, Shelf]:
        """The shelf of each pack, by the pack's key."""
        return {shelf.pack.pk: shelf for shelf in self.shelves}

    def covering(self, path: str, at: datetime) -> tuple[Shelf, ...]:
        """Return the packs that hold at `path`, the closest first."""
        keys = tree.ids(path)
        depth = {key: place for place, key in enumerate(keys, start=1)}
        near = [
            (depth.get(s.pack.area_id or 0, 0), s)
            for s in self.shelves
            if (s.pack.area_id is None or s.pack.area_id in depth) and s.is_listed(at)
        ]
        return tuple(s for _, s in sorted(near, key=lambda n: (-n[0], -n[1].pack.pk)))

    def calendar(self, shelf: Shelf, code: str, at: datetime) -> WorkCalendar:
        """Return a calendar of a pack or of a parent of its."""
        edition = shelf.at(at)
        made = self._calendars.get((edition.key, code))
        if made is None:
            entry = edition.calendars.get(code)
            made = (
                work_calendar(entry, self.announced)
                if entry
                else self.calendar(self.shelf_of[shelf.pack.parent_id or 0], code, at)
            )
            self._calendars[edition.key, code] = made
        return made


_open = Book(token=None)  # what this process read last


def book() -> Book:
    """Return all packs as they stand. One query, unless something was loaded."""
    with connection.cursor() as cursor:  # asked in every act: by the shortest way
        cursor.execute("SELECT token FROM matters_revision")
        row = cursor.fetchone()
    return if_still(UUID(str(row[0])) if row else None)


def if_still(token: UUID | None) -> Book:
    """Return the book of this process if its token is `token`, else read it anew."""
    global _open  # noqa: PLW0603 -- one book per process, replaced whole
    if _open.token != token or token is None:
        _open = _read(token)
    return _open


def last_read() -> Book:
    """Return what this process read last, perhaps out of date; no query."""
    return _open


def forget() -> None:
    """Let go of what this process read; whoever loads a pack says so."""
    global _open  # noqa: PLW0603 -- one book per process, replaced whole
    _open = Book(token=None)


def table(raw: Raw) -> Table:
    """Return a stored table for reading; it was checked when it was loaded."""
    return Table(raw, "", (), [])


def _read(token: UUID | None) -> Book:
    if token is None:
        return Book(token=None)
    wordings = _wordings()
    conditions: dict[int, dict[int, Condition]] = {}
    for condition in Condition.objects.order_by("position"):
        conditions.setdefault(condition.matter_id, {})[condition.pk] = condition
    entries: dict[int, dict[str, Entry]] = {}
    for matter in Matter.objects.select_related("pack").order_by("position", "pk"):
        entry = Entry(matter, conditions.get(matter.pk, {}), tuple(wordings[matter.pk]))
        entries.setdefault(matter.pack_id, {})[matter.code] = entry
    return Book(token, tuple(_shelves(entries)), _announced())


def _wordings() -> dict[int, list[Wording]]:
    """Return what every matter ever said, by its key, without reading the packs."""
    versions = PackVersion.objects.only("number", "loaded_at").in_bulk()
    found: dict[int, list[Wording]] = {}
    for change in MatterVersion.objects.order_by("valid_from", "pk"):
        version = versions[change.version_id]
        period = Period(change.valid_from, change.valid_to, version.loaded_at)
        wording = Wording(change.pk, version.number, period, change.definition)
        found.setdefault(change.matter_id, []).append(wording)
    return found


def _shelves(entries: Mapping[int, Mapping[str, Entry]]) -> Iterable[Shelf]:
    editions: dict[int, list[Edition]] = {}
    for version in PackVersion.objects.defer("source").order_by("valid_from", "number"):
        period = Period(version.valid_from, version.valid_to, version.loaded_at)
        edition = Edition(version.pk, version.number, period, version.content)
        editions.setdefault(version.pack_id, []).append(edition)
    for pack in Pack.objects.order_by("pk"):
        yield Shelf(pack, tuple(editions[pack.pk]), entries.get(pack.pk, {}))


def _announced() -> dict[str, Announced]:
    """Return the days shipped with the program and those announced since."""
    days: dict[str, Announced] = {}
    for row in AnnouncedYear.objects.order_by("year"):
        known = days.get(row.days) or shipped(row.days)
        days[row.days] = known | Announced(
            frozenset(map(date.fromisoformat, row.holidays)),
            frozenset(map(date.fromisoformat, row.worked)),
            frozenset({row.year}),
        )
    return days


def _knows(wording: Wording, condition: str) -> bool:
    return any(raw.get("code") == condition for raw in wording.raw["condition"])


def _listed(periods: Iterable[Period], at: datetime) -> bool:
    """Say whether one of the periods holds at `at`.

    Before anybody knew of the first one it holds as well, for what is brought in from
    earlier times; once it is known it waits for its day.
    """
    known = sorted(periods, key=lambda period: period.start)
    earlier = bool(known) and at < min(known[0].start, known[0].known)
    return earlier or any(period.holds(at) for period in known)
