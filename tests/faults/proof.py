"""Holding the database against the ledgers, and against itself."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone

from quincunx.areas.models import Area, Border
from quincunx.cases import queries
from quincunx.cases.contacts import code_index
from quincunx.cases.models import NEVER, Attachment, Case, Clock, Tally
from quincunx.cases.vocabulary import OPEN
from quincunx.cli.owner import owner
from quincunx.foundation import files, journal
from quincunx.foundation.models import Entry, Notice, Receipt, StoredFile
from quincunx.lib.numbers import read_tracking_code
from tests.faults.ledger import ledgers


def count() -> dict[str, int]:
    """Count everything a fault might have left half done."""
    tables = (Area, Border, Case, Clock, Entry, Notice, Attachment)
    return {table.__name__: table.objects.count() for table in tables}


def prove(folder: str) -> dict[str, object]:
    """Return what was lost, doubled and altered of what was acknowledged, and more."""
    faults = [*_of_reports(Path(folder)), *_of_acts(Path(folder)), *_of_cases()]
    kinds = Counter(kind for kind, _ in faults)
    verdict = journal.verify(links=queries.links(owner(timezone.now())))
    return {
        "kept": sum(1 for each in ledgers(Path(folder)) for _ in each.lines("kept")),
        "acts": sum(1 for each in ledgers(Path(folder)) for _ in each.lines("done")),
        "cases": Case.objects.count(),
        "lost": kinds["lost"],
        "doubled": kinds["doubled"],
        "altered": kinds["altered"],
        "torn": kinds["torn"],
        "some": [f"{kind}: {what}" for kind, what in faults[:5]],
        "journal": str(verdict.broken or "holds"),
        "database": whole(),
    }


Fault = tuple[str, str]


def _of_reports(folder: Path) -> Iterator[Fault]:
    """What was answered is there, once, as it was told; what was not, at most once."""
    found: dict[str, list[Case]] = {}
    for case in Case.objects.only("text", "number", "code_index").iterator():
        found.setdefault(case.text, []).append(case)
    for ledger in ledgers(folder):
        kept = {line["key"]: line for line in ledger.lines("kept")}
        for wanted in ledger.lines("wanted"):
            cases, answer = found.get(wanted["text"], []), kept.get(wanted["key"])
            if len(cases) > 1:
                yield "doubled", wanted["text"]
            if answer is None:
                continue
            if not cases:
                yield "lost", wanted["text"]
            elif not _is_as_told(cases[0], answer):
                yield "altered", wanted["text"]


def _is_as_told(case: Case, answer: dict[str, str]) -> bool:
    index = code_index(read_tracking_code(answer["code"]))
    return (case.number, bytes(case.code_index)) == (answer["number"], index)


def _of_acts(folder: Path) -> Iterator[Fault]:
    """An act that was answered stands in the journal under its number and hash."""
    numbers = dict(Case.objects.values_list("number", "pk"))
    rows = Entry.objects.filter(subject_kind="case")
    written = {
        (subject, seq): (act, bytes(digest).hex())
        for subject, seq, act, digest in rows.values_list(
            "subject_id", "seq", "act", "hash"
        )
    }
    for ledger in ledgers(folder):
        for line in ledger.lines("done"):
            place = (str(numbers.get(line["number"])), line["seq"])
            if place not in written:
                yield "lost", f"{line['act']} of {line['number']}"
            elif written[place] != (line["act"], line["hash"]):
                yield "altered", f"{line['act']} of {line['number']}"


def _of_cases() -> Iterator[Fault]:
    """No half act: the case, its journal, its clocks, its counts and files agree."""
    yield from _of_entries()
    yield from _of_clocks()
    yield from _of_counts()
    for file in StoredFile.objects.iterator():
        if not files.is_whole(file.sha):
            yield "torn", f"file {file.pk}"
    for receipt in Receipt.objects.filter(answer=None):
        yield "torn", f"receipt {receipt}"


def _of_entries() -> Iterator[Fault]:
    rows = Entry.objects.filter(subject_kind="case").order_by("subject_id", "seq")
    last = {
        subject: (seq, bytes(digest), facts["state"])
        for subject, seq, digest, facts in rows.values_list(
            "subject_id", "seq", "hash", "facts"
        ).iterator()
    }
    counts = dict(
        rows.order_by().values_list("subject_id").annotate(n=Count("id")).iterator()
    )
    for case in Case.objects.iterator():
        key = str(case.pk)
        stands = (case.revision, bytes(case.head), case.state)
        if last.get(key) != stands or counts.get(key) != case.revision:
            yield "torn", f"case {case.number}: {stands} {last.get(key)}"


def _of_clocks() -> Iterator[Fault]:
    running: dict[object, list[Clock]] = {}
    for clock in Clock.objects.filter(stopped_at=None).iterator():
        running.setdefault(clock.case_id, []).append(clock)
    for case in Case.objects.iterator():
        going = [c for c in running.get(case.pk, ()) if not c.paused]
        none = NEVER if case.state in OPEN else None
        if case.due_at != min((c.due_at for c in going), default=none):
            yield "torn", f"clocks of {case.number}"


def _of_counts() -> Iterator[Fault]:
    sums = Tally.objects.values_list("care_path", "unit", "state").annotate(
        n=Sum("count")
    )
    told = {(path, unit, state): n for path, unit, state, n in sums if n}
    cases = Case.objects.filter(state__in=list(OPEN))
    rows = cases.values_list("care_path", "unit", "state").annotate(n=Count("pk"))
    real = {(path, unit, state): n for path, unit, state, n in rows.order_by()}
    if told != real:
        yield "torn", f"counts: {told} for {real}"


def whole() -> str:
    """Return what the database says of itself."""
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return str(cursor.fetchone()[0])
