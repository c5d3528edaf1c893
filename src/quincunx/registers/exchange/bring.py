"""A table is received, looked at, written whole or in part, and taken back for a day.

Small ones at once, larger ones by the clock, with the rights its sender has then.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line
from quincunx.registers.exchange import portions, reading, sheets
from quincunx.registers.exchange.lines import Fault, Line
from quincunx.registers.exchange.looking import Looker
from quincunx.registers.exchange.models import (
    LONGEST_NAME,
    Intake,
    Kind,
    Mode,
    State,
)
from quincunx.registers.exchange.reading import Cellwise, Source
from quincunx.registers.exchange.sheets import Change, Occasion, Sheet
from quincunx.staff.actors import actor_for

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_ROWS = 200_000
SMALL_FILE = 64 * 1024  # looked at while its sender waits
SMALL_CHANGE = 2_000  # rows, as well
UNDO = timedelta(hours=24)
LOST = timedelta(minutes=30)  # whoever read it has died
RECEIPT_KEPT = timedelta(days=365)

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Sent:
    """A file as its sender hands it over; `part` asks for the rows to correct."""

    name: str
    content: bytes
    part: str = ""


def receive(sheet: Sheet, sent: Sent, *, by: Actor, at: datetime) -> Intake:
    """Take a file in, sealed; a small one is looked at before this returns."""
    if len(sent.content) > MOST_BYTES:
        raise Refusal("file-too-large", most=MOST_BYTES // MEGABYTE)
    if not sent.content:
        raise Refusal("file-empty")
    intake = begin(sheet, sent.name, by=by, at=at)
    intake.part, intake.digest = sent.part, hashlib.sha256(sent.content).hexdigest()
    intake.save()
    portions.keep_file(intake, sent.content)
    if len(sent.content) > SMALL_FILE:
        return intake
    return look(intake, Occasion(by, at))


def begin(sheet: Sheet, name: str, *, by: Actor, at: datetime) -> Intake:
    return Intake.objects.create(
        sheet=sheet.code,
        file=clip(line(Path(name).name), LONGEST_NAME) or sheet.code,
        person_id=by.person,
        sent_at=at,
        touched_at=at,
        kept_until=at + UNDO,
    )


def look(intake: Intake, occasion: Occasion) -> Intake:
    """Look at a received file; what is wrong with the whole is its fault."""
    try:
        with portions.opened_file(intake) as path:
            source = Source(path, intake.file, intake.part)
            return look_at(intake, source, occasion, most=MOST_ROWS)
    except Refusal as refusal:
        intake.state, intake.fault = State.REFUSED, refusal.code
        intake.facts = {fact: _told(value) for fact, value in refusal.facts.items()}
        intake.save()
        return intake


def _told(value: object) -> object:
    if isinstance(value, tuple | list | set | frozenset):
        return [str(each) for each in value]
    return value if isinstance(value, int) else str(value)


def _nobody(_done: int) -> None:
    """Nobody watches."""


def look_at(
    intake: Intake,
    source: Source,
    occasion: Occasion,
    *,
    most: int,
    tick: Tick = _nobody,
) -> Intake:
    """Read a file to its end, or to its thousandth fault, keeping what would change."""
    sheet = sheets.named(intake.sheet, by=occasion.by)
    intake.portions.all().delete()
    intake.done = intake.new = intake.changed = intake.same = intake.wrong = 0
    intake.state = State.READING
    intake.save()
    table, heads = reading.opened(sheet, source)
    intake.columns = list(heads.codes)
    looker = Looker(sheet, Cellwise(sheet, heads), occasion)
    for number, batch in enumerate(looker.walk(reading.rows_of(table, most))):
        if not _keep(intake, number, batch):
            return intake  # cancelled meanwhile
        tick(intake.done)
    intake.state, intake.stopped = State.SEEN, looker.stopped
    intake.save()
    return intake


@transaction.atomic
def _keep(intake: Intake, number: int, batch: Sequence[Line]) -> bool:
    """Keep a batch and how far we are; say whether it is still wanted."""
    counts = {kind: [each for each in batch if each.kind == kind] for kind in Kind}
    for kind in (Kind.NEW, Kind.CHANGED, Kind.WRONG):
        portions.keep(intake, kind, number, counts[kind])
    intake.done += len(batch)
    intake.new += len(counts[Kind.NEW])
    intake.changed += len(counts[Kind.CHANGED])
    intake.wrong += len(counts[Kind.WRONG])
    intake.same = intake.done - intake.new - intake.changed - intake.wrong
    told = {
        field: getattr(intake, field)
        for field in ("done", "new", "changed", "wrong", "same")
    }
    wanted = Intake.objects.filter(pk=intake.pk, state=State.READING)
    if wanted.update(**told):
        return True
    intake.portions.all().delete()
    intake.refresh_from_db()
    return False


def order(intake: Intake, mode: Mode, occasion: Occasion) -> Intake:
    """Have it written: at once if it is small, else when its turn comes."""
    _must_be(intake, State.SEEN)
    _must_fit(intake, mode)
    if intake.changes <= SMALL_CHANGE:
        return write(intake, mode, occasion)
    intake.state, intake.mode = State.ORDERED, mode
    intake.save()
    return intake


def _must_be(intake: Intake, *states: State) -> None:
    if intake.state not in states:
        raise Refusal("intake-not-now", file=intake.file, intake_state=intake.state)


def _must_fit(intake: Intake, mode: Mode) -> None:
    if intake.stopped:
        raise Refusal("intake-stopped", faults=intake.wrong)
    if mode == Mode.WHOLE and intake.wrong:
        raise Refusal("intake-has-faults", faults=intake.wrong)
    if not intake.changes:
        raise Refusal("intake-changes-nothing", file=intake.file)


@transaction.atomic
def write(intake: Intake, mode: Mode, occasion: Occasion) -> Intake:
    """Write what was shown. Rows changed meanwhile stop the whole, or are left out."""
    sheet = sheets.named(intake.sheet, by=occasion.by)
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    _must_be(intake, State.SEEN, State.ORDERED)
    _must_fit(intake, mode)
    left: list[int] = []
    for lines in portions.lines(intake, Kind.NEW, Kind.CHANGED):
        fresh, stale = _sorted(sheet, _changes(lines), occasion)
        if stale and mode == Mode.WHOLE:
            raise Refusal("rows-changed-meanwhile", rows_named=_rows(stale))
        left += [change.row for change in stale]
        if fresh:
            sheet.apply(fresh, occasion)
    intake.state, intake.mode, intake.left = State.WRITTEN, mode, left
    intake.written_at, intake.kept_until = occasion.at, occasion.at + UNDO
    intake.fault, intake.facts = "", {}
    intake.save()
    _write_down(intake, "brought-in", occasion)
    return intake


def _changes(lines: Sequence[Line]) -> list[Change]:
    return [line.change for line in lines if line.change is not None]


def _sorted(
    sheet: Sheet, changes: Sequence[Change], occasion: Occasion
) -> tuple[list[Change], list[Change]]:
    """Return the changes of rows that stand as they were shown, and the others."""
    there = sheet.fetch([change.key for change in changes], occasion)
    fresh = [change for change in changes if there.get(change.key) == change.before]
    known = {change.row for change in fresh}
    return fresh, [change for change in changes if change.row not in known]


def _rows(changes: Sequence[Change]) -> list[int]:
    return [change.row for change in changes][:10]


def take_back(intake: Intake, occasion: Occasion) -> Intake:
    """Have it undone: at once if it is small, else when its turn comes."""
    _must_be(intake, State.WRITTEN)
    if intake.written_at is None or occasion.at > intake.written_at + UNDO:
        raise Refusal("undo-too-late", hours=int(UNDO.total_seconds()) // 3600)
    if intake.changes <= SMALL_CHANGE:
        return undo(intake, occasion)
    intake.state = State.UNDOING
    intake.save()
    return intake


@transaction.atomic
def undo(intake: Intake, occasion: Occasion) -> Intake:
    """Take back row by row what was written; rows changed since stay, and are told."""
    sheet = sheets.named(intake.sheet, by=occasion.by)
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    _must_be(intake, State.WRITTEN, State.UNDOING)
    left, intake.stayed = set(intake.left), 0
    for number, lines in enumerate(portions.lines(intake, Kind.NEW, Kind.CHANGED)):
        written = [line for line in lines if line.row not in left]
        stayed = _undone(sheet, written, occasion)
        portions.keep(intake, Kind.STAYED, number, stayed)
        intake.stayed += len(stayed)
    intake.state, intake.touched_at = State.UNDONE, occasion.at
    intake.save()
    _write_down(intake, "taken-back", occasion)
    return intake


def _undone(sheet: Sheet, lines: Sequence[Line], occasion: Occasion) -> list[Line]:
    """Take back these rows; return those that stay, each with its reason."""
    changes = _changes(lines)
    there = sheet.fetch([change.key for change in changes], occasion)
    same = [change for change in changes if there.get(change.key) == change.after]
    known = {change.row for change in same}
    why = dict(sheet.undo(same, occasion)) if same else {}
    for change in changes:
        if change.row not in known:
            why[change.row] = Refusal("row-changed-since")
    return [_staying(line, why[line.row]) for line in lines if line.row in why]


def _staying(each: Line, why: Refusal) -> Line:
    facts = {fact: _told(value) for fact, value in why.facts.items()}
    fault = Fault("", "", why.code, facts)
    return Line(each.row, Kind.STAYED, each.told, each.change, (fault,))


def cancel(intake: Intake) -> Intake:
    """Stop it, wherever it is before anything is written; its rows go at once."""
    waiting = (State.WAITING, State.READING, State.SEEN, State.REFUSED)
    found = Intake.objects.filter(pk=intake.pk, state__in=waiting)
    if not found.update(state=State.CANCELLED, kept_until=None):
        _must_be(intake, *waiting)
        raise Refusal("intake-not-now", file=intake.file, intake_state=intake.state)
    portions.forget(intake)
    intake.refresh_from_db()
    return intake


def _write_down(intake: Intake, act: str, occasion: Occasion) -> None:
    facts = {
        "sheet": intake.sheet,
        "digest": intake.digest,
        "new": intake.new,
        "changed": intake.changed,
        "left": len(intake.left),
        "stayed": intake.stayed,
    }
    journal.record(
        intake.subject,
        act,
        by=occasion.by,
        at=occasion.at,
        facts=facts,
        texts={"file": intake.file},
    )


def work_due(at: datetime) -> int:
    """Do the next thing that waits: look at a file, write one or take one back."""
    intake = _claimed(at)
    if intake is None or intake.person is None:
        return 0
    occasion = Occasion(actor_for(intake.person, at=at), at)
    try:
        if intake.state == State.ORDERED:
            write(intake, Mode(intake.mode), occasion)
        elif intake.state == State.UNDOING:
            undo(intake, occasion)
        else:
            look(intake, occasion)
    except Refusal as refusal:
        back = State.WRITTEN if intake.state == State.UNDOING else State.SEEN
        facts = {fact: _told(value) for fact, value in refusal.facts.items()}
        Intake.objects.filter(pk=intake.pk).update(
            state=back, fault=refusal.code, facts=facts
        )
    return 1


@transaction.atomic
def _claimed(at: datetime) -> Intake | None:
    """Take up the oldest that waits; one whose reader died is read again."""
    due = Intake.objects.select_for_update(skip_locked=True, of=("self",)).order_by(
        "sent_at"
    )
    waits = (State.WAITING, State.ORDERED, State.UNDOING)
    lost = due.filter(state=State.READING, touched_at__lt=at - LOST)
    found = due.filter(state__in=waits).first() or lost.first()
    if found is None:
        return None
    if found.state == State.WAITING:
        found.state = State.READING
    found.touched_at = at
    found.save(update_fields=["state", "touched_at"])
    return found


def forget_due(at: datetime, *, most: int = 20) -> int:
    """Destroy the rows and files whose day is over; receipts go after a year."""
    Intake.objects.filter(kept_until=None, sent_at__lt=at - RECEIPT_KEPT).delete()
    due = list(Intake.objects.filter(kept_until__lt=at).order_by("kept_until")[:most])
    for intake in due:
        portions.forget(intake)
        if intake.state in {State.WAITING, State.READING, State.SEEN, State.REFUSED}:
            intake.state = State.CANCELLED
        intake.kept_until = None
        intake.save(update_fields=["state", "kept_until"])
    return len(due)
