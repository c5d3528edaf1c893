"""Tables on screens: the template, a file, what it would do, its receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quincunx.registers.exchange.models import Intake
from quincunx.registers.models import Room
from tests.cast import Town
from tests.web.conftest import SignIn


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.QUINCUNX_HOME = tmp_path


def send(client, rows: str, **more):
    text = f"building,floor,number,use\n{rows}".encode()
    file = SimpleUploadedFile("rooms.csv", text)
    told = {"file": file, **more}
    return client.post(reverse("table", args=["rooms"]), told, follow=True)


def test_a_manager_errs_repairs_brings_in_and_takes_back(town: Town, sit_down: SignIn):
    leader = sit_down("leader-a1")
    page = leader.get(reverse("table", args=["rooms"])).content.decode()
    assert reverse("table-template", args=["rooms"]) in page
    given = leader.get(reverse("table-template", args=["rooms"]))
    assert given.content.startswith(b"PK")

    page = send(leader, "1号楼,1,101,\n1号楼,0,102,\n").content.decode()
    assert "Row 3, column B, Floor “0”" in page
    assert "Write only the 1 correct row" in page
    first = Intake.objects.get()
    there = reverse("table-sent", args=[first.pk])
    refused = leader.post(there, {"act": "whole"})
    assert refused.status_code == 409
    assert "1 rows cannot be taken" in refused.content.decode()
    back = leader.get(reverse("table-errors", args=[first.pk]))
    assert back.content.startswith(b"PK")
    assert leader.post(there, {"act": "cancel"}).status_code == 302

    page = send(leader, "1号楼,1,101,\n1号楼,2,102,\n").content.decode()
    assert "Write 2 rows" in page
    there = reverse("table-sent", args=[Intake.objects.latest("id").pk])
    page = leader.post(there, {"act": "whole"}, follow=True).content.decode()
    assert "2 rows were brought in" in page
    page = send(leader, "1号楼,1,101,shop\n1号楼,2,102,\n").content.decode()
    assert "<del>dwelling</del>" in page
    assert "<ins>shop</ins>" in page
    page = leader.post(there, {"act": "take-back"}, follow=True).content.decode()
    assert "All of it was taken back" in page
    assert not Room.objects.filter(valid_to=None).exists()
    assert "rooms.csv" in leader.get(reverse("tables")).content.decode()


def test_a_table_is_its_senders_alone(town: Town, sit_down: SignIn):
    send(sit_down("leader-a1"), "1号楼,1,101,\n")
    key = Intake.objects.get().pk
    for login in ("leader-a2", "administrator", "officer"):
        for name in ("table-sent", "table-errors"):
            address = reverse(name, args=[key])
            assert sit_down(login).get(address).status_code == 404
    officer = sit_down("officer")
    assert officer.get(reverse("table", args=["rooms"])).status_code == 404
    assert "No table for you" in officer.get(reverse("tables")).content.decode()


def test_a_script_that_sends_a_file_is_told_where_to_go(town: Town, sit_down: SignIn):
    leader = sit_down("leader-a1")
    file = SimpleUploadedFile("rooms.csv", b"building,floor,number\n")
    address = reverse("table", args=["rooms"])
    answer = leader.post(address, {"file": file}, headers={"x-part": "1"})
    assert answer.json() == {
        "there": reverse("table-sent", args=[Intake.objects.get().pk])
    }
    empty = leader.post(address, {})
    assert empty.status_code == 422


def test_what_is_there_is_taken_out_by_a_press(town: Town, sit_down: SignIn):
    leader = sit_down("leader-a1")
    address = reverse("table-out", args=["rooms"])
    assert address in leader.get(reverse("table", args=["rooms"])).content.decode()
    assert leader.get(address).status_code == 405
    assert leader.post(address).content.startswith(b"PK")
    assert sit_down("officer").post(address).status_code == 404
