"""What happened to a case, as entries of the timeline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quincunx.cases.models import Attachment
from quincunx.cases.pages import Moment
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.clocks import Limit
from quincunx.matters.words import limit
from quincunx.staff import access as staff
from quincunx.web.shell import words
from quincunx.web.shell.case_words import ACTS, CHOICES, STAGES, choice

CODED = ("reason", "found", "outcome", "verdict", "opinion", "decision", "channel")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: mark, what, who, and what was said and shown."""

    at: datetime
    mark: str
    what: str
    detail: str
    who: str
    said: tuple[str, ...]
    shown: Sequence[Attachment]
    public: bool


@dataclass(frozen=True)
class Names:
    """Names of people and units that stand in the entries, as far as one may know."""

    people: Mapping[int, str]
    units: Mapping[int, str]


def names_in(moments: Iterable[Moment], actor: Actor, at: datetime) -> Names:
    """Look the names up; two queries."""
    told = list(moments)
    people = {m.person for m in told if m.person}
    units = {unit for m in told for unit in _units(m.facts)}
    seen = staff.visible_people(actor, at=at).filter(pk__in=people)
    there = staff.visible_organisations(actor).filter(pk__in=units)
    return Names(
        dict(seen.values_list("pk", "name")), dict(there.values_list("pk", "name"))
    )


def _units(facts: Mapping[str, Any]) -> Iterator[int]:
    if isinstance(facts.get("unit"), int):
        yield facts["unit"]
    yield from (u for u in facts.get("units") or () if isinstance(u, int))


def entries(moments: Sequence[Moment], names: Names) -> list[Entry]:
    """Return the timeline, newest first; what is newest of an open case is now."""
    return [_entry(moment, names, newest=n == 0) for n, moment in enumerate(moments)]


def _entry(moment: Moment, names: Names, *, newest: bool) -> Entry:
    deed = ACTS.get(moment.act)
    mark = deed.mark if deed else ""
    return Entry(
        moment.at,
        "now" if newest and mark != "bad" else mark,
        str(deed.done) if deed else moment.act,
        pgettext("between two things", ", ").join(_details(moment, names)),
        _who(moment, names),
        tuple(_said(moment)),
        moment.shown,
        moment.public,
    )


def _said(moment: Moment) -> Iterator[str]:
    """Yield what was told; the clock tells a stage, by its code."""
    for text in filter(None, moment.said.values()):
        yield str(STAGES.get(text, text)) if moment.kind == Kind.CLOCK else text


def _who(moment: Moment, names: Names) -> str:
    if moment.kind == Kind.REPORTER:
        return _("the reporter")
    if moment.kind == Kind.CLOCK:
        return _("the clock")
    if moment.kind == Kind.IMPORTER:
        return _("brought in")
    if moment.person is None:
        return ""
    return names.people.get(moment.person) or _("a colleague")


def _details(moment: Moment, names: Names) -> Iterator[str]:
    facts = moment.facts
    shows_unit = moment.act in (Act.DISPATCH, Act.ARBITRATE, Act.DEFINE)
    if shows_unit and facts.get("unit") in names.units:
        yield _("to %(unit)s") % {"unit": names.units[facts["unit"]]}
    yield from (names.units[u] for u in facts.get("units") or () if u in names.units)
    yield from (str(choice(facts[c])) for c in CODED if facts.get(c) in CHOICES)
    if facts.get("limit"):
        yield limit(Limit.parse(facts["limit"]))
    until = parse_date(str(facts.get("until") or ""))
    if until:
        yield _("until %(day)s") % {"day": words.day(until)}
    if facts.get("rating"):
        yield _("%(n)s of 5") % {"n": facts["rating"]}
