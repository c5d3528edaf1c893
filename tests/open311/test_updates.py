"""FixMyStreet asks what happened to its reports, and passes on what reporters say."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from quincunx.cases.models import Attachment, Case, Remark
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import Stage
from tests.open311.conftest import CENTRE, LAMP, System, key_of, lamp, simple

PATH = "servicerequestupdates.xml"


@pytest.fixture
def brought(stage: Stage, gateway: System) -> Case:
    """A lamp that the gateway brought; the stage goes on at the real time."""
    gateway.post(**lamp(stage))
    stage.now = timezone.now()
    return Case.objects.get()


def heard(system: System, **told: Any) -> list[tuple[str, str]]:
    """Return status and words of what a system hears of its reports."""
    told = {"api_key": system.key, "end_date": "2099-01-01", **told}
    told["start_date"] = (timezone.now() - timedelta(days=1)).isoformat()
    told["end_date"] = (timezone.now() + timedelta(days=1)).isoformat()
    read = simple(system.get(PATH, **told).content) or {}
    return [
        (each["status"], each["description"]) for each in read.get("request_update", [])
    ]


def says(system: System, case: Case, status: str, text: str = "", **more: Any) -> Any:
    told = {"service_request_id": case.outside_id, "status": status, **more}
    told |= {"updated_datetime": "2026-11-23T09:00:00Z", "last_name": "-"}
    return system.post(PATH, description=text, **told)


def picture() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (32, 32), "grey").save(drawn, "JPEG")
    return SimpleUploadedFile("1.0.full.jpeg", drawn.getvalue(), "image/jpeg")


def handled(stage: Stage, case: Case) -> Case:
    case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
    return stage.handled(case)


def test_a_system_hears_what_happened_to_what_it_brought(
    stage: Stage, gateway: System, brought: Case
):
    assert heard(gateway) == [("OPEN", "Reported")]
    case = stage.do(Act.ESTABLISH, brought, CENTRE, matter=brought.matter)
    case = stage.accepted(case)
    told = {"text": LAMP, "result": "A new bulb hangs there."}
    stage.do(Act.RELEASE, case, CENTRE, **told)
    assert heard(gateway)[1:] == [
        ("INVESTIGATING", "Accepted as a case"),
        ("ACTION_SCHEDULED", "Dispatched"),
        ("IN_PROGRESS", "Order accepted"),
        ("IN_PROGRESS", "A new bulb hangs there."),
    ]


def test_no_word_of_colleagues_goes_out_with_an_update(
    stage: Stage, gateway: System, brought: Case
):
    case = stage.do(
        Act.ESTABLISH, brought, CENTRE, matter=brought.matter, text="canary"
    )
    case = stage.accepted(case)
    stage.do(Act.INTERIM, case, "officer", text="canary: we called Mrs Wang")
    told = {"api_key": gateway.key, "extensions": "true"}
    assert b"canary" not in gateway.get(PATH, **told).content


def test_a_refused_report_says_so(stage: Stage, gateway: System, brought: Case):
    told = {"reason": "not-ours", "text": "The railway's lamp."}
    stage.do(Act.REFUSE, brought, CENTRE, **told)
    assert heard(gateway)[-1] == ("NOT_COUNCILS_RESPONSIBILITY", "Refused")


def test_another_system_hears_and_says_nothing_of_it(
    stage: Stage, gateway: System, brought: Case
):
    other = System(key_of(stage, "school"))
    assert heard(other) == []
    assert says(other, brought, "FIXED", "It is lit.").status_code == 404
    assert Case.objects.get().state == "reported"


@pytest.mark.parametrize(
    ("status", "state"), [("FIXED", "withdrawn"), ("REOPEN", "reported")]
)
def test_a_status_does_what_a_reporter_may_and_else_is_their_word(
    stage: Stage, gateway: System, brought: Case, status: str, state: str
):
    sent = {"text": "It flickers.", "update_id": "7"}
    [made] = simple(says(gateway, brought, status, **sent).content)["request_update"]
    assert made["update_id"].startswith(f"{brought.outside_id}-")
    case = Case.objects.get()
    said = Remark.objects.get(case=case, text="It flickers.")
    assert (case.state, said.seq, case.revision) == (state, 2, 2)
    assert says(gateway, brought, status, **sent).status_code == 200  # sent twice
    assert Case.objects.get().revision == 2


def test_not_fixed_reopens_a_case_that_was_done(
    stage: Stage, gateway: System, brought: Case
):
    case = stage.do(Act.CONFIRM, handled(stage, brought), "verifier")
    Case.objects.filter(pk=case.pk).update(last_act_at=timezone.now())
    assert says(gateway, case, "REOPEN", "Dark again.").status_code == 200
    assert Case.objects.get().reopenings == 1


def test_photos_come_along_and_are_drawn_anew(
    stage: Stage, gateway: System, brought: Case
):
    assert says(gateway, brought, "OPEN", "Look.", photo1=picture()).status_code == 200
    [shown] = Attachment.objects.all()
    assert (shown.kind, shown.file.media_type) == ("photo-before", "image/jpeg")
    no_photo = SimpleUploadedFile("a.jpg", b"<?php", "image/jpeg")
    assert says(gateway, brought, "OPEN", "Look.", photo1=no_photo).status_code == 400


SILENT: list[tuple[dict[str, Any], int]] = [
    ({"status": "SOLD"}, 400),
    ({"status": ""}, 400),
    ({"status": "OPEN"}, 400),  # without a word it says nothing
    ({"status": "OPEN", "text": "<b>x</b>"}, 400),
    ({"status": "OPEN", "text": "x", "service_request_id": "NOSUCH"}, 404),
]


def test_an_update_that_says_nothing_is_refused(gateway: System, brought: Case):
    came = [says(gateway, brought, **told).status_code for told, _ in SILENT]
    assert came == [status for _, status in SILENT]
    assert Case.objects.get().revision == 1
