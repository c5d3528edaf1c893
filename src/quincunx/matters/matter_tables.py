"""Reading a matter of a pack, its process and its conditions."""

from quincunx.lib.clocks import Limit
from quincunx.matters.definitions import (
    AdmissionDefinition,
    ConditionDefinition,
    MatterDefinition,
    SeasonalLimit,
)
from quincunx.matters.processes import (
    NO_WORDS,
    Duplicate,
    Escalation,
    Evidence,
    EvidenceKind,
    Milestone,
    Process,
    ProcessStep,
    Recurrence,
    Stage,
    Tier,
    Verifier,
    Words,
    limits_of,
    milestones_of,
    with_unit,
)
from quincunx.matters.questions import read_questions
from quincunx.matters.reading import Table
from quincunx.matters.routing import MonthDay, Season

MOST_KEYWORDS = 60
LONGEST_KEYWORD = 40


def read_matter(table: Table) -> MatterDefinition:
    """Read a matter whose process stands in it, not only its code."""
    table.named("matter-without")
    unit = table.text("unit")
    process = with_unit(_process(table), unit)
    own = _limits(table.table("limits"))
    matter = MatterDefinition(
        code=table.slug("code"),
        domain=table.slug("domain"),
        name=table.words("name"),
        icon=table.slug("icon", "matter"),
        unit=unit,
        process=process,
        standard=table.words("standard"),
        sample=_sample(table),
        evidence=_evidence(table),
        conditions=_conditions(table, process, own),
        admission=_admission(table),
        verify_by=table.choice("verify-by", Verifier, Verifier.VERIFIER),
        may_skip_verification=table.flag("may-skip-verification", default=False),
        sample_percent=table.number("sample-percent", 5, most=100),
        extension_times=_extension_times(table),
        extension_amount=_extension_amount(table),
        suspension_days=table.number("suspension-days", 365, most=365),
        return_window=_return_window(table),
        reopen_days=table.number("reopen-days", 15, most=3650),
        recurrence=_recurrence(table.table("recurrence")),
        duplicate=_duplicate(table.table("duplicate")),
        public=table.flag("public", default=True),
        escalation=tuple(_escalation(inner) for inner in table.tables("escalation")),
        keywords=_keywords(table),
        questions=read_questions(table.tables("question"), table),
    )
    table.done()
    return matter


def _process(table: Table) -> Process:
    inner = table.table("process")
    if table.has("process"):
        return read_process(inner)
    code = str(table.raw.get("code", ""))
    table.fault("matter-without", "process", key="process", name=code)
    return Process(Tier.DISPATCH, ())


def read_process(table: Table) -> Process:
    process = Process(
        tier=table.choice("tier", Tier),
        steps=tuple(_step(inner) for inner in table.tables("steps")),
    )
    table.text("code", "-")
    if table.has("name"):
        table.words("name")
    table.done()
    return process


def read_season(table: Table) -> Season:
    start, end = _month_day(table, "from"), _month_day(table, "to")
    table.done()
    return Season(start, end)


def _step(table: Table) -> ProcessStep:
    step = ProcessStep(
        act=table.slug("act"),
        level=table.number("level", most=20) if table.has("level") else None,
        unit=table.optional("unit"),
        limit=table.limit("limit") if table.has("limit") else None,
    )
    table.done()
    return step


def _conditions(
    table: Table, process: Process, own: dict[str, Limit]
) -> tuple[ConditionDefinition, ...]:
    tables = table.tables("condition")
    if not tables:
        code = str(table.raw.get("code", ""))
        table.fault("matter-without", "condition", key="condition", name=code)
    given = limits_of(process) | own
    passed = milestones_of(process)
    return tuple(_condition(inner, given, passed) for inner in tables)


def _condition(
    table: Table, given: dict[str, Limit], passed: tuple[Milestone, ...]
) -> ConditionDefinition:
    table.named("condition-without")
    handle = {Stage.HANDLE.value: table.limit("limit")}
    condition = ConditionDefinition(
        code=table.slug("code"),
        name=table.words("name"),
        closing=table.words("closing"),
        sample=_sample(table),
        limits=given | _limits(table.table("limits")) | handle,
        seasons=tuple(_seasonal(inner) for inner in table.tables("season")),
        milestones=(*passed, *(_milestone(m) for m in table.tables("milestone"))),
        urgency=table.number("urgency", 3, most=4),
    )
    table.done()
    return condition


def _sample(table: Table) -> Words:
    return table.words("sample") if table.has("sample") else NO_WORDS


def _limits(table: Table) -> dict[str, Limit]:
    limits = {s.value: table.limit(s) for s in Stage if table.has(s)}
    table.done()
    return limits


def _seasonal(table: Table) -> SeasonalLimit:
    season = Season(_month_day(table, "from"), _month_day(table, "to"))
    limit = table.limit("limit")
    table.done()
    return SeasonalLimit(season, limit)


def _milestone(table: Table) -> Milestone:
    milestone = Milestone(table.slug("code"), table.limit("limit"), table.words("name"))
    table.done()
    return milestone


def _month_day(table: Table, key: str) -> MonthDay:
    text = table.text(key, "")
    try:
        return MonthDay.parse(text)
    except ValueError:
        table.fault("bad-month-day", key, key=key, value=text[:20])
        return MonthDay(1, 1)


def _evidence(table: Table) -> tuple[Evidence, ...]:
    tables = table.tables("evidence")
    if not tables:
        code = str(table.raw.get("code", ""))
        table.fault("matter-without", "evidence", key="evidence", name=code)
    return tuple(_piece(inner) for inner in tables)


def _piece(table: Table) -> Evidence:
    kind = table.choice("kind", EvidenceKind)
    piece = Evidence(kind, table.number("least", 1, most=20))
    table.done()
    return piece


def _admission(table: Table) -> AdmissionDefinition | None:
    """An entry that ends needs an approval, and so does any other."""
    if not table.has("admission"):
        return None
    inner = table.table("admission").named("admission-without")
    until = inner.day("until") if inner.has("until") else None
    if inner.flag("temporary", default=False) and until is None:
        inner.fault("temporary-without-end", "until")
    admission = AdmissionDefinition(inner.text("approval"), until)
    inner.done()
    return admission


def _extension_times(table: Table) -> int:
    inner = table.table("extension")
    inner.text("amount", "-")
    times = inner.number("times", 2, most=20)
    inner.done()
    return times


def _extension_amount(table: Table) -> Limit | None:
    inner = table.table("extension")
    return inner.limit("amount") if inner.has("amount") else None


def _return_window(table: Table) -> Limit:
    if table.has("return-window"):
        return table.limit("return-window")
    return Limit.parse("4 work-hour")


def _recurrence(table: Table) -> Recurrence:
    read = Recurrence(
        metres=table.number("metres", 50, most=10_000),
        days=table.number("days", 365, most=3650),
        times=table.number("times", 3, most=100),
    )
    table.done()
    return read


def _duplicate(table: Table) -> Duplicate:
    read = Duplicate(
        metres=table.number("metres", 50, most=10_000),
        hours=table.number("hours", 24, most=87_600),
    )
    table.done()
    return read


def _keywords(table: Table) -> tuple[str, ...]:
    """Read how people call it; too many or too long words would speak for anything."""
    words = table.texts("keywords")
    if len(words) > MOST_KEYWORDS:
        table.fault("too-many-keywords", "keywords", most=MOST_KEYWORDS)
    for number, word in enumerate(words, start=1):
        if not word.strip() or len(word) > LONGEST_KEYWORD:
            told = {"value": word[:LONGEST_KEYWORD], "most": LONGEST_KEYWORD}
            table.fault("bad-keyword", "keywords", number, **told)
    return words


def _escalation(table: Table) -> Escalation:
    read = Escalation(
        after_percent=table.number("after", most=1000),
        to_level=table.number("level", most=20),
    )
    table.done()
    return read
