"""The one filter for "in this subtree"; no other code compares paths in a query."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from quincunx.areas.tree import EVERYWHERE, end

ALL = ~Q(pk__in=())  # an empty Q would be nothing to an "or"


def subtree(field: str, path: str) -> Q:
    """Match rows whose `field` is `path` or lies under it; an index range scan."""
    if path == EVERYWHERE:
        return ALL
    return Q(**{f"{field}__gte": path, f"{field}__lt": end(path)})


def subtrees(field: str, paths: Iterable[str]) -> Q:
    """Match rows within any of `paths`; nothing at all when there are none."""
    wanted = tuple(paths)
    if EVERYWHERE in wanted:
        return ALL
    return reduce(or_, (subtree(field, path) for path in wanted), Q(pk__in=()))
