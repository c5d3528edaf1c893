"""Where a case is read from and written to: once an act, or once for many acts.

Inside a block a case is read once, lives in memory from act to act, and everything is
written when the block ends. Every act is such a block; that is what makes it durable
when it is acknowledged. A list that is brought in, or a year of a demo, is one block
around many acts. What lists cases sees them when it has ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeAlias, TypeVar
from uuid import UUID

from django.db import connection, transaction

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case, Clock, Remark, Tally
from quincunx.cases.vocabulary import Act
from quincunx.foundation import befores, journal, rows
from quincunx.foundation.actors import Kind
from quincunx.foundation.journal import Draft, Happening
from quincunx.foundation.models import Entry
from quincunx.matters import book
from quincunx.matters.book import Book

Key: TypeAlias = tuple[str, int | None, str]  # care path, unit, state
_P = ParamSpec("_P")
_R = TypeVar("_R")
_COLUMNS = tuple(f.attname for f in Case._meta.concrete_fields)  # noqa: SLF001  # public in all but name
# What of a clock an act may change.
_MOVING = (
    "extensions", "pauses", "paused", "due_at", "next_at", "mark", "stopped_at",
    "limit", "calendar",
)  # fmt: skip


# What runs on whatever is taken back.
_NEVER_BACK = frozenset({"revision", "head", "last_act_at"})


def _as_stored(key: UUID) -> Any:
    return Case._meta.pk.get_db_prep_value(key, connection)  # noqa: SLF001  # public in all but name


def _told(row: Case | Clock, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@dataclass
class _Held:
    """A case in memory as it stands now, with its clocks, and as both were found."""

    case: Case
    clocks: list[Clock] | None  # None while nobody has asked; the last runs and on
    was: dict[str, Any] = field(default_factory=dict)
    clocks_were: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.was

    def copied(self) -> "_Held":
        clocks = None if self.clocks is None else list(map(copy, self.clocks))
        return _Held(copy(self.case), clocks, self.was, dict(self.clocks_were))

    def hold(self, clock: Clock) -> None:
        """Keep a clock that was found in its table."""
        self.clocks_were[clock.pk] = _told(clock, _MOVING)
        self.clocks = [*(self.clocks or ()), clock]

    def write(self) -> None:
        if not self.is_new:
            rows.change(self.case, _differing(self.case, self.was))
        clocks = self.clocks or ()
        for clock in clocks:
            if not _is_fresh(clock):
                rows.change(clock, _differing(clock, self.clocks_were[clock.pk]))

    def before(self) -> dict[str, Any]:
        """Return what is changed as it was found: columns of the case, its clocks."""
        changed = set(_differing(self.case, self.was)) - _NEVER_BACK
        return {
            "case": _told_of(self.was, changed),
            "clocks": {str(key): was for key, was in self.clocks_were.items()},
        }

    @property
    def fresh(self) -> list[Clock]:
        return [clock for clock in self.clocks or () if _is_fresh(clock)]

    @property
    def starts_anew(self) -> bool:
        """Say whether a stage that ran when it was found runs anew."""
        known = {clock.stage for clock in self.clocks or () if not _is_fresh(clock)}
        return any(clock.stage in known for clock in self.fresh)


def _told_of(was: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: was[name] for name in sorted(names)}


def _is_fresh(clock: Clock) -> bool:
    return clock._state.adding  # noqa: SLF001  # Django's documented way


def _differing(row: Case | Clock, was: dict[str, Any]) -> list[str]:
    return [name for name, value in was.items() if getattr(row, name) != value]


@dataclass
class Books:
    """Keeps what acts change until it is written, for all cases of a block at once."""

    above: "Books | None"
    held: dict[UUID, _Held] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    said: list[Remark] = field(default_factory=list)
    deltas: Counter[Key] = field(default_factory=Counter)
    _catalogue: Book | None = None

    def case(self, key: UUID) -> Case:
        """Return the case as it is now, held until the transaction ends."""
        return self._held(key).case

    def catalogue(self) -> Book:
        """Return all packs as they stand; read once in a block."""
        if self._catalogue is None:
            above = self.above
            self._catalogue = above.catalogue() if above else book.book()
        return self._catalogue

    def running(self, case: Case) -> list[Clock]:
        clocks = self._clocks(self._held(case.pk))
        return [clock for clock in clocks if clock.stopped_at is None]

    def clocks(self, case: Case, keys: Iterable[int]) -> list[Clock]:
        """Return these clocks of a case, stopped or not. One query if not held yet."""
        held, wanted = self._held(case.pk), set(keys)
        missing = wanted - {clock.pk for clock in self._clocks(held)}
        if missing:
            for clock in Clock.objects.filter(case=case, pk__in=missing).order_by("pk"):
                held.hold(clock)
        return [clock for clock in self._clocks(held) if clock.pk in wanted]

    def last(self, case: Case, stage: str) -> Clock | None:
        """Return the last run of a stage's time."""
        held = self._held(case.pk)
        runs = [clock for clock in self._clocks(held) if clock.stage == stage]
        if runs or held.is_new:
            return runs[-1] if runs else None
        found = Clock.objects.filter(case=case, stage=stage).order_by("-id").first()
        if found is not None:
            held.hold(found)
        return found

    def enter(self, case: Case) -> None:
        self.held[case.pk] = _Held(case, [])

    def begin_clocks(self, case: Case, fresh: list[Clock]) -> None:
        held = self._held(case.pk)
        held.clocks = [*self._clocks(held), *fresh]

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
        if self.above is not None:
            self._hand_up(self.above)
            return
        journal.keep(self.drafts)
        self._keep_before()
        rows.insert([held.case for held in self.held.values() if held.is_new])
        for held in self.held.values():
            held.write()
        if any(held.starts_anew for held in self.held.values()):
            rows.settle()  # only one run of a stage may go on
        rows.insert([clock for held in self.held.values() for clock in held.fresh])
        rows.insert(self.said)
        rows.insert(
            [
                Tally(care_path=path, unit_id=unit, state=state, count=step)
                for (path, unit, state), step in self.deltas.items()
                if step
            ]
        )

    def _keep_before(self) -> None:
        """Keep what one act of a member of staff changes, if it may be taken back."""
        if len(self.drafts) != 1:
            return
        entry = self.drafts[0].entry
        held = self.held.get(UUID(entry.subject_id))
        staff = entry.by_kind == Kind.STAFF and entry.by_person is not None
        if staff and held is not None and LIFECYCLE.row(Act(entry.act)).undo:
            befores.keep(entry, held.before())

    def _held(self, key: UUID) -> _Held:
        """Return the case held here; what the block around holds is copied first.

        So a block that fails leaves the one around it as it was.
        """
        if key not in self.held:
            self.held[key] = self._read(key)
        return self.held[key]

    def _read(self, key: UUID) -> _Held:
        if self.above is not None:
            return self.above._held(key).copied()  # noqa: SLF001  # of the same kind
        found = rows.found(Case, "id = %s", [_as_stored(key)], locked=True)
        if not found:
            raise Case.DoesNotExist(key)
        [case] = found
        return _Held(case, None, _told(case, _COLUMNS))

    def _clocks(self, held: _Held) -> list[Clock]:
        if held.clocks is None:
            held.clocks = []
            of_case = "case_id = %s AND stopped_at IS NULL ORDER BY id"
            for clock in rows.found(Clock, of_case, [_as_stored(held.case.pk)]):
                held.hold(clock)
        return held.clocks

    def _hand_up(self, above: "Books") -> None:
        above.held |= self.held
        above.drafts += self.drafts
        above.said += self.said
        above.deltas.update(self.deltas)


_current: ContextVar[Books | None] = ContextVar("books", default=None)


def books() -> Books:
    """Return where acts read and write now."""
    current = _current.get()
    if current is None:
        raise RuntimeError("a case is read and written inside an act")
    return current


@contextmanager
def together() -> Iterator[None]:
    """Write what is done inside when the block ends; nothing of it, if it fails.

    To be called inside a transaction. Blocks may stand in each other: a failing inner
    one takes back its own acts only.
    """
    made = Books(_current.get())
    with rows.gathered():
        token = _current.set(made)
        try:
            yield
        finally:
            _current.reset(token)
        made.write()


def in_the_books(action: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let an action be one transaction, durable when it returns.

    An action that is part of another, or of a block, is written with it.
    """

    @wraps(action)
    def acting(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if _current.get() is not None:
            return action(*args, **kwargs)
        with transaction.atomic(), together():
            return action(*args, **kwargs)

    return acting
