"""The demo's stage: many tales at once, each act at its moment, in the order of time.

The clock looks at a case when the case wants it, as duty would. Four weeks are written
in one transaction, and at their end the journal is sealed.
"""

import heapq
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from django.db import transaction

from quincunx.cases import tally, watch
from quincunx.cases.books import books, together
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import State
from quincunx.demo.chance import Die
from quincunx.demo.hours import Hours
from quincunx.demo.pictures import Album
from quincunx.demo.town import Town
from quincunx.foundation import journal, notices
from quincunx.lib.coordinates import metres_between

Tale = Generator[datetime, None, None]
Waiting = tuple[datetime, int, Tale]
PART = timedelta(days=28)
NEWS = timedelta(days=2)  # older things are told to nobody
MANY = 100_000
NEARBY = 400.0  # metres within which two reports may be the same
NEARBY_HOURS = timedelta(hours=24)


class Halted(Exception):
    """A tale has come as far as it should."""


@dataclass
class Stage:
    """What all tales share; `now` is the time of the act under way."""

    town: Town
    die: Die
    chance: Random
    hours: Hours
    album: Album
    now: datetime
    until: datetime
    acts: int = 0
    codes: dict[UUID, str] = field(default_factory=dict)  # that residents were told
    _waiting: list[Waiting] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)
    _fresh: deque[Case] = field(default_factory=deque)

    def begin(self, at: datetime, tale: Tale) -> None:
        """Let a tale go on at `at`; what lies behind the end is never told."""
        heapq.heappush(self._waiting, (at, next(self._number), tale))

    def watch(self, case: Case) -> None:
        """Let the clock look at a case when it wants to be looked at."""
        if case.look_at is not None and case.state != State.FILED:
            self.begin(max(self.now, case.look_at), self._look(case))

    def _look(self, case: Case) -> Tale:
        now = books().case(case.pk)
        if now.look_at is not None and now.look_at <= self.now:
            watch.look_at(now, self.now)
            self.watch(books().case(case.pk))
        yield from ()

    def reported(self, case: Case) -> None:
        self._fresh.append(case)
        while self._fresh[0].reported_at < self.now - NEARBY_HOURS:
            self._fresh.popleft()

    def same_before(self, case: Case) -> Case | None:
        """Return an open case told within a day nearby, if there is one."""
        for other in self._fresh:
            first = books().case(other.pk)
            if first.pk != case.pk and first.is_open and _are_near(first, case):
                return first
        return None

    def play(self, after_part: Callable[[], None]) -> Iterator[datetime]:
        """Tell everything until the end; yields each time a part is written."""
        for moment in self._parts():
            with ExitStack() as block:
                block.enter_context(transaction.atomic())
                if self.until - moment >= NEWS:
                    block.enter_context(notices.hushed())
                with together():
                    self._tell_until(moment)
                self._at(moment)
                watch.make_round(moment, most=MANY)
                after_part()
                journal.seal_all(moment, most=MANY)
            yield moment
        tally.fold()

    def _parts(self) -> Iterator[datetime]:
        """Yield the ends of the parts; only of the last one anybody is told."""
        moment = self.now + PART
        while moment < self.until - NEWS:
            yield moment
            moment += PART
        yield self.until - NEWS
        yield self.until

    def _tell_until(self, moment: datetime) -> None:
        while self._waiting and self._waiting[0][0] <= moment:
            at, _, tale = heapq.heappop(self._waiting)
            self._at(max(at, self.now))
            try:
                self.begin(next(tale), tale)
            except (StopIteration, Halted):
                continue

    def _at(self, moment: datetime) -> None:
        self.now = self.die.now = moment


def _are_near(case: Case, other: Case) -> bool:
    places = (case.lon, case.lat, other.lon, other.lat)
    return metres_between(*(place or 0.0 for place in places)) <= NEARBY
