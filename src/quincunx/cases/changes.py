"""What has just happened to cases, for those who watch many of them at once.

A fixed number of queries a look, whatever the number of those who watch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from quincunx.cases.models import Call, Case
from quincunx.foundation.models import Entry

LOOK_BACK = timedelta(seconds=10)  # what was numbered early and written late is found
MOST = 2000  # at one look


@dataclass(frozen=True)
class Change:
    """One entry of the journal, and the case as it stands now."""

    entry: int
    act: str
    by: int | None
    case: Case
    called: frozenset[int]


@dataclass
class Changes:
    """Reads on from where it was; what it has shown once it does not show again."""

    floor: int | None = None  # entries up to this one are known
    _seen: dict[int, datetime] = field(default_factory=dict)

    def look(self, now: datetime) -> list[Change]:
        """Return what is new, oldest first. One query, two more if there is anything.

        The first look shows nothing: it only finds out where now is.
        """
        if self.floor is None:
            self.floor = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
            return []
        rows = Entry.objects.filter(pk__gt=self.floor, subject_kind="case")
        told = rows.order_by("pk").values_list("pk", "subject_id", "act", "by_person")
        fresh = [row for row in told[:MOST] if row[0] not in self._seen]
        self._remember([row[0] for row in fresh], now)
        cases, called = _as_they_stand({UUID(row[1]) for row in fresh})
        return [
            Change(key, act, by, cases[UUID(of)], called.get(UUID(of), frozenset()))
            for key, of, act, by in fresh
            if UUID(of) in cases
        ]

    def _remember(self, keys: Sequence[int], now: datetime) -> None:
        """Raise the floor to what is old enough for nothing to come in below it."""
        old = [key for key, at in self._seen.items() if at < now - LOOK_BACK]
        if old:
            self.floor = max([self.floor or 0, *old])
        for key in old:
            del self._seen[key]
        self._seen.update(dict.fromkeys(keys, now))


def _as_they_stand(
    keys: set[UUID],
) -> tuple[dict[UUID, Case], dict[UUID, frozenset[int]]]:
    if not keys:
        return {}, {}
    called: dict[UUID, set[int]] = {}
    for case, unit in Call.objects.filter(case__in=keys).values_list("case", "unit"):
        called.setdefault(case, set()).add(unit)
    return Case.objects.in_bulk(keys), {k: frozenset(v) for k, v in called.items()}
