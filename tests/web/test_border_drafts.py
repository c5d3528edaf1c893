"""A border draft on screens: drawn in a form, seen with what moves, decided."""

from datetime import datetime, timedelta

import pytest
import shapely
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from quincunx.areas import outlines, propose
from quincunx.areas.draft_life import State
from quincunx.areas.models import Area, BorderDraft
from quincunx.lib.rings import rings_of, surface
from quincunx.registers import keep
from quincunx.registers.numbering import Pattern
from quincunx.web.areas import measuring
from tests.cases.conftest import Stage
from tests.cast import SOUTH, STEP, WEST
from tests.web.conftest import SignIn

CORNERS = ((0, 0), (1.5, 0), (1.5, 1), (0, 1))


def corners(*places: tuple[float, float]) -> str:
    return "\n".join(
        f"{WEST + column * STEP:.7f}, {SOUTH + row * STEP:.7f}"
        for column, row in places
    )


def _begun(client) -> BorderDraft:
    on = timezone.localdate() + timedelta(days=8)
    told = {"title": "The school grew", "reason": "New block.", "on": on.isoformat()}
    answer = client.post(reverse("areas-draft-new"), told)
    assert answer.status_code == 302, answer.content.decode()
    return BorderDraft.objects.latest("pk")


def _page(client, draft: BorderDraft) -> str:
    answer = client.get(reverse("areas-draft", args=[draft.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_administrator_draws_and_a_supervisor_approves_what_was_shown(
    stage: Stage, sit_down: SignIn
):
    case = stage.report("street-lamp", at="a2-1")
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    draft = _begun(admin)
    told = {"act": "redraw", "area": stage.town.area("a1").pk}
    told["corners"] = corners(*CORNERS)
    step = admin.post(reverse("areas-draft", args=[draft.pk]), told)
    assert step.status_code == 302, step.content.decode()

    page = _page(admin, draft)
    assert "青榆第一网格 is drawn anew" in page
    assert "<b>1</b><span>open cases</span>" in page
    assert case.number not in page, "an administrator has no say over cases"
    assert "5号楼" in page
    act = reverse("areas-draft-act", args=[draft.pk, "submit"])
    assert admin.post(act).status_code == 302
    assert "somebody else of the district decides" in _page(admin, draft)
    page = _page(supervisor, draft)
    assert case.number in page
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    approve = reverse("areas-draft-act", args=[draft.pk, "approve"])
    assert admin.post(approve, {"mark": mark}).status_code == 403
    assert supervisor.post(approve, {"mark": mark}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.decided_by) == (
        State.APPROVED,
        stage.town.person("supervisor").pk,
    )
    on = datetime.combine(draft.on, datetime.min.time())
    propose.take_effect_due(draft.on, at=timezone.make_aware(on))
    building = Area.objects.get(pk=stage.town.area("a2-1").pk)
    assert building.parent_id == stage.town.area("a1").pk


def test_faults_stand_in_a_table_and_a_reason_comes_back(
    stage: Stage, sit_down: SignIn
):
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    draft = _begun(admin)
    address = reverse("areas-draft", args=[draft.pk])
    wrong = {"act": "redraw", "area": "", "corners": "here"}
    answer = admin.post(address, wrong)
    assert answer.status_code == 422
    assert "“here” is no corner" in answer.content.decode()
    beyond = {"act": "redraw", "area": stage.town.area("a1").pk}
    beyond["corners"] = corners((-0.5, 0), (1, 0), (1, 1), (-0.5, 1))
    admin.post(address, beyond)
    page = _page(admin, draft)
    assert "Outside its parent" in page
    assert "Put the faults right first." in page
    refused = admin.post(reverse("areas-draft-act", args=[draft.pk, "submit"]))
    assert refused.status_code == 422
    admin.post(reverse("areas-draft-step-out", args=[draft.pk]), {"step": "0"})
    name = {"act": "rename", "area": stage.town.area("a1").pk, "name": "学府网格"}
    admin.post(address, name)
    admin.post(reverse("areas-draft-act", args=[draft.pk, "submit"]))
    back = reverse("areas-draft-act", args=[draft.pk, "send-back"])
    assert supervisor.post(back, {"reason": ""}).status_code == 422
    assert supervisor.post(back, {"reason": "Ask the school first."}).status_code == 302
    assert "Ask the school first." in _page(admin, draft)


def test_drafts_are_for_those_who_look_after_a_place(stage: Stage, sit_down: SignIn):
    draft = _begun(sit_down("administrator"))
    leader, officer = sit_down("leader-a1"), sit_down("officer")
    assert leader.get(reverse("areas-drafts")).status_code == 200
    assert officer.get(reverse("areas-drafts")).status_code == 403
    assert leader.get(reverse("areas-draft-new")).status_code == 403
    assert officer.get(reverse("areas-draft", args=[draft.pk])).status_code == 403


def test_both_sides_of_a_line_are_counted_while_it_is_drawn(
    stage: Stage, sit_down: SignIn
):
    stage.report("street-lamp", at="a2-1")
    stage.report("street-lamp", at="a1-1")
    keeper, at = stage.town.owner, stage.now
    for building in ("a1-1", "a2-1"):
        pattern = Pattern(units=1, floors=3, rooms=2)
        area = stage.town.area(building)
        keep.lay_out(area, pattern, on=localdate(at), by=keeper, at=at)
    admin = sit_down("administrator")
    address = reverse("areas-draft-measure", args=[_begun(admin).pk])

    def sides(**told) -> list[tuple[str, int, int, int]]:
        answer = admin.post(address, told)
        assert answer.status_code == 200, answer.content.decode()
        counts = ("side", "buildings", "households", "cases")
        return [tuple(side[c] for c in counts) for side in answer.json()["sides"]]

    a1 = stage.town.area("a1").pk
    wider = {"act": "redraw", "area": a1, "corners": corners(*CORNERS)}
    assert sides(**wider) == [("Inside the line", 3, 12, 2), ("Comes in", 1, 6, 1)]
    halves = {"area": a1, "corners": corners((0.45, -1), (0.45, 2)), "name": "West"}
    assert sides(act="split", **halves) == [("West", 1, 6, 1), ("Part 2", 1, 0, 0)]
    school = {"act": "found", "area": a1, "corners": corners((0, 0), (0.4, 0), (0, 1))}
    assert sides(**school) == [
        ("Inside the line", 1, 6, 1),
        ("Stays outside", 1, 0, 0),
    ]
    assert sides(act="close", area=a1, corners="") == []


def test_what_cannot_be_counted_is_said_and_nobody_asks_without_end(
    stage: Stage, sit_down: SignIn, monkeypatch
):
    admin = sit_down("administrator")
    address = reverse("areas-draft-measure", args=[_begun(admin).pk])
    a1 = stage.town.area("a1").pk
    bow = corners((0, 0), (1, 1), (1, 0), (0, 1))
    answers = [
        admin.post(address, {"act": act, "area": a1, "corners": text})
        for act, text in (
            ("redraw", bow),
            ("redraw", "here"),
            ("split", corners((3, 3), (4, 4))),
        )
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    said = [answer.json()["said"] for answer in answers]
    assert "“here” is no corner" in said[1]
    assert all(said)
    monkeypatch.setattr(measuring, "MOST_IN_AN_HOUR", 3)
    assert admin.post(address, {}).status_code == 429


POND = ((0.3, 0.6), (0.4, 0.6), (0.4, 0.7), (0.3, 0.7))
SMALLER = ((0.3, 0.6), (0.4, 0.6), (0.4, 0.65), (0.3, 0.65))
RING = ((0, 0), (1, 0), (1, 1), (0, 1))


def test_an_outline_with_a_hole_is_drawn_kept_and_drawn_again(
    stage: Stage, sit_down: SignIn
):
    a1, community = stage.town.area("a1"), stage.town.area("a")
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    pond = {"act": "found", "area": community.pk, "name": "池塘网格"}
    first = _in_force(admin, supervisor, pond | {"corners": corners(*POND)})
    kept = outlines.of(a1.borders.get(valid_to=None))
    assert len(kept.interiors) == 1

    answer = admin.get(reverse("areas-draft-outlines", args=[first.pk]))
    drawn = next(f for f in answer.json()["features"] if f["id"] == a1.pk)
    rings = rings_of(shapely.geometry.shape(drawn["geometry"]))
    assert [len(ring) for ring in rings] == [4, 4]
    assert surface(rings).equals(kept)
    text = corners(*SMALLER) + "\n\n" + corners(*RING)
    _in_force(admin, supervisor, {"act": "redraw", "area": a1.pk, "corners": text})
    after = outlines.of(a1.borders.get(valid_to=None))
    island = Area.objects.get(name="池塘网格")
    inner = outlines.of(island.borders.get(valid_to=None))
    assert len(after.interiors) == 1
    assert shapely.Polygon(after.interiors[0]).equals(inner)
    assert inner.area == pytest.approx(kept_hole(kept) / 2)


def kept_hole(shape: shapely.Polygon) -> float:
    return float(shapely.Polygon(shape.interiors[0]).area)


def _in_force(admin, supervisor, step: dict[str, object]) -> BorderDraft:
    """Bring one step from a new draft into force."""
    draft = _begun(admin)
    answer = admin.post(reverse("areas-draft", args=[draft.pk]), step)
    assert answer.status_code == 302, answer.content.decode()
    submitted = admin.post(_act(draft, "submit"))
    assert submitted.status_code == 302, submitted.content.decode()
    page = _page(supervisor, draft)
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    assert supervisor.post(_act(draft, "approve"), {"mark": mark}).status_code == 302
    on = datetime.combine(draft.on, datetime.min.time())
    propose.take_effect_due(draft.on, at=timezone.make_aware(on))
    draft.refresh_from_db()
    assert draft.state == State.IN_FORCE, draft.remark
    return draft


def _act(draft: BorderDraft, act: str) -> str:
    return reverse("areas-draft-act", args=[draft.pk, act])
