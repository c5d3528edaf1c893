"""The first draft: METIS on each component, then mended until it is a plan at all."""

import numpy as np
import pymetis

from quincunx.areas.division import graphs
from quincunx.areas.division.layout import Draft, Floats, Ints

LOADS, COSTS = 20_000, 60  # METIS counts in whole numbers
STARTS = 4


def shares(loads: Floats, k: int, sizes: Ints) -> Ints:
    """Return how many grids each component gets: at least one, by load, k in all.

    The next grid goes where the load of a grid is largest; none gets more grids than
    it has units.
    """
    given = np.ones(len(loads), np.int64)
    for _ in range(k - len(loads)):
        each = np.where(given < sizes, loads / given, -1.0)
        given[int(np.argmax(each))] += 1
    return given


def sow(draft: Draft, k: int, ideal: float, seed: int) -> Ints:
    """Return a grid for each unit: k of them, each connected, more or less equal."""
    number, component = graphs.pieces(draft, np.zeros(len(draft.units), np.int32))
    loads: Floats = np.bincount(component, draft.units["load"], number).astype(float)
    given = shares(loads, k, np.bincount(component, minlength=number))
    grid = np.zeros(len(draft.units), np.int32)
    begin = 0
    for c in range(number):
        members = np.flatnonzero(component == c)
        if given[c] > 1:
            part = _cut(draft, members, int(given[c]), ideal, seed)
            grid[members] = begin + part
        else:
            grid[members] = begin
        begin += int(given[c])
    return mended(draft, grid, component, given)


def _cut(draft: Draft, members: Ints, k: int, ideal: float, seed: int) -> Ints:
    """Return the best of METIS's partitions of one component into k."""
    start, to, cost = _sub_graph(draft, members)
    load = np.round(draft.units["load"][members] / ideal * LOADS).astype(int)
    found: list[tuple[float, int, Ints]] = []
    starts = STARTS if len(members) <= 5000 else 1
    for n in range(starts):
        options = pymetis.Options(seed=seed * 31 + n, ufactor=40, contig=1)
        _, part = pymetis.part_graph(
            k,
            pymetis.CSRAdjacency(start, to),
            vweights=load if load.sum() else None,
            eweights=np.maximum(1, np.round(cost * COSTS)).astype(int),
            recursive=k < 8,
            options=options,
        )
        labels = np.array(part, np.int32)
        off = np.abs(np.bincount(labels, load, k) / LOADS - 1.0).max()
        found.append((round(float(off), 9), n, labels))
    return min(found, key=lambda each: each[:2])[2]


def _sub_graph(draft: Draft, members: Ints) -> tuple[Ints, Ints, Floats]:
    borders = draft.borders
    row = np.full(len(draft.units), -1)
    row[members] = np.arange(len(members))
    kept = (borders["cost"] > 0) & (row[borders["source"]] >= 0)
    counts = np.bincount(row[borders["source"][kept]], minlength=len(members))
    start = np.concatenate([[0], np.cumsum(counts)])
    return start, row[borders["to"][kept]], borders["cost"][kept]


def mended(draft: Draft, grid: Ints, component: Ints, given: Ints) -> Ints:
    """Return `grid` with every grid connected and none empty.

    Of a grid in pieces the heaviest stays and the others join the neighbour they
    share most with; then the heaviest grids of a component are halved until it has
    as many as it was given. Labels of each component are `given` in a row.
    """
    grid = whole(draft, grid)
    begin = 0
    for c in range(len(given)):
        labels = np.arange(begin, begin + int(given[c]))
        inside = component == c
        for label in labels:
            if (grid == label).any():
                continue
            loads = np.bincount(grid, draft.units["load"] + 1e-9, int(given.sum()))
            counts = np.bincount(grid[inside], minlength=int(given.sum()))
            loads[(counts < 2) | ~np.isin(np.arange(len(loads)), labels)] = -1.0
            grid[graphs.halves(draft, grid == int(np.argmax(loads)))] = label
        begin += int(given[c])
    return grid


def filled(draft: Draft, grid: Ints, k: int) -> Ints:
    """Return `grid` with each of `k` labels in use, the heaviest grids halved."""
    grid = grid.copy()
    for label in np.setdiff1d(np.arange(k), grid):
        loads = np.bincount(grid, draft.units["load"] + 1e-9, k)
        loads[np.bincount(grid, minlength=k) < 2] = -1.0
        grid[graphs.halves(draft, grid == int(np.argmax(loads)))] = label
    return grid


def whole(draft: Draft, grid: Ints) -> Ints:
    """Return `grid` with stray pieces joined to the neighbour they share most with."""
    grid = grid.copy()
    borders = draft.borders
    for _ in range(len(draft.units)):
        number, piece = graphs.pieces(draft, grid)
        owner = np.zeros(number, np.int64)
        owner[piece] = grid
        weight = np.bincount(piece, draft.units["load"] + 1e-9, number)
        order = np.lexsort((np.arange(number), -weight, owner))
        first = np.concatenate([[True], owner[order][1:] != owner[order][:-1]])
        stray = np.ones(number, bool)
        stray[order[first]] = False
        stray_rows = stray[piece[borders["source"]]] & (borders["cost"] > 0)
        leaving = stray_rows & (piece[borders["source"]] != piece[borders["to"]])
        if not leaving.any():
            break
        p = int(piece[borders["source"][leaving]].min())
        out = leaving & (piece[borders["source"]] == p)
        shared = np.bincount(grid[borders["to"][out]], borders["length"][out] + 1e-9)
        grid[piece == p] = int(np.argmax(shared))
    return grid
