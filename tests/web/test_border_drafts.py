"""A border draft on screens: drawn in a form, seen with what moves, decided."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from quincunx.areas import propose
from quincunx.areas.draft_life import State
from quincunx.areas.models import Area, BorderDraft
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
    return BorderDraft.objects.get()


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


def test_what_lies_in_an_outline_is_said_while_it_is_drawn(
    stage: Stage, sit_down: SignIn
):
    admin = sit_down("administrator")
    ring = [[WEST + c * STEP, SOUTH + r * STEP] for c, r in (*CORNERS, CORNERS[0])]
    shape = {"type": "Polygon", "coordinates": [ring]}
    address = reverse("areas-draft-measure")
    answer = admin.post(address, shape, content_type="application/json")
    assert answer.json()["said"].endswith(" m², 3 buildings")
    bad = admin.post(address, {"type": "Point"}, content_type="application/json")
    assert bad.status_code == 422
