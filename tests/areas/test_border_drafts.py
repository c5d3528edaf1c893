"""Once a place is in use, borders change by drafts that another person approves."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.areas import (
    access,
    bring_in,
    draft_steps,
    import_steps,
    locate,
    propose,
    reshaping,
    tree_changes,
)
from quincunx.areas.draft_life import Act, State
from quincunx.areas.models import Area, Border, BorderDraft, Kind, Revision
from quincunx.areas.options import Options
from quincunx.areas.propose import Proposal
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor, Holding
from quincunx.foundation.actors import Kind as ActorKind
from quincunx.foundation.models import Notice
from quincunx.lib.refusal import Refusal
from tests.areas.cast import (
    ADMINISTRATOR,
    AT,
    STRANGER,
    TODAY,
    found,
    spot,
    square,
    town,
)

pytestmark = pytest.mark.django_db
DAY = TODAY + timedelta(days=10)
ON_THE_DAY = datetime(2026, 3, 11, 16, 5, tzinfo=UTC)  # just after midnight in the town
SAID = {"by": ADMINISTRATOR, "at": AT}


def somebody(person: int, role: str, path: str) -> Actor:
    return Actor(ActorKind.STAFF, person=person, holdings=(Holding(role, role, path),))


def told(shape: shapely.Geometry) -> dict[str, object]:
    return shapely.geometry.mapping(shape)


def lot(name, column, row, parent):
    point = shapely.Point(spot(column, row))
    return found(name, 5, parent, border=point, kind=Kind.BUILDING)


def drawn(*steps, on: date = DAY, by: Actor = ADMINISTRATOR, title="New borders"):
    proposal = Proposal(title, "The school grew.", on, steps)
    return propose.draw(proposal, by=by, at=AT)


def approved(*steps, **more):
    draft = propose.submit(drawn(*steps, **more), **SAID)
    supervisor = somebody(7, "supervisor", Area.objects.get(level=1).path)
    return propose.approve(draft, propose.look(draft).mark, by=supervisor, at=AT)


def name_at(column, row, on):
    return locate.place(*spot(column, row), on).chain[-1].name


def test_a_draft_moves_a_border_on_its_day_and_neighbours_follow():
    areas = town()
    lot("lot 1", 1.2, 0.5, areas["se"])
    steps = {"act": "redraw", "area": areas["sw"].pk, "border": told(square(0, 0, 1.5))}
    draft = drawn(steps)
    seen = propose.look(draft)
    assert [(a["name"], a["what"], a["buildings"]) for a in seen.areas] == [
        ("sw", "changes", 1),
        ("se", "changes", 0),
    ]
    assert [(m["name"], m["from"], m["to"]) for m in seen.moved] == [
        ("lot 1", "se", "sw")
    ]
    assert seen.faults == ()
    propose.submit(draft, **SAID)
    supervisor = somebody(7, "supervisor", areas["district"].path)
    draft = _read(draft)
    assert access.draft_acts(supervisor, draft) == [
        Act.APPROVE,
        Act.SEND_BACK,
    ]
    propose.approve(draft, seen.mark, by=supervisor, at=AT)
    assert name_at(1.2, 0.3, TODAY) == "se"
    assert propose.take_effect_due(DAY - timedelta(days=1), at=AT) == 0
    assert propose.take_effect_due(DAY, at=ON_THE_DAY) == 1
    assert propose.take_effect_due(DAY, at=ON_THE_DAY) == 0
    assert [name_at(1.2, 0.3, on) for on in (TODAY, DAY)] == ["se", "sw"]
    assert name_at(1.2, 0.5, DAY) == "lot 1"
    assert Area.objects.get(name="lot 1").parent_id == areas["sw"].pk
    assert _read(draft).state == State.IN_FORCE
    acts = [entry.act for entry in journal.entries(propose.of_draft(draft))]
    assert acts == ["draw", "submit", "approve", "take-effect"]
    heard = Notice.objects.values_list("kind", "recipient_kind").order_by("pk")
    assert list(heard) == [
        ("border-draft-submitted", "role-in-area"),
        ("border-draft-approved", "person"),
        ("border-draft-in-force", "person"),
    ]


def _read(draft: BorderDraft) -> BorderDraft:
    return BorderDraft.objects.get(pk=draft.pk)


def test_what_is_foreseen_leaves_nothing_behind():
    areas = town()
    lot("lot 1", 0.7, 0.5, areas["sw"])
    before = (
        Revision.objects.values().get(),
        list(Border.objects.order_by("pk").values_list("pk", "valid_to")),
        list(Area.objects.order_by("pk").values_list("pk", "path", "valid_to")),
    )
    line = [spot(0.5, -0.1), spot(0.5, 1.1)]
    steps = {"act": "split", "area": areas["sw"].pk, "line": line, "names": ["A", "B"]}
    seen = propose.look(drawn(steps))
    assert [(a["name"], a["what"]) for a in seen.areas] == [
        ("A", "begins"),
        ("B", "begins"),
        ("sw", "ends"),
    ]
    assert before == (
        Revision.objects.values().get(),
        list(Border.objects.order_by("pk").values_list("pk", "valid_to")),
        list(Area.objects.order_by("pk").values_list("pk", "path", "valid_to")),
    )
    assert name_at(0.7, 0.3, DAY) == "sw"


def test_whoever_draws_never_decides_and_the_district_has_the_word():
    areas = town()
    west = somebody(3, "administrator", areas["west"].path)
    steps = {"act": "rename", "area": areas["sw"].pk, "name": "South-west"}
    draft = propose.submit(drawn(steps, by=west), by=west, at=AT)
    mark = propose.look(draft).mark
    with pytest.raises(Refusal, match="tree-not-yours-to-change"):
        propose.approve(draft, mark, by=west, at=AT)
    for other in (somebody(4, "administrator", areas["west"].path), STRANGER):
        with pytest.raises(Refusal, match="tree-not-yours-to-change"):
            propose.approve(draft, mark, by=other, at=AT)
    own = propose.submit(drawn(steps), **SAID)
    with pytest.raises(Refusal, match="draft-is-your-own"):
        propose.approve(own, mark, **SAID)
    assert propose.approve(draft, mark, **SAID).state == State.APPROVED
    with pytest.raises(Refusal, match="no-such-draft"):
        access.draft_for(STRANGER, draft.pk)
    elsewhere = somebody(5, "administrator", areas["east"].path)
    with pytest.raises(Refusal, match="tree-not-yours-to-change"):
        drawn(steps, by=elsewhere)


def test_a_draft_with_faults_is_refused_and_the_place_is_named():
    areas = town()
    gap = {
        "act": "redraw",
        "area": areas["sw"].pk,
        "border": told(square(0, 0, 0.5)),
        "neighbours": "stay",
    }
    with pytest.raises(Refusal, match="draft-has-faults") as refused:
        propose.submit(drawn(gap), **SAID)
    facts = refused.value.facts
    assert facts["areas"] == ["Lane"]
    assert facts["lon"] == pytest.approx(spot(0.75, 0.5)[0], abs=0.003)
    assert facts["lat"] == pytest.approx(spot(0.75, 0.5)[1], abs=0.005)


def test_two_drafts_in_each_others_way_are_not_both_approved():
    areas = town()
    rename = {"act": "rename", "area": areas["sw"].pk, "name": "South-west"}
    first = approved(rename)
    merge = {
        "act": "merge",
        "areas": [areas["sw"].pk, areas["se"].pk],
        "name": "South",
    }
    second = drawn(merge, title="South")
    with pytest.raises(Refusal, match="draft-in-the-way") as refused:
        propose.submit(second, **SAID)
    assert refused.value.facts["title"] == "New borders"
    assert refused.value.facts["areas"] == ["sw"]
    propose.withdraw(first, **SAID)
    assert propose.submit(second, **SAID).state == State.SUBMITTED


def test_what_no_longer_shows_the_same_is_looked_at_again():
    areas = town()
    steps = {"act": "redraw", "area": areas["sw"].pk, "border": told(square(0, 0, 1.5))}
    draft = propose.submit(drawn(steps), **SAID)
    mark = propose.look(draft).mark
    lot("lot 1", 1.2, 0.5, areas["se"])
    supervisor = somebody(7, "supervisor", areas["district"].path)
    with pytest.raises(Refusal, match="draft-shows-otherwise-now"):
        propose.approve(draft, mark, by=supervisor, at=AT)
    back = propose.send_back(draft, "Lot 1 stays in se.", by=supervisor, at=AT)
    assert (back.state, back.remark) == (State.DRAWN, "Lot 1 stays in se.")
    with pytest.raises(Refusal, match="draft-day-not-ahead"):
        propose.change(back, Proposal("x", "y", TODAY, []), **SAID)


def test_once_settled_the_tree_changes_by_drafts_alone():
    areas = town()
    assert propose.settle(on=TODAY, **SAID) == TODAY
    assert propose.settle(on=DAY, **SAID) == TODAY
    with pytest.raises(Refusal, match="draft-needed"):
        tree_changes.rename(areas["sw"], "x", on=TODAY, **SAID)
    with pytest.raises(Refusal, match="draft-needed"):
        found("New", 4, areas["lane"])
    draft = approved({"act": "rename", "area": areas["sw"].pk, "name": "South-west"})
    propose.take_effect_due(DAY, at=ON_THE_DAY)
    assert Area.objects.get(pk=areas["sw"].pk).name == "South-west"
    assert _read(draft).state == State.IN_FORCE


def test_a_draft_the_tree_no_longer_allows_fails_alone_and_says_why():
    areas = town()
    bad = approved({"act": "rename", "area": areas["sw"].pk, "name": "South-west"})
    good = approved({"act": "rename", "area": areas["ne"].pk, "name": "North-east"})
    tree_changes.close(areas["sw"], on=TODAY, **SAID)
    assert propose.take_effect_due(DAY, at=ON_THE_DAY) == 2
    assert (_read(bad).state, _read(good).state) == (State.FAILED, State.IN_FORCE)
    assert "sw" in _read(bad).remark
    assert Notice.objects.filter(kind="border-draft-failed").count() == 1


def test_a_map_file_becomes_a_draft_with_new_areas_under_new_ones(tmp_path):
    areas = town()
    file = tmp_path / "new.geojson"
    shape = shapely.geometry.mapping(square(0, 0, 0.5))
    row = {"type": "Feature", "properties": {"name": "sw"}, "geometry": shape}
    other = square(0.5, 0, 0.5)
    more = {"type": "Feature", "properties": {"name": "new"}, "geometry": told(other)}
    whole = {"type": "FeatureCollection", "features": [row, more]}
    file.write_text(json.dumps(whole))
    preview = bring_in.read(file, Options(level=4, valid_from=DAY, name_field="name"))
    draft = approved(*import_steps.steps_of(preview))
    propose.take_effect_due(DAY, at=ON_THE_DAY)
    assert _read(draft).state == State.IN_FORCE
    assert [name_at(c, 0.5, DAY) for c in (0.2, 0.8)] == ["sw", "new"]
    assert Area.objects.get(name="new").parent_id == areas["lane"].pk


def test_a_corner_moves_in_every_outline_that_has_it():
    town()
    draft = drawn({"act": "shift", "from": spot(1, 1), "to": spot(1.1, 1.2)})
    seen = propose.look(draft)
    assert [a["name"] for a in seen.areas] == ["sw", "se", "nw", "ne"]
    assert seen.faults == ()
    edge = drawn({"act": "shift", "from": spot(0, 0), "to": spot(-0.1, -0.1)})
    assert [a["name"] for a in propose.look(edge).areas] == [
        "Elm",
        "West",
        "Lane",
        "sw",
    ]
    with pytest.raises(Refusal, match="no-corner-there"):
        propose.look(drawn({"act": "shift", "from": spot(0.3, 0.3), "to": spot(1, 1)}))


@pytest.mark.parametrize(
    "step",
    [
        None,
        7,
        {"act": "fly"},
        {"act": "redraw", "area": True, "border": {}},
        {"act": "merge", "areas": [1], "name": "x"},
        {"act": "split", "area": 1},
        {"act": "shift", "from": [1], "to": [1, 2]},
        {"act": "found", "name": "x", "level": "deep", "parent": 1},
    ],
)
def test_a_step_nobody_understands_is_refused_by_its_number(step):
    with pytest.raises(Refusal, match="step-not-understood") as refused:
        draft_steps.read([{"act": "rename", "area": 1, "name": "x"}, step])
    assert refused.value.facts["number"] == 2


corner = st.tuples(st.integers(-10, 30), st.integers(-10, 30))


@given(st.lists(corner, min_size=3, max_size=7))
@settings(max_examples=60)
def test_neighbours_that_follow_never_overlap_and_leave_no_gap_beside_them(corners):
    """Whatever is drawn inside the parent, the parts cover it once."""
    whole = shapely.box(0, 0, 20, 20)
    cells = [shapely.box(x, y, x + 10, y + 10) for x in (0, 10) for y in (0, 10)]
    new = shapely.Polygon(corners).convex_hull.intersection(whole)
    if new.geom_type != "Polygon" or new.area < 1:
        return
    after = [new, *reshaping.follow(cells[0], new, cells[1:])]
    together = shapely.union_all(after)
    assert sum(shape.area for shape in after) == pytest.approx(together.area)
    left = shapely.get_parts(shapely.difference(whole, together))
    assert [piece for piece in left if any(_share(piece, c) for c in cells[1:])] == []


def _share(piece, cell):
    """What nobody takes lies at the outer edge, beside none of the neighbours."""
    return piece.area > 1e-9 and piece.intersection(cell).length > 1e-9


@given(st.floats(0.1, 19.9), st.floats(0.1, 19.9))
@settings(max_examples=40)
def test_a_line_across_cuts_into_parts_that_make_the_whole(left, right):
    whole = shapely.box(0, 0, 20, 20)
    line = shapely.LineString([(-1, left), (21, right)])
    parts = reshaping.cut(whole, line)
    assert len(parts) == 2
    assert shapely.union_all(parts).equals_exact(whole, 1e-6) or sum(
        part.area for part in parts
    ) == pytest.approx(400)
    assert parts[0].centroid.y > parts[1].centroid.y
