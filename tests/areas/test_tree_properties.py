"""Paths say what a tree of parents says, whatever is moved, split or merged."""

from datetime import timedelta

import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quincunx.areas import checks, locate, tree, tree_changes
from quincunx.areas.models import Area
from quincunx.areas.paths import subtree, subtrees
from quincunx.areas.tree_changes import Part
from quincunx.lib.refusal import Refusal
from tests.areas.cast import ADMINISTRATOR, AT, LONG_AGO, TODAY, found, square

KEYS = st.lists(st.integers(1, 10**9), min_size=1, max_size=20)
SAID = {"by": ADMINISTRATOR, "at": AT}


# --- paths alone ---------------------------------------------------------------------


def path_of(keys):
    path = ""
    for key in keys:
        path = tree.child_path(path, key)
    return path


@given(KEYS)
def test_a_path_gives_back_its_keys_and_its_ancestors(keys):
    path = path_of(keys)
    assert tree.ids(path) == keys
    above = [path_of(keys[: n + 1]) for n in range(len(keys))]
    assert tree.ancestors(path) == above
    assert tree.parent_path(path) == path_of(keys[:-1])
    assert tree.depth(path) == len(keys)


@given(KEYS, KEYS)
def test_the_range_of_a_path_holds_what_lies_under_it_and_nothing_else(one, other):
    path, candidate = path_of(one), path_of(other)
    in_range = path <= candidate < tree.end(path)
    assert in_range == (other[: len(one)] == one) == tree.is_within(candidate, path)


@given(KEYS, KEYS, KEYS)
def test_a_moved_subtree_keeps_what_is_below(above, inner, target):
    path = path_of(above + inner)
    assert tree.moved(path, path_of(above), path_of(target)) == path_of(target + inner)


# --- the tree against a model that walks parents --------------------------------------


class Model:
    """A naive tree: each area knows its parent, and is walked up to the top."""

    def __init__(self):
        self.parents = {}
        self.levels = {}
        self.ended = set()
        self.right = set()  # those drawn as the eastern half of the square

    def line(self, key):
        line = [key]
        while self.parents[line[-1]] is not None:
            line.append(self.parents[line[-1]])
        return line[::-1]

    def under(self, key):
        return {k for k in self.parents if key in self.line(k)}

    def open(self):
        return [key for key in sorted(self.parents) if key not in self.ended]

    def parts(self, key):
        return [k for k in self.open() if self.parents[k] == key]


def found_one(model, pick):
    above = [None, *[k for k in model.open() if model.levels[k] < 6]]
    key = above[pick % len(above)]
    parent = None if key is None else Area.objects.get(pk=key)
    level = 1 if parent is None else parent.level + 1
    area = found(f"n{pick}", level, parent, on=TODAY)
    model.parents[area.pk], model.levels[area.pk] = key, level


def move_one(model, pick, other):
    keys = model.open()
    if not keys:
        return
    key, target = keys[pick % len(keys)], keys[other % len(keys)]
    parent = Area.objects.get(pk=target)
    allowed = model.levels[target] < model.levels[key]
    area = Area.objects.get(pk=key)
    if allowed:
        tree_changes.move(area, parent, on=TODAY, **SAID)
        model.parents[key] = target
        return
    with pytest.raises(Refusal, match="level-not-below"):
        tree_changes.move(area, parent, on=TODAY, **SAID)


def rename_one(model, pick):
    keys = model.open()
    if keys:
        area = Area.objects.get(pk=keys[pick % len(keys)])
        tree_changes.rename(area, f"name {pick}", on=TODAY, **SAID)


def merge_two(model, pick):
    pairs = [
        (a, b)
        for a in model.open()
        for b in model.open()
        if a < b
        and (model.parents[a], model.levels[a]) == (model.parents[b], model.levels[b])
    ]
    if not pairs:
        return
    both = [Area.objects.get(pk=key) for key in pairs[pick % len(pairs)]]
    for area in both:
        draw(model, area)
    made = tree_changes.merge(both, "both", on=TODAY, **SAID)
    model.parents[made.pk] = model.parents[both[0].pk]
    model.levels[made.pk] = model.levels[both[0].pk]
    for area in both:
        inherit(model, area.pk, made.pk, made.pk)


def split_one(model, pick):
    keys = model.open()
    if not keys:
        return
    area = Area.objects.get(pk=keys[pick % len(keys)])
    draw(model, area)
    halves = [Part("left", square(0, 0, 0.5)), Part("right", square(0.5, 0, 0.5))]
    made = tree_changes.split(area, halves, on=TODAY, **SAID)
    for part in made:
        model.parents[part.pk] = model.parents[area.pk]
        model.levels[part.pk] = model.levels[area.pk]
    inherit(model, area.pk, made[0].pk, made[1].pk)
    model.right.add(made[1].pk)


def draw(model, area):
    model.right.discard(area.pk)
    tree_changes.redraw(area, square(0, 0), on=TODAY, **SAID)


def inherit(model, former, left, right):
    """What stood below goes to the heir that holds its middle, of two the lower key.

    Everything drawn is the same square, whose middle lies on the line between the
    halves, or one of those halves.
    """
    for part in model.parts(former):
        model.parents[part] = right if part in model.right else left
    model.ended.add(former)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["found", "found", "move", "move", "rename", "merge", "split"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
    ),
    max_size=25,
)


def walk(acts):
    model = Model()
    for act, pick, other in acts:
        match act:
            case "found":
                found_one(model, pick)
            case "move":
                move_one(model, pick, other)
            case "rename":
                rename_one(model, pick)
            case "merge":
                merge_two(model, pick)
            case "split":
                split_one(model, pick)
    return model


def compare(model):
    paths = dict(Area.objects.values_list("pk", "path"))
    assert {key: tree.ids(path) for key, path in paths.items()} == {
        key: model.line(key) for key in model.parents
    }
    for key, path in paths.items():
        under = Area.objects.filter(subtree("path", path)).values_list("pk", flat=True)
        assert set(under) == model.under(key)
    assert dict(Area.objects.values_list("pk", "parent_id")) == model.parents
    assert not checks.check(TODAY).counts().get("orphan")


WITH_A_DATABASE = settings(
    deadline=None,
    derandomize=True,
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.django_db
@given(ACTS)
@WITH_A_DATABASE
def test_paths_agree_with_parents_after_any_changes(undone, acts):
    with undone():
        compare(walk(acts))


@pytest.mark.drill
@pytest.mark.django_db
@given(ACTS)
@settings(WITH_A_DATABASE, max_examples=800, derandomize=False)
def test_paths_agree_with_parents_after_ten_thousand_changes(undone, acts):
    with undone():
        compare(walk(acts))


@pytest.mark.django_db
@given(st.lists(st.sampled_from(["move", "back", "rename"]), max_size=6))
@WITH_A_DATABASE
def test_the_past_says_the_same_after_any_changes(undone, acts):
    """A position is told the same chain for a day before the changes as it was then."""
    with undone():
        one, two = (found(name, 1, border=square(n, 0)) for n, name in enumerate("ab"))
        grid = found("g", 2, one, border=square(0.2, 0.2, 0.5, 0.5))
        where = shapely.point_on_surface(square(0.2, 0.2, 0.5, 0.5))
        before = locate.place(where.x, where.y, LONG_AGO)
        for day, act in enumerate(acts, start=1):
            on = LONG_AGO + timedelta(days=day)
            area = Area.objects.get(pk=grid.pk)
            if act == "rename":
                tree_changes.rename(area, f"g{day}", on=on, **SAID)
            else:
                parent = two if act == "move" else one
                tree_changes.move(area, parent, on=on, **SAID)
            assert locate.place(where.x, where.y, LONG_AGO) == before
            assert locate.place(where.x, where.y, on).chain[-1].id == grid.pk


@pytest.mark.django_db
def test_several_subtrees_are_one_filter_and_none_is_nothing():
    one, two = found("a", 1), found("b", 1)
    inner = found("c", 2, two)
    rows = Area.objects.order_by("pk")
    assert list(rows.filter(subtrees("path", [one.path, two.path]))) == [
        one,
        two,
        inner,
    ]
    assert list(rows.filter(subtrees("path", []))) == []
    assert list(rows.filter(subtrees("path", [""]))) == [one, two, inner]
