"""Proving the journal: walks every chain and every seal, and names what is broken.

Memory stays bounded at any size: both walks go in key order, a few thousand rows at
a time. Writing may go on meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Count, Min

from quincunx.foundation.journal.anchors import Anchor, read_anchor
from quincunx.foundation.journal.faults import Broken, Link, Verdict
from quincunx.foundation.journal.seal_walk import (
    broken_anchor,
    broken_days,
    broken_links,
    broken_seals,
    broken_unsealed,
)
from quincunx.foundation.journal.subject_walk import broken_entries
from quincunx.foundation.models import Entry, Seal, Unsealed

_TELL_EVERY = 5000


def verify(
    anchor: Mapping[str, Any] | None = None,
    *,
    links: Iterable[Link] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Walk the whole journal and return what was found.

    `anchor` is a head exported earlier, without which a journal rewritten as a whole
    cannot be told from a true one; `links` are what subjects remember of their own
    chain. `progress` is told (walked, of how many) every 5,000 links.
    """
    known = read_anchor(anchor) if anchor is not None else None
    steps = _Steps(progress)
    entries, seals = _Count(steps), _Count(steps)
    broken = next(_all_broken(entries, seals, known, links), None)
    waiting = Unsealed.objects.aggregate(
        count=Count("entry_id"), oldest=Min("entry__recorded_at")
    )
    return Verdict(
        entries=entries.walked,
        seals=seals.walked,
        unsealed=waiting["count"],
        oldest_unsealed=waiting["oldest"],
        broken=broken,
    )


def _all_broken(
    entries: "_Count", seals: "_Count", anchor: Anchor | None, links: Iterable[Link]
) -> Iterator[Broken]:
    yield from broken_entries(entries.tick)
    yield from broken_unsealed()
    yield from broken_seals(seals.tick)
    yield from broken_days()
    if anchor is not None:
        yield from broken_anchor(anchor)
    yield from broken_links(links)


class _Steps:
    """Tells the caller how far the walk has come."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._walked = 0
        self._total = Entry.objects.count() + Seal.objects.count() if progress else 0

    def tick(self) -> None:
        self._walked += 1
        if self._progress and self._walked % _TELL_EVERY == 0:
            self._progress(self._walked, self._total)


class _Count:
    """Counts one of the two walks."""

    def __init__(self, steps: _Steps) -> None:
        self._steps = steps
        self.walked = 0

    def tick(self) -> None:
        self.walked += 1
        self._steps.tick()
