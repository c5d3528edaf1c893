"""Open cases follow the tree: split, merged, moved, drawn anew; their grid stays.

`areas` writes down every change; this looks at those made, and those whose day has
come, since it last looked. Doing it twice changes nothing, so `duty` does it in every
round and a door may do it at once, right after the change it has made.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from quincunx.areas.foresee import Beside
from quincunx.areas.index import stamp_now
from quincunx.areas.models import Area, Change
from quincunx.cases import access, care, tally
from quincunx.cases.books import Key
from quincunx.cases.care import Care
from quincunx.cases.models import Case, Followed, Tally
from quincunx.foundation.actors import Actor
from quincunx.staff import holes
from quincunx.staff.office import day_of

AT_ONCE = 500  # cases under lock in one transaction
MOST_TOLD = 200  # cases of a preview
_MOST_BOXES = 20
# A report placed just before a change may be written down just after it was followed.
_AGAIN_AFTER = timedelta(minutes=1)
_ONLY = 1


def catch_up(at: datetime) -> int:
    """Bring open cases to where they belong today; return how many moved.

    Two queries while nothing has changed.
    """
    number, today = stamp_now()[0], day_of(at)
    mark, _ = Followed.objects.get_or_create(
        pk=_ONLY, defaults={"day": date.min, "settled_day": date.min}
    )
    fresh = (mark.number, mark.day) != (number, today)
    if not fresh and (mark.again_at is None or mark.again_at > at):
        return 0
    moved = _follow(_changes(mark, number, today), today)
    if fresh:
        mark.number, mark.day, mark.again_at = number, today, at + _AGAIN_AFTER
    else:
        mark.settled, mark.settled_day, mark.again_at = number, today, None
    mark.save()
    return moved


def foreseen(actor: Actor) -> Beside:
    """Return what is asked while a draft is tried: whose care cases pass into."""
    return partial(_foreseen, actor)


def _foreseen(actor: Actor, on: date) -> dict[str, Any]:
    """Count the open cases that would change hands; name those `actor` may see.

    Called while the draft is carried out and not yet taken back. Offices whose area
    would have ended are named as well.
    """
    changes = list(Change.objects.filter(on=on))
    is_open = Case.objects.filter(closed_at__isnull=True)
    near = list(is_open.filter(_standing_wrong(on) | _near(changes)).order_by("pk"))
    to = care.now(near, on) if near else {}
    every = [case for case in near if to[case.pk].area != case.care_id]
    mine = access.visible_cases(actor).filter(pk__in=[c.pk for c in every[:MOST_TOLD]])
    seen = set(mine.values_list("pk", flat=True))
    moved = [case for case in every[:MOST_TOLD] if case.pk in seen]
    keys = {case.care_id for case in moved} | {to[case.pk].area for case in moved}
    names = dict(Area.objects.filter(pk__in=keys).values_list("pk", "name"))
    told = [
        {
            "number": case.number,
            "from": names[case.care_id],
            "to": names[to[case.pk].area],
        }
        for case in moved
    ]
    offices = holes.left_without_area(actor, on)
    return {"cases": told, "cases_count": len(every), "offices": offices}


def _changes(mark: Followed, number: int, today: date) -> list[Change]:
    """Return what was changed since all was settled, and what has come into force."""
    made = Q(number__gt=mark.settled, number__lte=number)
    come = Q(on__gt=mark.settled_day)
    return list(Change.objects.filter(made | come, on__lte=today))


def _follow(changes: Sequence[Change], today: date) -> int:
    if not changes:
        return 0
    is_open = Case.objects.filter(closed_at__isnull=True)
    wanted = is_open.filter(_standing_wrong(today) | _near(changes))
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    return sum(_move(batch, today) for batch in _batches(keys))


def _standing_wrong(today: date) -> Q:
    """Match cases whose area, or whose desk's, has ended or stands elsewhere now."""
    return (
        Q(care__valid_to__lte=today)
        | Q(desk__valid_to__lte=today)
        | ~Q(care_path=F("care__path"))
        | ~Q(desk_path=F("desk__path"))
    )


def _near(changes: Sequence[Change]) -> Q:
    """Match cases within what was drawn anew."""
    boxes = [(c.minx, c.miny, c.maxx, c.maxy) for c in changes if c.minx is not None]
    if len(boxes) > _MOST_BOXES:
        west, south, east, north = zip(*boxes, strict=True)
        boxes = [(min(west), min(south), max(east), max(north))]
    within = (
        Q(lon__range=(west, east), lat__range=(south, north))
        for west, south, east, north in boxes
    )
    return reduce(or_, within, Q(pk__in=()))


def _batches(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


@transaction.atomic
def _move(keys: Sequence[UUID], today: date) -> int:
    """Move some cases, under their locks, with what is counted of them."""
    waiting = Case.objects.select_for_update().filter(closed_at__isnull=True)
    cases = list(waiting.filter(pk__in=keys).order_by("pk"))
    to: defaultdict[Care, list[UUID]] = defaultdict(list)
    counts: Counter[Key] = Counter()
    found = care.now(cases, today)
    for case in cases:
        if found[case.pk] != care.of(case):
            to[found[case.pk]].append(case.pk)
            _recount(case, found[case.pk], counts)
    for each, moved in to.items():
        Case.objects.filter(pk__in=moved).update(
            care=each.area,
            care_path=each.path,
            desk=each.desk,
            desk_path=each.desk_path,
        )
    Tally.objects.bulk_create(
        Tally(care_path=path, unit_id=unit, state=state, count=n)
        for (path, unit, state), n in counts.items()
        if n
    )
    return sum(map(len, to.values()))


def _recount(case: Case, to: Care, counts: Counter[Key]) -> None:
    key = tally.key_of(case)
    if key is not None:
        counts[key] -= 1
        counts[(to.path, *key[1:])] += 1
