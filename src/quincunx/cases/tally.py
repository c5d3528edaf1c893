"""Counts without counting: every change of state adds a delta, `duty` folds them."""

from collections import Counter

from django.db import transaction
from django.db.models import Max, Min, Sum

from quincunx.areas.paths import subtree
from quincunx.cases.books import Key, books
from quincunx.cases.models import Case, Tally
from quincunx.cases.vocabulary import OPEN


def key_of(case: Case) -> Key | None:
    """Return where an open case is counted; a closed one is counted nowhere."""
    if case.state not in OPEN:
        return None
    return (case.care_path, case.unit_id, case.state)


def moved(before: Key | None, after: Key | None) -> None:
    """Write that a case left one count and entered another. One insert at most."""
    if before == after:
        return
    books().count((key, step) for key, step in ((before, -1), (after, 1)) if key)


def open_by_state(path: str) -> dict[str, int]:
    """Return how many open cases stand in each state below `path`. One query."""
    rows = (
        Tally.objects.filter(subtree("care_path", path))
        .values_list("state")
        .annotate(n=Sum("count"))
    )
    return {state: n for state, n in rows if n}


def open_by_place(path: str) -> dict[str, dict[str, int]]:
    """Return the same for each care below `path`, by its path. One query."""
    rows = (
        Tally.objects.filter(subtree("care_path", path))
        .values_list("care_path", "state")
        .annotate(n=Sum("count"))
        .order_by("care_path", "state")
    )
    found: dict[str, dict[str, int]] = {}
    for place, state, n in rows:
        if n:
            found.setdefault(place, {})[state] = n
    return found


@transaction.atomic
def fold(most: int = 50_000) -> int:
    """Replace delta rows by their sums; return how many rows went away.

    Only rows older than the newest `id` seen at the start are read, so that writers
    never wait.
    """
    newest = Tally.objects.aggregate(newest=Max("id"), oldest=Min("id"))
    if newest["newest"] is None:
        return 0
    last = min(newest["newest"], newest["oldest"] + most)
    old = Tally.objects.filter(id__lte=last)
    rows = list(old.select_for_update())
    sums: Counter[Key] = Counter()
    for row in rows:
        sums[(row.care_path, row.unit_id, row.state)] += row.count
    Tally.objects.filter(id__in=[row.pk for row in rows]).delete()
    Tally.objects.bulk_create(
        Tally(care_path=path, unit_id=unit, state=state, count=n)
        for (path, unit, state), n in sums.items()
        if n
    )
    return len(rows) - sum(1 for n in sums.values() if n)
