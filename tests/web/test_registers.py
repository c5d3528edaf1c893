"""Buildings and rooms on screens: laid out, found, changed, brought in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quincunx.registers.models import Room
from tests.cast import Town
from tests.web.conftest import SignIn


def test_a_leader_lays_out_rooms_finds_one_and_divides_it(town: Town, sit_down: SignIn):
    leader, building = sit_down("leader-a1"), town.area("a1-1").pk
    address = reverse("registers-building", args=[building])
    told = {"units": 2, "floors": 3, "rooms": 2, "lowest": 1, "use": "dwelling"}
    wrong = leader.post(address, {**told, "number": "{x}"})
    assert wrong.status_code == 422
    assert "numbers no rooms" in wrong.content.decode()
    made = leader.post(address, {**told, "number": "{floor}{room:2}"})
    assert made.status_code == 302
    assert "Unit 2" in leader.get(address).content.decode()

    found = leader.get(reverse("registers"), {"q": "1号楼2单元301"})
    room = Room.objects.get(unit="2", number="301")
    assert reverse("registers-room", args=[room.pk]) in found.content.decode()
    page = reverse("registers-room", args=[room.pk])
    told = {"act": "split", "unit": "2", "floor": "3", "use": "dwelling"}
    answer = leader.post(page, {**told, "number": "301A\n301B"})
    assert answer.status_code == 302
    assert "301A" in leader.get(page).content.decode()
    assert sit_down("leader-a2").get(page).status_code == 404
    desk = sit_down("dispatcher-station").get(address).content.decode()
    assert "301A" in desk
    assert "Lay out rooms" not in desk


def test_a_table_is_seen_before_it_is_written(town: Town, sit_down: SignIn):
    leader, address = sit_down("leader-a1"), reverse("registers-import")

    def sent(seen: str = ""):
        text = "building,floor,number\n1号楼,1,101\n".encode()
        file = SimpleUploadedFile("rooms.csv", text)
        return leader.post(address, {"file": file, "seen": seen})

    page = sent().content.decode()
    assert "Nothing was written yet" in page
    assert not Room.objects.exists()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert sent(seen).status_code == 302
    assert Room.objects.get().number == "101"
    assert sit_down("officer").get(address).status_code == 403
