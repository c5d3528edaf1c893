"""Small towns to divide: a checkerboard of lots, and what one makes of it."""

from typing import Any

import numpy as np

Content = dict[str, Any]


def board(
    wide: int,
    high: int,
    k: int,
    *,
    seed: int = 3,
    road: int = 4,
    tolerance: float = 0.1,
) -> Content:
    """Return lots of 10 m by 10 m, every `road`-th line between them a road."""
    dice = np.random.default_rng(seed)
    n = wide * high
    edges = []
    for y in range(high):
        for x in range(wide):
            u = y * wide + x
            if x + 1 < wide:
                edges.append([u, u + 1, 10.0, int((x + 1) % road == 0)])
            if y + 1 < high:
                edges.append([u, u + wide, 10.0, int((y + 1) % road == 0)])
    return {
        "format": "griddiv/1",
        "name": "board",
        "n": n,
        "k": k,
        "balance": "workload",
        "tolerance": tolerance,
        "units": {
            "x": [10.0 * (u % wide) + 5 for u in range(n)],
            "y": [10.0 * (u // wide) + 5 for u in range(n)],
            "area": [100.0] * n,
            "perim": [40.0] * n,
            "workload": dice.integers(1, 9, n).tolist(),
            "households": dice.integers(1, 9, n).tolist(),
            "estate": [-1] * n,
        },
        "edges": edges,
        "impassable": [],
    }


def renumbered(content: Content, order: list[int]) -> Content:
    """Return the same town with unit order[i] as its unit i."""
    place = {old: new for new, old in enumerate(order)}
    units = {name: [c[old] for old in order] for name, c in content["units"].items()}
    edges = [[place[u], place[v], *rest] for u, v, *rest in content["edges"]]
    return {**content, "units": units, "edges": edges}


def connected(content: Content, members: set[int]) -> bool:
    """Tell by a walk of our own whether one can go between all `members`."""
    beside: dict[int, list[int]] = {u: [] for u in members}
    for u, v, *_ in content["edges"]:
        if u in members and v in members:
            beside[u].append(v)
            beside[v].append(u)
    start = min(members)
    met, ahead = {start}, [start]
    while ahead:
        for v in beside[ahead.pop()]:
            if v not in met:
                met.add(v)
                ahead.append(v)
    return met == members


def faults(content: Content, plan_labels: list[str], k: int) -> list[str]:
    """Return what is wrong with a plan, by a count that shares no code with ours."""
    grids: dict[str, set[int]] = {}
    for u, label in enumerate(plan_labels):
        grids.setdefault(label, set()).add(u)
    load = content["units"][content["balance"]]
    ideal = sum(load) / k
    found = [] if len(grids) == k else [f"{len(grids)} grids"]
    for label, members in sorted(grids.items()):
        if not connected(content, members):
            found.append(f"{label} in pieces")
        off = abs(sum(load[u] for u in members) / ideal - 1)
        if off > content["tolerance"] + 1e-9:
            found.append(f"{label} off by {off:.3f}")
    return found
