"""The catalogue: which matters hold in an area on a day, and a matter's terms.

A lower pack goes before the packs above it: the same code in a sub-district's pack
is the sub-district's narrower matter.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters import likely as likely_words
from quincunx.matters.book import Book, Entry, Wording, book
from quincunx.matters.definitions import (
    ConditionDefinition,
    Domain,
    MatterDefinition,
    StandardText,
)
from quincunx.matters.likely import Described, Index
from quincunx.matters.models import Condition, Matter
from quincunx.matters.processes import Extension, Terms

__all__ = [
    "book",
    "conditions",
    "definition",
    "domains_in",
    "find",
    "likely",
    "matters_in",
    "terms",
    "texts",
]


class LikelyMatter(NamedTuple):
    """A matter that words speak for; the score is a share, 0 to 1."""

    matter: Matter
    score: float
    because: tuple[str, ...]


def matters_in(path: str, on: date, *, within: Book | None = None) -> list[Matter]:
    """Return the matters that hold at `path` on a day, in the order of the pack.

    One query, none with a book. The rows are shared: read them, do not change them.
    """
    return [entry.matter for entry in _entries(path, _last_moment(on), within)]


def domains_in(path: str, on: date, *, within: Book | None = None) -> list[Domain]:
    """Return the domains of the packs that hold at `path`, each once."""
    at = _last_moment(on)
    shelves = reversed((within or book()).covering(path, at))
    domains = {d.code: d for shelf in shelves for d in shelf.at(at).domains}
    return list(domains.values())


def find(code: str, path: str, on: date, *, within: Book | None = None) -> Matter:
    """Return the matter with `code` that holds at `path`, or refuse."""
    at = _last_moment(on)
    for shelf in (within or book()).covering(path, at):
        entry = shelf.entries.get(code)
        if entry and entry.is_listed(at):
            return entry.matter
    raise Refusal("no-such-matter", matter=code)


def conditions(
    matter: Matter | int, at: datetime, *, within: Book | None = None
) -> list[tuple[Condition, ConditionDefinition]]:
    """Return the filing conditions of a matter as they stand at `at`, in order."""
    entry = _entry(matter, within)
    rows = {row.code: row for row in entry.conditions.values()}
    return [(rows[d.code], d) for d in entry.at(at).definition.conditions]


def condition(matter: Matter | int, code: str, at: datetime) -> Condition:
    """Return a matter's condition by its code, or refuse. One query."""
    for row, _ in conditions(matter, at):
        if row.code == code:
            return row
    raise Refusal("no-such-condition", condition=code)


def definition(
    matter: Matter | int, at: datetime, *, within: Book | None = None
) -> MatterDefinition:
    """Return everything a matter says at `at`, for the screens of the catalogue."""
    return _entry(matter, within).at(at).definition


def terms(
    matter: Matter | int,
    condition: Condition | int | None,
    at: datetime,
    *,
    within: Book | None = None,
) -> Terms:
    """Return what a case of this matter lives by that began at `at`.

    Seasonal limits go by the day in the zone of the pack's calendar. Without a
    condition the matter's first one counts. One query, none with a book.
    """
    opened = within or book()
    entry = _entry(matter, opened)
    code = _condition_code(entry, condition)
    wording = entry.at(at, code)
    found = wording.definition.condition(code)
    limit = found.limit_on(at.astimezone(_zone(opened, entry, at)).date())
    row = next(c for c in entry.conditions.values() if c.code == found.code)
    key = (wording.key, row.pk, str(limit))
    if key not in opened.terms:
        limits = {**found.limits, "handle": limit}
        opened.terms[key] = _terms(entry, wording, row, found, limits)
    return opened.terms[key]


def _terms(
    entry: Entry,
    wording: Wording,
    row: Condition,
    condition: ConditionDefinition,
    limits: dict[str, Limit],
) -> Terms:
    matter = wording.definition
    return Terms(
        matter_id=entry.matter.pk,
        condition_id=row.pk,
        pack=f"{entry.matter.pack.code}@{wording.number}",
        code=matter.code,
        tier=matter.process.tier,
        process=matter.process,
        limits=limits,
        milestones=condition.milestones,
        evidence=matter.evidence,
        standard=matter.standard,
        closing=condition.closing,
        verify_by=matter.verify_by,
        may_skip_verification=matter.may_skip_verification,
        sample_percent=matter.sample_percent,
        extension=Extension(
            matter.extension_times, matter.extension_amount or limits["handle"]
        ),
        suspension_days=matter.suspension_days,
        return_window=matter.return_window,
        reopen_days=matter.reopen_days,
        recurrence=matter.recurrence,
        duplicate=matter.duplicate,
        public=matter.public,
        escalation=matter.escalation,
        urgency=condition.urgency,
        sample=matter.sample_of(condition),
    )


def likely(
    text: str, path: str, on: date, *, within: Book | None = None
) -> list[LikelyMatter]:
    """Return up to five matters at `path` that the words of a report speak for.

    One query, none with a book. The words are not kept.
    """
    at, opened = _last_moment(on), within or book()
    entries = {entry.matter.pk: entry for entry in _entries(path, at, opened)}
    said = tuple(entry.at(at).key for entry in entries.values())
    if said not in opened.indexes:
        domains = {d.code: d for d in domains_in(path, on, within=opened)}
        opened.indexes[said] = Index.of(
            described(key, entry.at(at).definition, domains)
            for key, entry in entries.items()
        )
    return [
        LikelyMatter(entries[found.key].matter, found.score, found.because)
        for found in opened.indexes[said].suggest(text)
    ]


def texts(
    act: str, matter: Matter | None, path: str, at: datetime
) -> list[StandardText]:
    """Return the texts that are ready for an act, those for its matter first.

    The closest pack's texts come before those of the packs above it. One query.
    """
    code = matter.code if matter else ""
    found = {
        text.code: text
        for shelf in reversed(book().covering(path, at))
        for text in shelf.at(at).texts
        if text.fits(act, code)
    }
    return sorted(found.values(), key=lambda text: not text.matters)


def described(
    key: int, matter: MatterDefinition, domains: Mapping[str, Domain]
) -> Described:
    """Return what is said of a matter in all its languages, each with its weight."""
    domain = domains.get(matter.domain)
    told: list[tuple[float, Iterable[str]]] = [
        (likely_words.NAME, matter.name.values()),
        (likely_words.KEYWORD, matter.keywords),
        (likely_words.STANDARD, matter.standard.values()),
        (likely_words.DOMAIN, domain.name.values() if domain else ()),
    ]
    told += [(likely_words.CONDITION, c.name.values()) for c in matter.conditions]
    return Described(key, tuple((weight, t) for weight, texts in told for t in texts))


def _entries(path: str, at: datetime, within: Book | None) -> list[Entry]:
    """Return the entries that hold at `path`; the closest pack has the word."""
    found: dict[str, Entry] = {}
    for shelf in reversed((within or book()).covering(path, at)):
        listed = {c: e for c, e in shelf.entries.items() if e.is_listed(at)}
        found |= listed
    return list(found.values())


def _entry(matter: Matter | int, within: Book | None) -> Entry:
    key = matter if isinstance(matter, int) else matter.pk
    entry = (within or book()).entries.get(key)
    if entry is None:
        raise Refusal("no-such-matter", matter=key)
    return entry


def _condition_code(entry: Entry, condition: Condition | int | None) -> str | None:
    if condition is None:
        return None
    key = condition if isinstance(condition, int) else condition.pk
    if key not in entry.conditions:
        raise Refusal("no-such-condition", condition=key)
    return entry.conditions[key].code


def _zone(opened: Book, entry: Entry, at: datetime) -> ZoneInfo:
    shelf = opened.shelf_of[entry.matter.pack_id]
    code = shelf.at(at).calendar
    return opened.calendar(shelf, code, at).zone_info if code else _default_zone()


def _last_moment(on: date) -> datetime:
    """Return the end of a day: what was loaded today holds today."""
    return datetime.combine(on, time.max, tzinfo=_default_zone())


def _default_zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_default_timezone_name())
