"""A resident reports a problem in five questions, without account, map or script."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from quincunx.cases.models import Case, Contact
from quincunx.cases.vocabulary import State
from quincunx.portal.draft import fresh, pack, unpack
from tests.cast import Town

ENGLISH = {"accept-language": "en"}


class Resident:
    """Somebody with a browser, who answers one page after the other."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page = client.get(reverse("report"), headers=ENGLISH)

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def draft(self) -> str:
        return re.search(r'name="draft" value="([^"]+)"', self.text)[1]

    def answers(self, name: str, go: str = "next", **told: object) -> "Resident":
        facts = {"draft": self.draft, "go": go, **told}
        address = reverse("report-page", args=[name])
        self.page = self.client.post(address, facts, headers=ENGLISH)
        return self

    def as_far_as_check(self, **place: object) -> "Resident":
        self.answers("photo").answers("place", **(place or {"words": "At the gate"}))
        self.answers("text", text="The lamp has been dark for three days.")
        return self.answers("contact", disclosure="platform", phone="13800138000")


@pytest.fixture
def resident(client: Client, town: Town) -> Resident:
    cache.clear()
    return Resident(client)


def test_a_report_arrives_and_its_code_opens_it(resident: Resident, town: Town):
    lon, lat = town.spot("a1")
    resident.as_far_as_check(lon=lon, lat=lat, accuracy=12, words="At the gate")
    assert "Is everything right?" in resident.text
    resident.answers("check")

    case = Case.objects.get()
    assert (case.state, case.channel, case.place) == (
        State.REPORTED,
        "portal",
        "At the gate",
    )
    assert case.grid == town.area("a1")
    assert case.reachable
    page = resident.client.get(resident.page["Location"], headers=ENGLISH)
    assert "We have your report" in page.content.decode()
    code = resident.page["Location"].rsplit("/", 1)[1]
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", code)


def test_a_report_sent_twice_is_one_report(resident: Resident):
    resident.as_far_as_check()
    draft = resident.draft
    first = resident.answers("check").page["Location"]
    again = resident.client.post(
        reverse("report-page", args=["check"]), {"draft": draft, "go": "next"}
    )
    assert again["Location"] == first
    assert Case.objects.count() == 1


def test_a_photo_is_kept_without_where_it_was_taken(resident: Resident):
    picture = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a maker of cameras"
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG", exif=exif)
    photo = SimpleUploadedFile("p.jpg", picture.getvalue(), "image/jpeg")
    resident.answers("photo", photos=[photo])
    resident.answers("place", words="At the gate").answers("text", text="Dark.")
    resident.answers("contact", disclosure="nobody").answers("check")
    shown = Case.objects.get().attachments.get()
    assert (shown.kind, shown.file.media_type) == ("photo-before", "image/jpeg")


def test_a_place_is_chosen_from_the_list_where_there_is_no_map(
    resident: Resident, town: Town
):
    resident.answers("photo")
    assert town.area("west").name in resident.text
    for name in ("west", "a", "a1"):
        resident.answers("place", go=f"into-{town.area(name).pk}")
    resident.answers("place").answers("text", text="Dark.")
    resident.answers("contact", disclosure="nobody").answers("check")
    assert Case.objects.get().grid == town.area("a1")


def test_a_page_without_its_answer_asks_again(resident: Resident):
    resident.answers("photo").answers("place")
    assert resident.page.status_code == 422
    assert "Move the pin, choose a building, or say where." in resident.text
    resident.answers("place", words="Here").answers("text", text=" ")
    assert "Say what is wrong." in resident.text


def test_back_and_change_keep_everything(resident: Resident):
    resident.as_far_as_check()
    resident.answers("check", go="to-text")
    assert "The lamp has been dark for three days." in resident.text
    resident.answers("text", go="back")
    assert 'value="At the gate"' in resident.text


def test_whoever_reports_without_a_name_leaves_none(resident: Resident):
    resident.answers("photo").answers("place", words="Here")
    resident.answers("text", text="Dark.")
    resident.answers("contact", disclosure="nobody", phone="13800138000")
    resident.answers("check")
    assert not Contact.objects.exists()
    assert not Case.objects.get().reachable


def test_outside_the_district_nothing_is_filed(resident: Resident):
    resident.answers("photo").answers("place", lon=1.0, lat=1.0)
    assert resident.page.status_code == 422
    assert "outside the district" in resident.text
    assert not Case.objects.exists()


def test_a_telephone_number_that_is_none_is_named(resident: Resident):
    resident.answers("photo").answers("place", words="Here")
    resident.answers("text", text="Dark.")
    resident.answers("contact", disclosure="platform", phone="12")
    resident.answers("check")
    assert resident.page.status_code == 422
    assert not Case.objects.exists()


def test_a_draft_somebody_has_altered_is_refused(resident: Resident):
    address = reverse("report-page", args=["check"])
    answer = resident.client.post(address, {"draft": "x" + resident.draft})
    assert answer.status_code == 409
    assert not Case.objects.exists()


def test_a_draft_comes_back_as_it_went():
    draft = fresh().having({"text": "Dark.", "photos": ((fresh().key, "p.jpg"),)})
    assert unpack(pack(draft)) == draft


def test_the_emergency_numbers_stand_first_on_every_page(client: Client, town: Town):
    for name in ("home", "report", "follow", "complain"):
        page = client.get(reverse(name), headers=ENGLISH).content.decode()
        first = page.index("Danger to life?")
        assert first < page.index("<main"), name
        assert "010-" in page, f"{name} gives a telephone number"


def test_after_sixty_reports_an_hour_one_must_wait(resident: Resident, settings):
    resident.as_far_as_check()
    draft = resident.draft
    address = reverse("report-page", args=["check"])
    for _ in range(60):
        resident.client.post(address, {"draft": draft, "go": "next"})
    answer = resident.client.post(address, {"draft": draft, "go": "next"})
    assert answer.status_code == 422
