"""The catalogue: every matter with its unit, process, limits and standard."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters import calendars, catalogue
from quincunx.matters.access import may_govern
from quincunx.matters.book import Book, Entry
from quincunx.matters.definitions import ConditionDefinition, Domain
from quincunx.matters.models import Matter
from quincunx.matters.processes import ProcessStep
from quincunx.matters.words import unit
from quincunx.web.matters import words
from quincunx.web.shell.case_words import ACTS, STAGES
from quincunx.web.shell.evidence import EVIDENCE
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit
from quincunx.web.shell.words import local

CLOCKS = ("establish", "dispatch", "accept", "handle", "verify", "tell")


@dataclass(frozen=True)
class Line:
    """One matter in the list."""

    matter: Matter
    name: str
    domain: str
    tier: words.Said
    unit: str
    limit: Limit

    @property
    def url(self) -> str:
        return reverse("matter", args=[self.matter.pk])


@dataclass(frozen=True)
class Pill:
    """A filter with how many it leaves."""

    code: str
    word: str
    count: int
    pressed: bool


def _line(matter: Matter, book: Book, domains: dict[str, str], visit: Visit) -> Line:
    said = catalogue.definition(matter, visit.received_at, within=book)
    first = said.conditions[0]
    return Line(
        matter,
        local(matter.name),
        domains.get(matter.domain, matter.domain),
        words.TIERS.get(matter.tier, matter.tier),
        unit(said.unit),
        first.limit_on(today(visit.received_at)),
    )


def _pills(matters: list[Matter], domains: list[Domain], chosen: str) -> list[Pill]:
    counts = [(d, sum(m.domain == d.code for m in matters)) for d in domains]
    return [Pill(d.code, local(d.name), n, d.code == chosen) for d, n in counts if n]


@staff_only
def matters(request: Visit) -> HttpResponse:
    """List what the catalogue holds where somebody works; one book, one query."""
    book = catalogue.book()
    path, on = home(request.actor), today(request.received_at)
    domains = catalogue.domains_in(path, on, within=book)
    every = catalogue.matters_in(path, on, within=book)
    chosen, typed = request.GET.get("domain", ""), request.GET.get("q", "").strip()
    names = {d.code: local(d.name) for d in domains}
    lines = [
        _line(m, book, names, request)
        for m in every
        if chosen in ("", m.domain) and _fits(m, typed)
    ]
    facts = {
        "lines": lines,
        "pills": _pills(every, domains, chosen),
        "total": len(every),
        "typed": typed,
        "domain": chosen,
        "unannounced": _unannounced(request, book),
    }
    return render(request, "matters/list.html", facts)


def _unannounced(visit: Visit, book: Book) -> list[int]:
    """Return the years near whose days off nobody has written down, for whoever can."""
    if not may_govern(visit.actor):
        return []
    found = calendars.unannounced(today(visit.received_at), within=book)
    return sorted({each.year for each in found})


def _fits(matter: Matter, typed: str) -> bool:
    said = " ".join([matter.code, *matter.name.values()]).casefold()
    return typed.casefold() in said


@dataclass(frozen=True)
class ConditionCard:
    """A filing condition with its limits by stage."""

    name: str
    closing: str
    sample: str
    limits: tuple[tuple[words.Said, Limit], ...]
    seasons: tuple[tuple[str, Limit], ...]
    milestones: tuple[tuple[str, Limit], ...]


def _card(condition: ConditionDefinition, on: date) -> ConditionCard:
    limits = {**condition.limits, "handle": condition.limit_on(on)}
    return ConditionCard(
        local(condition.name),
        local(condition.closing),
        local(condition.sample),
        tuple((STAGES[s], limits[s]) for s in CLOCKS if s in limits),
        tuple((str(s.season), s.limit) for s in condition.seasons),
        tuple((m.code, m.limit) for m in condition.milestones),
    )


def _entry(key: int, book: Book) -> Entry:
    entry = book.entries.get(key)
    if entry is None:
        raise Refusal("no-such-matter", matter=key)
    return entry


@dataclass(frozen=True)
class StepLine:
    """One act on the way: who does it, at which level, within which limit."""

    verb: words.Said
    who: words.Said
    level: words.Said
    limit: Limit | None


def _step(step: ProcessStep) -> StepLine:
    named = step.unit or ""
    deed = ACTS.get(step.act)
    return StepLine(
        deed.verb if deed else step.act,
        unit(named),
        words.LEVELS.get(step.level or 0, ""),
        step.limit,
    )


@staff_only
def matter(request: Visit, key: int) -> HttpResponse:
    """Show what a matter asks of whom, and how it came to say so."""
    book = catalogue.book()
    entry, on = _entry(key, book), today(request.received_at)
    said = catalogue.definition(key, request.received_at, within=book)
    shelf = book.shelf_of[entry.matter.pack_id]
    names = {d.code: local(d.name) for d in shelf.at(request.received_at).domains}
    facts = {
        "matter": entry.matter,
        "said": said,
        "domain": names.get(said.domain, said.domain),
        "tier": words.TIERS[said.process.tier],
        "tier_explained": words.TIERS_EXPLAINED[said.process.tier],
        "unit": unit(said.unit),
        "verifier": words.VERIFIERS[said.verify_by],
        "steps": [_step(step) for step in said.process.steps],
        "evidence": [(EVIDENCE[e.kind], e.least) for e in said.evidence],
        "cards": [_card(c, on) for c in said.conditions],
        "versions": list(reversed(entry.wordings)),
        "pack": shelf.pack,
    }
    return render(request, "matters/matter.html", facts)
