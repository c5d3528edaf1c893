"""The one entrance: an instance and what is wanted of it in, a plan out."""

from dataclasses import replace

from quincunx.areas.division import (
    about,
    bounds,
    change,
    compact,
    limits,
    measures,
    roads,
)
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import Ints
from quincunx.areas.division.plan import Plan
from quincunx.areas.division.wishes import MODES, Stop, Wishes, never
from quincunx.lib.refusal import Refusal


def divide(
    instance: Instance, wishes: Wishes | None = None, *, stop: Stop = never
) -> Plan:
    """Return the best plan found; never one that claims what it does not keep.

    `stop` is asked a few dozen times a second; when it says yes, the best plan so far
    is returned. The same instance, wishes and seed give the same plan on any machine.
    """
    wishes = wishes or Wishes()
    instance = _as_wished(instance, wishes)
    limits.refuse_nonsense(instance)
    told = _Told(stop)
    if wishes.previous is not None:
        before, labels = change.labels_of(instance, wishes)
        grid = change.plan(instance, wishes, before, told)
        return _described(instance, grid, labels, before, stopped=told.stopped)
    way = roads if wishes.mode == "roads" else compact
    grid = way.plan(instance, wishes, told)
    labels = tuple(str(g) for g in range(instance.k))
    return _described(instance, grid, labels, None, stopped=told.stopped)


class _Told:
    """Asks whether to stop, and remembers that it was so."""

    def __init__(self, stop: Stop) -> None:
        self.stop, self.stopped = stop, False

    def __call__(self) -> bool:
        self.stopped = self.stopped or self.stop()
        return self.stopped


def _as_wished(instance: Instance, wishes: Wishes) -> Instance:
    if wishes.mode not in MODES:
        raise Refusal("division-mode-unknown", mode=wishes.mode)
    if wishes.tolerance is not None and not 0 < wishes.tolerance < 1:
        raise Refusal("division-tolerance-unfit", tolerance=wishes.tolerance)
    return replace(
        instance,
        k=instance.k if wishes.k is None else wishes.k,
        tolerance=wishes.tolerance or instance.tolerance,
    )


def _described(
    instance: Instance,
    grid: Ints,
    labels: tuple[str, ...],
    before: Ints | None,
    *,
    stopped: bool,
) -> Plan:
    return Plan(
        name=instance.name,
        grid=grid,
        labels=labels,
        measures=measures.measure(instance, grid, before),
        bounds=bounds.find(instance),
        impossible=tuple(limits.find(instance)),
        about=tuple(about.each(instance, grid)),
        stopped=stopped,
    )
