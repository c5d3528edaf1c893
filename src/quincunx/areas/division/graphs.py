"""Pieces, components and trees of the graph of units."""

from collections import deque

import numpy as np

from quincunx.areas.division.layout import Draft, Flags, Ints


def pieces(draft: Draft, label: Ints) -> tuple[int, Ints]:
    """Return how many connected pieces of one label there are, and the piece of each.

    Piece numbers go by the lowest unit in each.
    """
    borders = draft.borders
    kept = (borders["cost"] > 0) & (label[borders["to"]] == label[borders["source"]])
    return joined(len(label), borders["source"][kept], borders["to"][kept])


def joined(n: int, one: Ints, two: Ints) -> tuple[int, Ints]:
    """Return the number of components, and the component of each of `n` units."""
    found = np.arange(n)
    while len(one):
        low = np.minimum(found[one], found[two])
        before = found.copy()
        np.minimum.at(found, found[one], low)
        np.minimum.at(found, found[two], low)
        while True:
            further = found[found]
            if (further == found).all():
                break
            found = further
        if (found == before).all():
            break
    names, label = np.unique(found, return_inverse=True)
    return len(names), label.astype(np.int32)


def neighbours(draft: Draft, u: int) -> Ints:
    """Return the units that one can walk to from `u`."""
    rows = draft.borders[draft.units[u]["start"] : draft.units[u]["end"]]
    found: Ints = rows["to"][rows["cost"] > 0]
    return found


def halves(draft: Draft, members: Flags) -> Ints:
    """Return the lighter side of the most even cut through a tree of `members`.

    `members` are connected and more than one.
    """
    root = int(np.flatnonzero(members)[0])
    order, parent, seen = [root], {root: -1}, {root}
    queue = deque([root])
    while queue:
        u = queue.popleft()
        for v in neighbours(draft, u).tolist():
            if members[v] and v not in seen:
                seen.add(v)
                parent[v] = u
                order.append(v)
                queue.append(v)
    below = {u: float(draft.units[u]["load"]) for u in order}
    for u in reversed(order[1:]):
        below[parent[u]] += below[u]
    whole = below[root]
    cut = min(order[1:], key=lambda u: (abs(2 * below[u] - whole), u))
    side = {cut}
    for u in order:
        if parent[u] in side:
            side.add(u)
    return np.array(sorted(side))
