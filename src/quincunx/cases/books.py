"""Where a case is read from and written to: the tables at once, or together later.

Every act writes at once; that is what makes it durable when it is acknowledged. A list
that is brought in, or a year of a demo, is many acts of many cases in one transaction:
inside `together` a case is read once, lives in memory from act to act, and everything
is written in a few statements when the block ends. What lists cases sees them then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from quincunx.cases.models import Case, Clock, Remark, Tally
from quincunx.foundation import journal
from quincunx.foundation.journal import Draft, Happening
from quincunx.foundation.models import Entry

# What of a clock an act may change.
_MOVING = (
    "extensions", "pauses", "paused", "due_at", "next_at", "mark", "stopped_at",
)  # fmt: skip
Key: TypeAlias = tuple[str, int | None, str]  # care path, unit, state


class AtOnce:
    """Reads and writes the tables, act by act."""

    def case(self, key: UUID) -> Case:
        """Return the case as it is now, held until the transaction ends."""
        return Case.objects.select_for_update().get(pk=key)

    def running(self, case: Case) -> list[Clock]:
        return list(Clock.objects.filter(case=case, stopped_at__isnull=True))

    def last(self, case: Case, stage: str) -> Clock | None:
        """Return the last run of a stage's time."""
        return Clock.objects.filter(case=case, stage=stage).order_by("-id").first()

    def enter(self, case: Case) -> None:
        case.save(force_insert=True)

    def keep(self, case: Case, columns: list[str]) -> None:
        case.save(update_fields=columns)

    def keep_clocks(self, fresh: list[Clock], changed: list[Clock]) -> None:
        """Save what was touched, runs that ended before runs that begin."""
        for clock in changed:
            if clock.pk is not None:
                clock.save(update_fields=_MOVING)
        if fresh:
            Clock.objects.bulk_create(fresh)

    def record(self, happening: Happening) -> Entry:
        return journal.record(
            happening.subject,
            happening.act,
            by=happening.by,
            at=happening.at,
            facts=happening.facts,
            texts=happening.texts,
            seq=happening.seq,
            prev=happening.prev,
        )

    def say(self, said: list[Remark]) -> None:
        if said:
            Remark.objects.bulk_create(said)

    def count(self, deltas: Iterable[tuple[Key, int]]) -> None:
        Tally.objects.bulk_create(
            Tally(care_path=path, unit_id=unit, state=state, count=step)
            for (path, unit, state), step in deltas
        )


@dataclass
class _Held:
    """A case in memory: as it stands now, with its clocks."""

    case: Case
    clocks: list[Clock]
    is_new: bool = False


@dataclass
class Together(AtOnce):
    """Keeps what acts change until it is written, for all cases at once."""

    above: "AtOnce"
    held: dict[UUID, _Held] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    said: list[Remark] = field(default_factory=list)
    deltas: Counter[Key] = field(default_factory=Counter)

    def case(self, key: UUID) -> Case:
        return self._held(key).case

    def running(self, case: Case) -> list[Clock]:
        clocks = self._held(case.pk).clocks
        return [clock for clock in clocks if clock.stopped_at is None]

    def last(self, case: Case, stage: str) -> Clock | None:
        clocks = self._held(case.pk).clocks
        runs = [clock for clock in clocks if clock.stage == stage]
        return runs[-1] if runs else None

    def enter(self, case: Case) -> None:
        self.held[case.pk] = _Held(case, [], is_new=True)

    def keep(self, case: Case, _columns: list[str]) -> None:
        self._held(case.pk).case = case

    def keep_clocks(self, fresh: list[Clock], _changed: list[Clock]) -> None:
        for clock in fresh:
            self._held(clock.case_id).clocks.append(clock)

    def record(self, happening: Happening) -> Entry:
        drafted = journal.draft(happening)
        self.drafts.append(drafted)
        return drafted.entry

    def say(self, said: list[Remark]) -> None:
        self.said += said

    def count(self, deltas: Iterable[tuple[Key, int]]) -> None:
        for key, step in deltas:
            self.deltas[key] += step

    def write(self) -> None:
        """Write everything, or hand it to the block around this one."""
        if isinstance(self.above, Together):
            self._hand_up(self.above)
            return
        journal.keep(self.drafts)
        new = [held.case for held in self.held.values() if held.is_new]
        Case.objects.bulk_create(new)
        for held in self.held.values():
            if not held.is_new:
                held.case.save()
        _write_clocks([c for held in self.held.values() for c in held.clocks])
        Remark.objects.bulk_create(self.said)
        super().count((key, step) for key, step in self.deltas.items() if step)

    def _held(self, key: UUID) -> _Held:
        """Return the case held here; what the block around holds is copied first.

        So a block that fails leaves the one around it as it was.
        """
        if key not in self.held:
            self.held[key] = self._read(key)
        return self.held[key]

    def _read(self, key: UUID) -> _Held:
        if isinstance(self.above, Together):
            outer = self.above._held(key)  # noqa: SLF001  # of the same kind
            return _Held(copy(outer.case), list(map(copy, outer.clocks)), outer.is_new)
        case = super().case(key)
        clocks = Clock.objects.filter(case=case).order_by("id")
        return _Held(case, list(clocks))

    def _hand_up(self, above: "Together") -> None:
        above.held |= self.held
        above.drafts += self.drafts
        above.said += self.said
        above.deltas.update(self.deltas)


def _write_clocks(clocks: list[Clock]) -> None:
    for clock in clocks:
        if not clock._state.adding:  # noqa: SLF001  # Django's documented way
            clock.save()
    fresh = [clock for clock in clocks if clock._state.adding]  # noqa: SLF001
    Clock.objects.bulk_create(fresh)


_AT_ONCE = AtOnce()
_current: ContextVar[AtOnce] = ContextVar("books", default=_AT_ONCE)


def books() -> AtOnce:
    """Return where acts read and write now."""
    return _current.get()


@contextmanager
def together() -> Iterator[None]:
    """Write what is done inside when the block ends; nothing of it, if it fails.

    To be called inside a transaction. Blocks may stand in each other: a failing inner
    one takes back its own acts only.
    """
    gathered = Together(books())
    token = _current.set(gathered)
    try:
        yield
    finally:
        _current.reset(token)
    gathered.write()
