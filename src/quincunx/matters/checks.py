"""What must hold of a pack before it may be loaded: every fault with its place."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters import proving
from quincunx.matters.assembly import Assembly, Parent, located
from quincunx.matters.definitions import (
    CalendarEntry,
    Group,
    MatterDefinition,
    OrganisationEntry,
    PackDefinition,
    StandardText,
)
from quincunx.matters.holidays import SHIPPED, work_calendar
from quincunx.matters.narrowing import widenings
from quincunx.matters.processes import (
    ACTS,
    PEOPLE,
    TEXT_ACTS,
    Process,
    misplaced_acts,
    missing_acts,
)
from quincunx.matters.reading import Fault
from quincunx.matters.routing import KIND, Rule
from quincunx.staff.kinds import OrganisationKind

DEEPEST = 9
NEVER_PUBLIC = frozenset({Group.DISPUTES, Group.SAFETY})


@dataclass(frozen=True)
class Checked:
    """A pack and everything that is wrong with it."""

    assembly: Assembly
    faults: tuple[Fault, ...]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class _Known:
    """What a pack may refer to: its own, its parent's, the installation's."""

    organisations: frozenset[str]
    domains: frozenset[str]
    private: frozenset[str]  # domains that are never public
    matters: frozenset[str]
    calendars: dict[str, CalendarEntry]


def check(
    assembly: Assembly,
    parent: Parent | None = None,
    organisations: Collection[str] = (),
) -> Checked:
    """Check form and sense; `organisations` are codes the installation has already."""
    known = _known(assembly.definition, parent, organisations)
    found = [*assembly.faults]
    if not any(fault.code == "not-toml" for fault in found):
        found += [_at(assembly, fault) for fault in _senses(assembly, parent, known)]
    pack = assembly.definition
    counts = {
        "matters": len(pack.matters),
        "conditions": sum(len(m.conditions) for m in pack.matters),
        "routes": len(pack.routes),
        "tests": len(pack.tests),
    }
    return Checked(assembly, tuple(dict.fromkeys(found)), counts)


def _known(
    pack: PackDefinition, parent: Parent | None, organisations: Collection[str]
) -> _Known:
    packs = [pack, *([parent.definition] if parent else [])]
    return _Known(
        organisations=frozenset(
            {entry.code for each in packs for entry in each.organisations}
            | set(organisations)
        ),
        domains=frozenset(d.code for each in packs for d in each.domains),
        private=frozenset(
            d.code for each in packs for d in each.domains if d.group in NEVER_PUBLIC
        ),
        matters=frozenset(m.code for each in packs for m in each.matters),
        calendars={c.code: c for each in reversed(packs) for c in each.calendars},
    )


def _senses(
    assembly: Assembly, parent: Parent | None, known: _Known
) -> Iterator[Fault]:
    pack = assembly.definition
    yield from _doubles(pack)
    yield from _place(pack, parent, known)
    for code, process in pack.processes.items():
        yield from _process(code, process, known)
    for entry in pack.organisations:
        yield from _organisation(entry, known)
    for matter in pack.matters:
        yield from _matter(matter, known)
    for route in pack.routes:
        yield from _route(route, known)
    for text in pack.texts:
        yield from _text(text, known)
    yield from _too_few(pack)
    calendar = _calendar(pack, known)
    if parent and calendar:
        yield from _against_parent(pack, parent, calendar)
    if calendar:
        yield from _tests(pack, parent, calendar)


def _fault(table: str, code: str, fault: str, *keys: str, **facts: object) -> Fault:
    """Return a fault that names its table; `_at` finds the place later."""
    return Fault(fault, table, (code, *keys), tuple(facts.items()))


def _at(assembly: Assembly, fault: Fault) -> Fault:
    """Turn a table's name and code into file, keys and line."""
    table, (code, *keys) = fault.file, fault.keys
    file, number = assembly.places.get((table, str(code)), ("pack.toml", 0))
    start = (table, number) if number else (table,)
    placed = Fault(fault.code, file, (*start, *keys), fault.facts)
    return located(placed, assembly.source)


def _doubles(pack: PackDefinition) -> Iterator[Fault]:
    coded = {
        "domain": [d.code for d in pack.domains],
        "organisation": [o.code for o in pack.organisations],
        "calendar": [c.code for c in pack.calendars],
        "matter": [m.code for m in pack.matters],
        "route": [r.code for r in pack.routes],
        "test": [t.name for t in pack.tests],
        "text": [t.code for t in pack.texts],
    }
    for table, codes in coded.items():
        for code, times in Counter(codes).items():
            if times > 1 and code:
                yield _fault(table, code, "said-twice", "code", key=code)


def _place(
    pack: PackDefinition, parent: Parent | None, known: _Known
) -> Iterator[Fault]:
    if pack.parent and not parent:
        yield _fault("pack", "", "unknown-parent", "parent", parent=pack.parent)
    if pack.parent and not pack.area:
        yield _fault("pack", "", "child-without-area", "area")
    if pack.calendar and pack.calendar not in known.calendars:
        yield _fault("pack", "", "unknown-calendar", "calendar", calendar=pack.calendar)
    for entry in pack.calendars:
        if entry.days and entry.days not in SHIPPED:
            told = {"days": entry.days, "known": ", ".join(SHIPPED)}
            yield _fault("calendar", entry.code, "unknown-days", "days", **told)


def _process(code: str, process: Process, known: _Known) -> Iterator[Fault]:
    acts = [step.act for step in process.steps if step.act]
    unknown = [act for act in acts if act not in ACTS]
    for act in unknown:
        told = {"act": act, "known": ", ".join(sorted(ACTS))}
        yield _fault("process", code, "unknown-act", "steps", **told)
    for act in misplaced_acts(process):
        if act not in unknown:
            told = {"act": act, "tier": process.tier.value}
            yield _fault("process", code, "act-out-of-place", "steps", **told)
    for act in missing_acts(process):
        told = {"act": act, "tier": process.tier.value}
        yield _fault("process", code, "act-missing", "steps", **told)
    for step in process.steps:
        if step.unit and step.unit not in PEOPLE:
            yield from _unit("process", code, step.unit, "steps", known)
        if step.level is not None and not 1 <= step.level <= DEEPEST:
            yield _fault("process", code, "no-such-level", "steps", level=step.level)


def _organisation(entry: OrganisationEntry, known: _Known) -> Iterator[Fault]:
    if entry.kind and entry.kind not in list(OrganisationKind):
        told = {"kind": entry.kind, "known": ", ".join(OrganisationKind)}
        yield _fault("organisation", entry.code, "unknown-kind", "kind", **told)
    if entry.parent and entry.parent not in known.organisations:
        told = {"unit": entry.parent}
        yield _fault("organisation", entry.code, "route-to-nobody", "parent", **told)


def _matter(matter: MatterDefinition, known: _Known) -> Iterator[Fault]:
    if matter.domain and matter.domain not in known.domains:
        told = {"domain": matter.domain}
        yield _fault("matter", matter.code, "unknown-domain", "domain", **told)
    if matter.public and matter.domain in known.private:
        yield _fault("matter", matter.code, "never-public", "public")
    if matter.unit:
        yield from _unit("matter", matter.code, matter.unit, "unit", known)
    for code, times in Counter(c.code for c in matter.conditions).items():
        if times > 1:
            yield _fault("matter", matter.code, "said-twice", "condition", key=code)
    amount = matter.extension_amount
    yield from _late_milestones(matter)
    for condition in matter.conditions:
        limit = condition.limits["handle"]
        if amount and matter.extension_times and amount.unit != limit.unit:
            told = {"amount": str(amount), "limit": str(limit)}
            yield _fault("matter", matter.code, "extension-unlike", "extension", **told)


def _late_milestones(matter: MatterDefinition) -> Iterator[Fault]:
    """A milestone lies on the way: it cannot be due after the whole."""
    for condition in matter.conditions:
        limit = condition.limits["handle"]
        for milestone in condition.milestones:
            alike = milestone.limit.unit == limit.unit
            if alike and milestone.limit.amount > limit.amount:
                told = {"milestone": milestone.code, "limit": str(limit)}
                yield _fault(
                    "matter", matter.code, "milestone-late", "condition", **told
                )


def _route(route: Rule, known: _Known) -> Iterator[Fault]:
    if route.unit:
        yield from _unit("route", route.code, route.unit, "unit", known)
    if route.matter and route.matter not in known.matters:
        told = {"matter": route.matter}
        yield _fault("route", route.code, "unknown-matter", "matter", **told)
    if route.domain and route.domain not in known.domains:
        told = {"domain": route.domain}
        yield _fault("route", route.code, "unknown-domain", "domain", **told)


def _text(text: StandardText, known: _Known) -> Iterator[Fault]:
    for act in text.acts:
        if act not in TEXT_ACTS:
            told = {"act": act, "known": ", ".join(sorted(TEXT_ACTS))}
            yield _fault("text", text.code, "unknown-act", "acts", **told)
    for matter in text.matters:
        if matter not in known.matters:
            told = {"matter": matter}
            yield _fault("text", text.code, "unknown-matter", "matters", **told)


def _unit(table: str, code: str, unit: str, key: str, known: _Known) -> Iterator[Fault]:
    """A unit is a code somebody has, or a kind that exists."""
    if unit.startswith(KIND):
        if unit.removeprefix(KIND) not in list(OrganisationKind):
            told = {
                "kind": unit.removeprefix(KIND),
                "known": ", ".join(OrganisationKind),
            }
            yield _fault(table, code, "unknown-kind", key, **told)
    elif unit not in known.organisations:
        yield _fault(table, code, "route-to-nobody", key, unit=unit)


def _too_few(pack: PackDefinition) -> Iterator[Fault]:
    least = pack.least
    counted = (
        ("matters", pack.matters, least.matters),
        ("tests", pack.tests, least.tests),
    )
    for key, rows, wanted in counted:
        if len(rows) < wanted and not pack.parent:
            told = {"key": key, "least": wanted, "found": len(rows)}
            yield _fault("pack", "", "too-few", "at-least", **told)
    per_domain = Counter(matter.domain for matter in pack.matters)
    for domain in pack.domains:
        if per_domain[domain.code] < least.per_domain:
            told = {"least": least.per_domain, "found": per_domain[domain.code]}
            yield _fault("domain", domain.code, "too-few-in-domain", "code", **told)


def _calendar(pack: PackDefinition, known: _Known) -> WorkCalendar | None:
    """Return the pack's calendar, unless its own table is at fault."""
    entry = known.calendars.get(pack.calendar)
    try:
        return work_calendar(entry, {}) if entry else None
    except Refusal:
        return None


def _against_parent(
    pack: PackDefinition, parent: Parent, calendar: WorkCalendar
) -> Iterator[Fault]:
    for matter in pack.matters:
        above = parent.definition.matter(matter.code)
        for wide in widenings(above, matter, calendar) if above else ():
            told = {"key": wide.key, "above": wide.above, "mine": wide.mine}
            yield _fault("matter", matter.code, wide.code, **told)


def _tests(
    pack: PackDefinition, parent: Parent | None, calendar: WorkCalendar
) -> Iterator[Fault]:
    above = parent.definition if parent else None
    for test in pack.tests:
        report = test.report
        matter = pack.matter(report.matter) or (above and above.matter(report.matter))
        codes = {c.code for c in matter.conditions} if matter else set()
        if not matter or report.condition not in codes | {None} or not codes:
            told = {"matter": report.matter, "condition": report.condition or ""}
            yield _fault("test", test.name, "test-of-nothing", "report", **told)
        elif report.at.tzinfo is not None:
            rules = (*pack.routes, *(above.routes if above else ()))
            found = proving.outcome(matter, report, rules, calendar)
            for gap in proving.differences(test, found):
                told = {"key": gap.key, "expected": gap.expected, "found": gap.found}
                yield _fault("test", test.name, "test-fails", "expect", **told)
