"""Cases walk through their five steps on screens: one form for every act."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.package import seal_due
from quincunx.cases.vocabulary import Act, State
from quincunx.web.cases.fact_fields import MAKERS
from quincunx.web.shell.case_words import ACTS, CHOICES, FACTS, STAGES, STATES
from tests.cases.conftest import Stage
from tests.web.conftest import SignIn


def _act(client: Client, case: Case, act: str, status: int = 302, **told: object):
    case.refresh_from_db()
    facts = {"revision": case.revision, **told}
    answer = client.post(reverse("case-act", args=[case.number, act]), facts)
    assert answer.status_code == status, answer.content.decode()[:3000]
    case.refresh_from_db()
    return answer


def _photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG")
    return SimpleUploadedFile("after.jpg", picture.getvalue(), "image/jpeg")


def test_a_lamp_is_mended_on_screens(stage: Stage, sit_down: SignIn):
    leader, desk = sit_down("leader-a1"), sit_down("dispatcher-centre")
    officer, verifier = sit_down("officer"), sit_down("verifier")
    lamp = stage.matter("street-lamp")
    lon, lat = stage.town.spot("a1")
    told = {
        "channel": "patrol", "text": "Dark at the gate.", "place": "Gate",
        "lon": lon, "lat": lat, "matter": lamp.pk, "disclosure": "platform",
    }  # fmt: skip
    gone = leader.post(reverse("case-new"), told)
    case = Case.objects.get()
    assert gone["Location"] == reverse("case", args=[case.number])
    assert (case.state, case.matter) == (State.ESTABLISHED, lamp)

    unit = stage.town.unit("city-management")
    page = desk.get(reverse("case", args=[case.number])).content.decode()
    assert "Suggested" in page
    answer = _act(desk, case, "dispatch", unit=unit.pk, lane="dispatch")
    assert answer["Location"] == "/desk/queue?lane=dispatch"
    assert (case.state, case.unit) == (State.DISPATCHED, unit)
    _act(officer, case, "accept")
    files = {"files": [_photo()], "files_kind": "photo-after"}
    _act(officer, case, "finish", result="New bulb.", outcome="solved", **files)
    assert case.state == State.HANDLED
    _act(verifier, case, "confirm")
    _act(desk, case, "tell", channel="telephone", text="It is lit.")
    _act(desk, case, "file")
    assert case.state == State.FILED
    seal_due(timezone.now())

    page = officer.get(reverse("case", args=[case.number])).content.decode()
    assert "New bulb." in page
    key = case.attachments.get().file_id
    shown = officer.get(reverse("case-paper", args=[case.number, key]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown["Content-Security-Policy"]
    sealed = officer.get(reverse("case-sealed", args=[case.number]))
    assert sealed["Content-Disposition"].endswith(f'"{case.number}.zip"')
    for sent in (shown, sealed):
        sent.close()


def test_a_form_says_what_is_missing_and_keeps_what_was_written(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    answer = _act(sit_down("officer"), case, "finish", 422, result="Half of it.")
    page = answer.content.decode()
    assert "Error:" in page
    assert "Half of it." in page
    assert case.state == State.HANDLING


def test_without_the_evidence_asked_for_the_rule_says_so(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    told = {"result": "New bulb.", "outcome": "solved"}
    page = _act(sit_down("officer"), case, "finish", 409, **told).content.decode()
    assert "New bulb." in page
    assert case.state == State.HANDLING


def test_who_comes_second_sees_the_newer_state_and_keeps_the_text(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    seen = case.revision
    stage.do(Act.INTERIM, case, "officer", text="On the way.")
    officer = sit_down("officer")
    told = {"revision": seen, "text": "We are there."}
    answer = officer.post(reverse("case-act", args=[case.number, "interim"]), told)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The case has changed meanwhile." in page
    assert "We are there." in page


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("officer", "dispatch", 409),  # not in this state
        ("stranger", "finish", 404),  # sees no such case
        ("verifier", "finish", 403),  # not theirs to do
        ("officer", "no-such-act", 422),
        ("officer", "report", 422),  # makes a case, does not move one
    ],
)
def test_an_act_that_is_not_open_says_why(
    stage: Stage, sit_down: SignIn, who: str, act: str, status: int
):
    case = stage.accepted(stage.report("street-lamp"))
    address = reverse("case-act", args=[case.number, act])
    assert sit_down(who).get(address).status_code == status
    assert sit_down(who).post(address, {"revision": 1}).status_code == status


def test_an_act_that_must_wait_stays_visible_with_its_reason(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    page = sit_down("officer").get(reverse("case", args=[case.number]))
    text = page.content.decode()
    assert 'aria-disabled="true"' in text
    assert "Ask the reporter" in text
    assert "left no" in text.lower()


def test_the_body_complained_of_sees_nothing(stage: Stage, sit_down: SignIn):
    case = stage.report("street-lamp", against=stage.town.unit("property-company"))
    client = sit_down("property")
    assert client.get(reverse("case", args=[case.number])).status_code == 404
    assert case.number not in client.get(reverse("cases")).content.decode()


def test_every_act_opens_its_form_for_somebody(stage: Stage, sit_down: SignIn):
    """Each kind of fact has a field, so that a new act needs no new form."""
    filled_in_by_doors = {"place", "contact"}
    kinds = {fact.kind for row in LIFECYCLE for fact in row.facts}
    assert kinds - filled_in_by_doors <= set(MAKERS)


def test_everything_the_lifecycle_names_has_a_word():
    rows = list(LIFECYCLE)
    assert {row.act for row in rows} <= set(ACTS)
    assert {s for row in rows for s in row.frm} - {State.NEW} <= set(STATES)
    assert {f.name for row in rows for f in row.facts} <= set(FACTS)
    assert {c for row in rows for f in row.facts for c in f.choices} <= set(CHOICES)
    clocks = {word.split()[1] for row in rows for word in row.clocks}
    assert clocks - {"all"} <= set(STAGES)


def test_a_report_without_words_or_place_is_asked_again(stage: Stage, sit_down: SignIn):
    told = {"channel": "counter", "disclosure": "platform"}
    answer = sit_down("dispatcher-centre").post(reverse("case-new"), told)
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_done(
    stage: Stage, sit_down: SignIn
):
    case = stage.accepted(stage.report("street-lamp"))
    bad = SimpleUploadedFile("after.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    told = {"result": "Done.", "outcome": "solved", "files": [bad]}
    _act(sit_down("officer"), case, "finish", 422, **told)
    assert case.state == State.HANDLING


def test_who_establishes_is_offered_the_likely_matters(stage: Stage, sit_down: SignIn):
    case = stage.resident_report()[0]
    address = reverse("case-act", args=[case.number, "establish"])
    page = sit_down("dispatcher-centre").get(address).content.decode()
    lamp = stage.matter("dark-corner")  # "It is dark."
    assert "Probably:" in page
    assert f'data-value="{lamp.pk}"' in page


def test_a_report_in_the_making_offers_the_likely_matters(
    stage: Stage, sit_down: SignIn
):
    leader = sit_down("leader-a1")
    told = {"text": "路灯不亮"}
    offers = leader.post(reverse("case-likely"), told).json()["offers"]
    lamp = stage.matter("street-lamp")
    assert offers[0] == {
        "value": str(lamp.pk),
        "label": "Street lamp",
        "why": "路灯不亮",
    }
    assert leader.post(reverse("case-likely")).json() == {"offers": []}
    assert leader.get(reverse("case-likely")).status_code == 405
    assert Client().post(reverse("case-likely"), told).status_code == 302


def test_standard_texts_stand_under_the_text_of_an_act(stage: Stage, sit_down: SignIn):
    case = stage.accepted(stage.report("street-lamp"))
    officer = sit_down("officer")
    address = reverse("case-act", args=[case.number, "finish"])
    page = officer.get(address).content.decode()
    mended = page.index("the same evening it burned")
    assert mended < page.index("The problem is put right")  # the matter's own first
    page = officer.get(reverse("case-act", args=[case.number, "accept"]))
    assert "Standard texts" not in page.content.decode()
