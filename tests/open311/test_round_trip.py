"""From the list of services to the answer: the way of a report from another system."""

from typing import Any

import pytest
from django.test import Client

from quincunx.cases.models import Case, Contact
from quincunx.cases.outside import PassedOn
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import Act
from quincunx.foundation.models import StoredFile
from tests.cases.conftest import Stage
from tests.open311.conftest import CENTRE, LAMP, V2, System, lamp, released, simple


def test_a_report_is_taken_moderated_and_read_by_everybody(
    stage: Stage, gateway: System, anybody: System
):
    [made] = gateway.post(**lamp(stage)).json()
    token = made["token"]
    [named] = anybody.get(f"tokens/{token}.json").json()
    outside_id = named["service_request_id"]
    assert anybody.get(f"requests/{outside_id}.json").status_code == 404

    case = Case.objects.get()
    assert (case.state, case.channel, case.text) == ("reported", "open311", LAMP)
    stage.wait(minutes=3)
    case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
    stage.do(Act.RELEASE, case, CENTRE, text="A lamp is dark.")

    [record] = anybody.get(f"requests/{outside_id}.json").json()
    assert record["description"] == "A lamp is dark."
    assert record["service_code"] == "street-lamp"
    assert record["status"] == "open"
    assert [record] == anybody.get("requests.json", service_code="street-lamp").json()
    [read] = simple(anybody.get(f"requests/{outside_id}.xml").content)["request"]
    assert read["service_request_id"] == outside_id


def test_what_is_personal_stays_inside(stage: Stage, gateway: System, anybody: System):
    told = {
        "email": "wang@town.example",
        "first_name": "Canary",
        "last_name": "Wang",
        "phone": "13800138000",
        "device_id": "canary-device",
        "account_id": "canary-account",
        "media_url": "http://10.0.0.1/canary.jpg",
        "address_string": "Canary Street 3, at my window",
        "description": "Canary lives here.",
    }
    gateway.post(**lamp(stage, **told))
    case = Case.objects.get()
    stage.wait(minutes=3)
    case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
    case = stage.do(Act.RELEASE, case, CENTRE, text=LAMP)

    extended = {"extensions": "true"}
    for path in ("requests.json", "requests.xml", f"requests/{case.outside_id}.json"):
        shown = anybody.get(path, **extended).content.decode().casefold()
        assert case.outside_id.casefold() in shown
        for kept in ("canary", "wang", "13800138000", case.number, str(case.pk)):
            assert kept.casefold() not in shown
    columns = [*Case.objects.values_list(), *PassedOn.objects.values_list()]
    assert "canary-device" not in str(columns)
    assert "canary-account" not in str(columns)
    assert Contact.objects.get().name is not None
    assert PassedOn.objects.get().media_url == told["media_url"]
    assert StoredFile.objects.count() == 0


def test_a_place_is_told_as_its_cell_of_fifty_metres(stage: Stage, anybody: System):
    case = released(stage)
    [record] = anybody.get("requests.json").json()
    assert (record["lat"], record["long"]) != (case.lat, case.lon)
    assert abs(record["lat"] - case.lat) < 0.0003
    assert abs(record["long"] - case.lon) < 0.0004
    assert record["address"] == stage.town.area("a1").name


@pytest.mark.parametrize("fmt", ["xml", "json"])
def test_a_case_that_is_withheld_again_is_absent(
    stage: Stage, anybody: System, fmt: str
):
    case = released(stage)
    assert anybody.get(f"requests/{case.outside_id}.{fmt}").status_code == 200
    stage.do(Act.WITHHOLD, case, CENTRE, text="A name was in it.")
    assert anybody.get(f"requests/{case.outside_id}.{fmt}").status_code == 404


def test_the_desk_sees_what_was_passed_on_and_that_it_is_released(
    stage: Stage, gateway: System
):
    added = {"attribute[pole]": "K 12", "media_url": "http://a.example/1.jpg"}
    gateway.post(**lamp(stage, **added))
    case = Case.objects.get()
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(stage.town.person(CENTRE))
    page = desk.get(f"/cases/{case.number}").content.decode()
    for told in ("K 12", "http://a.example/1.jpg", "Nobody has looked at it"):
        assert told in page
    assert 'href="http://a.example' not in page
    stage.wait(minutes=3)
    case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
    stage.do(Act.RELEASE, case, CENTRE, text=LAMP)
    page = desk.get(f"/cases/{case.number}").content.decode()
    assert f"Everybody may read of it, as {case.outside_id}." in page


def test_a_photo_goes_out_once_it_was_looked_at_and_while_the_case_is_released(
    stage: Stage, anybody: System
):
    shown = (Shown(stage.photo(), "photo-before"),)
    case = stage.report("street-lamp", files=shown)
    case = stage.do(Act.RELEASE, case, CENTRE, text=LAMP)
    photo = case.attachments.get()
    at = f"photos/{photo.file_id}"

    def told() -> tuple[Any, int]:
        [record] = anybody.get(f"requests/{case.outside_id}.json").json()
        return record["media_url"], anybody.get(at).status_code

    assert told() == (None, 404)
    case = stage.do(Act.SHOW_PHOTOS, case, CENTRE, photos=(photo,))
    assert told() == (f"http://testserver{V2}{at}", 200)
    answer = anybody.get(at)
    assert (answer["Content-Type"], answer.content[:2]) == ("image/jpeg", b"\xff\xd8")
    case = stage.do(Act.WITHHOLD, case, CENTRE, text="A face is in it.")
    assert anybody.get(at).status_code == 404
