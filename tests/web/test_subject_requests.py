"""A resident asks by a code, is seen at a desk, and what they ask is decided."""

import io
import json
import re
import zipfile

from django.test import Client
from django.urls import reverse

from quincunx.registers.people.models import Identity
from quincunx.registers.subjects.models import SubjectRequest
from tests.cast import Town
from tests.registers.people.household import moved_in, opened
from tests.web.conftest import SignIn

ENGLISH = {"accept-language": "en"}
CARD = {"name": "张小榆", "number": "11010519491231002X"}


def asked(kind: str, said: str = "") -> tuple[Client, str]:
    """Return the resident's browser, and the page of their code."""
    home = Client(headers=ENGLISH)
    sent = home.post(reverse("records"), {"kind": kind, "said": said})
    return home, sent["Location"]


def code_of(page: str) -> str:
    return page.rsplit("/", 1)[1]


def seen(desk: Client, page: str) -> SubjectRequest:
    told = {"act": "code", "code": code_of(page)}
    card = desk.post(reverse("registers-requests"), told)["Location"]
    assert desk.post(card, CARD)["Location"]
    return SubjectRequest.objects.latest("asked_at")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer["Cache-Control"].endswith("no-store")
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_resident_sees_who_read_her_number_and_has_it_corrected(
    town: Town, sit_down: SignIn
):
    opened(town)
    resident = moved_in(town)
    leader, desk, supervisor = map(
        sit_down, ("leader-a1", "dispatcher-station", "supervisor")
    )
    page = reverse("registers-resident", args=[resident.pk])
    leader.post(page, {"act": "read", "field": "number", "purpose": "visit"})
    home, mine = asked("see")
    assert "Come to the counter" in text(home, mine)
    assert "青榆" not in text(home, mine)
    seen(desk, mine)
    shown = text(home, mine)
    assert "1101**********002X" in shown
    assert "青榆第一网格" in shown
    home, mine = asked("correct", "电话换了")
    wish = seen(desk, mine)
    handling = reverse("registers-request", args=[wish.pk])
    assert "电话换了" in text(desk, handling)
    assert desk.post(handling, {"reason": ""}).status_code == 409
    assert desk.post(handling, {"phone": "13700001111"}).status_code == 302
    assert "Agree: it is done at once" not in text(desk, handling)
    assert "Agree: it is done at once" in text(supervisor, handling)
    assert "137****1111" in text(supervisor, handling)
    supervisor.post(handling, {"act": "agree"})
    assert "137****1111" in text(home, mine)
    paper = text(desk, reverse("registers-request-looks", args=[wish.pk]))
    assert "青榆第一网格" in paper


def test_the_file_comes_once(town: Town, sit_down: SignIn):
    opened(town)
    moved_in(town)
    home, mine = asked("export")
    wish = seen(sit_down("dispatcher-station"), mine)
    handling = reverse("registers-request", args=[wish.pk])
    sit_down("dispatcher-station").post(handling, {"reason": ""})
    sit_down("supervisor").post(handling, {"act": "agree"})
    assert "Fetch the file" in text(home, mine)
    sent = home.post(f"{mine}/file")
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        told = json.loads(packed.read("my-records.json"))
        readable = packed.read("my-records.html").decode()
    assert told["fields"]["name"] == "张小榆"
    assert "张小榆" in readable
    assert home.post(f"{mine}/file").status_code == 409
    assert "Fetch the file" not in text(home, mine)


def test_a_wrong_number_on_the_card_says_so_and_nothing_is_seen(
    town: Town, sit_down: SignIn
):
    opened(town)
    moved_in(town)
    home, mine = asked("delete")
    desk = sit_down("dispatcher-station")
    address = reverse("registers-request-code", args=[code_of(mine)])
    assert desk.post(address, {**CARD, "number": "x"}).status_code == 422
    assert desk.post(address, {**CARD, "name": ""}).status_code == 422
    home.post(f"{mine}/back")
    assert "Taken back" in text(home, mine)
    assert desk.post(address, CARD).status_code == 200
    assert SubjectRequest.objects.get().state == "withdrawn"
    assert Identity.objects.exists()


def test_a_desk_begins_one_for_whoever_has_no_telephone(town: Town, sit_down: SignIn):
    desk = sit_down("dispatcher-station")
    told = {"act": "new", "kind": "see", "said": ""}
    begun = desk.post(reverse("registers-requests"), told, follow=True)
    assert "Write it down for the person" in begun.content.decode()
    supervisor = sit_down("supervisor")
    assert supervisor.post(reverse("registers-requests"), told).status_code == 403


def test_a_wrong_code_is_a_guess_and_guesses_are_counted(town: Town):
    home = Client(headers=ENGLISH)
    tries = [home.get("/records/0000000000").status_code for _ in range(22)]
    assert (tries[0], tries[-1]) == (404, 429)
