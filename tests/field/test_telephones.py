"""A telephone stays signed in to the field app, and to nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from quincunx.cases.models import Case
from quincunx.field.telephone import COOKIE
from quincunx.staff.device_tables import Device
from tests.cases.conftest import Stage
from tests.field.conftest import Telephone, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def bound(worker: Telephone) -> Telephone:
    """Bind a telephone, then let the session end, as after half an hour."""
    assert worker.sync()["Device-Bound"] == "no"
    assert worker.binds().status_code == 200
    assert worker.sync()["Device-Bound"] == "yes"
    forget_session(worker.client)
    return worker


def forget_session(client: Client) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]


def mine(worker: Telephone) -> Any:
    return worker.client.get("/field/telephones").json()["telephones"]


def test_without_a_session_it_goes_on_reporting_and_sending_photos(
    bound: Telephone,
) -> None:
    number = bound.reports().json()["number"]
    sha, _ = bound.uploads(photo())
    files = [{"sha": sha, "kind": "photo-before"}]
    assert bound.does(number, "show", files=files).status_code == 200
    case = Case.objects.get(number=number)
    assert case.reporter_id == bound.stage.town.person("leader-a1").pk
    key = case.attachments.get().file_id
    seen = bound.client.get(f"/field/cases/{number}/papers/{key}")
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert seen.getvalue()[:3] == b"\xff\xd8\xff"
    seen.close()
    assert settings.SESSION_COOKIE_NAME not in bound.client.cookies


def test_it_opens_no_other_address(bound: Telephone) -> None:
    for name in ("desk", "account", "cases", "staff-people"):
        answer = bound.client.get(reverse(name))
        assert (answer.status_code, answer.url[:8]) == (302, "/sign-in"), name
    assert bound.client.get("/api/v1/cases").status_code in {401, 403}


def test_its_cookie_is_of_these_addresses_and_no_script_reads_it(
    bound: Telephone,
) -> None:
    kept = bound.client.cookies[COOKIE]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (
        "/field",
        True,
        "Strict",
    )
    assert kept["max-age"] == timedelta(days=30).total_seconds()
    assert bound.sync().cookies[COOKIE].value == kept.value, "it lives on by its use"


def test_lost_its_owner_ends_it_from_another(bound: Telephone) -> None:
    other = Telephone(bound.stage, "leader-a1")
    other.binds()
    assert [row["here"] for row in mine(other)] == [True, False]
    key = next(row["key"] for row in mine(other) if not row["here"])
    assert other.client.post(f"/field/telephones/{key}/end").status_code == 200
    refused = bound.reports()
    assert (refused.status_code, refused.json()["code"]) == (401, "device-ended")
    assert not Case.objects.exists()
    assert len(mine(other)) == 1


def test_lost_the_administrator_ends_it_on_a_screen(
    bound: Telephone, now: Stage
) -> None:
    person = now.town.person("leader-a1")
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(now.town.person("administrator"))
    page = desk.get(reverse("staff-telephones", args=[person.pk])).content.decode()
    assert "Sign it out" in page
    end = reverse("telephone-end", args=[Device.objects.get().pk])
    assert desk.post(end).url == reverse("staff-telephones", args=[person.pk])
    assert bound.sync().status_code == 401


def test_nobody_else_ends_it_or_learns_that_it_is_there(
    bound: Telephone, now: Stage
) -> None:
    stranger = Telephone(now, "leader-a2")
    key = Device.objects.get().pk
    assert mine(stranger) == []
    assert stranger.client.post(f"/field/telephones/{key}/end").status_code == 404
    assert stranger.client.post(reverse("telephone-end", args=[key])).status_code == 404
    assert bound.sync().status_code == 200


def test_its_owner_ends_it_on_the_own_page(bound: Telephone, now: Stage) -> None:
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(now.town.person("leader-a1"))
    assert "My telephones" in desk.get(reverse("account")).content.decode()
    end = reverse("telephone-end", args=[Device.objects.get().pk])
    assert desk.post(end).url == reverse("account")
    assert bound.sync().status_code == 401


def test_signing_out_ends_it_in_the_app_and_at_a_desk(worker: Telephone) -> None:
    worker.binds()
    forget_session(worker.client)
    assert worker.client.post("/field/leave").cookies[COOKIE].value == ""
    assert worker.sync().status_code == 401
    again = Telephone(worker.stage, "leader-a1")
    again.binds()
    again.client.post("/sign-out")
    assert Device.objects.filter(ended_at=None).count() == 0


def test_somebody_else_signing_in_takes_the_telephone_over(
    worker: Telephone, now: Stage
) -> None:
    worker.binds()
    worker.client.force_login(now.town.person("leader-a2"))
    assert worker.sync()["Device-Bound"] == "no"
    worker.binds()
    forget_session(worker.client)
    assert (
        worker.sync().json()["parts"]["me"]["name"] == now.town.person("leader-a2").name
    )
    assert Device.objects.filter(ended_at=None).count() == 1


def test_a_desk_is_not_kept_signed_in(now: Stage) -> None:
    desk = Telephone(now, "dispatcher-centre")
    assert desk.sync()["Device-Bound"] == "never"
    refused = desk.binds()
    assert (refused.status_code, refused.json()["code"]) == (403, "device-not-for-you")
