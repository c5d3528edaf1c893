"""Borders from a file on a screen: looked at, made a draft, decided by another."""

import json
from datetime import timedelta

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from quincunx.areas.draft_life import State
from quincunx.areas.models import Area, BorderDraft
from quincunx.web.areas import bring
from tests.cases.conftest import Stage
from tests.cast import square
from tests.web.conftest import SignIn

ON = localdate() + timedelta(days=9)
NAMES = ("青榆第一网格", "青榆第二网格")


def features(*rows: tuple[str, shapely.Geometry]) -> bytes:
    told = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": shapely.geometry.mapping(shape),
        }
        for name, shape in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()


WIDER = features((NAMES[0], square(0, 0, 1.5, 1)), (NAMES[1], square(1.5, 0, 0.5, 1)))


def sent(client: Client, content: bytes, name="grids.geojson", **more) -> HttpResponse:
    told = {"level": 4, "name_field": "name", "on": ON.isoformat(), "reason": "Survey."}
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("areas-import"), told | {"file": file} | more)


def mark_of(answer: HttpResponse) -> str:
    page = answer.content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_a_file_is_looked_at_and_becomes_a_draft_that_another_approves(
    stage: Stage, sit_down: SignIn
):
    admin, supervisor = sit_down("administrator"), sit_down("supervisor")
    looked = sent(admin, WIDER)
    page = " ".join(looked.content.decode().split())
    assert looked.status_code == 200
    assert "<b>2</b><span>drawn anew</span>" in page
    assert "<b>0</b><span>new</span>" in page
    assert not BorderDraft.objects.exists()

    otherwise = sent(admin, WIDER, seen=mark_of(looked), repair="on")
    assert otherwise.status_code == 200, "read in another way, it is looked at again"
    made = sent(admin, WIDER, seen=mark_of(looked))
    draft = BorderDraft.objects.get()
    assert made["Location"] == reverse("areas-draft", args=[draft.pk])
    assert (draft.title, draft.reason, draft.on) == ("grids.geojson", "Survey.", ON)
    assert "5号楼" in admin.get(made["Location"]).content.decode()
    submit = reverse("areas-draft-act", args=[draft.pk, "submit"])
    assert admin.post(submit).status_code == 302
    page = supervisor.get(made["Location"]).content.decode()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    approve = reverse("areas-draft-act", args=[draft.pk, "approve"])
    assert admin.post(approve, {"mark": mark}).status_code == 403
    assert supervisor.post(approve, {"mark": mark}).status_code == 302
    assert BorderDraft.objects.get().state == State.APPROVED
    standing = stage.town.area("a2-1")
    assert Area.objects.get(pk=standing.pk).parent_id == stage.town.area("a2").pk


def test_a_file_that_changes_nothing_becomes_no_draft(stage: Stage, sit_down: SignIn):
    admin = sit_down("administrator")
    as_it_is = features((NAMES[0], square(0, 0, 1, 1)))
    looked = sent(admin, as_it_is)
    assert "Nothing would change" in looked.content.decode()
    again = sent(admin, as_it_is, seen=mark_of(looked))
    assert again.status_code == 200
    assert not BorderDraft.objects.exists()


def test_every_row_that_is_wrong_is_named_and_nothing_is_taken(
    stage: Stage, sit_down: SignIn
):
    admin = sit_down("administrator")
    bow = shapely.Polygon(
        [(116.4, 39.9), (116.41, 39.91), (116.41, 39.9), (116.4, 39.91)]
    )
    far = shapely.Point(116.405, 39.905)
    answer = sent(admin, features((NAMES[0], bow), (NAMES[1], far), ("x", bow)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "3 rows of grids.geojson cannot be taken" in page
    assert page.count("is not sound at") == 2
    assert f"{NAMES[1]} (2)" in page
    assert not BorderDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("grids.gpkg", b"<OGRVRTDataSource></OGRVRTDataSource>", 422),
        ("grids.zip", b"PK\x03\x04 nothing", 422),
        ("grids.exe", b"MZ", 422),
        ("../../grids.geojson", b"[]", 422),
        ("grids.csv", b"\xff\xfe\x00", 422),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_words(
    stage: Stage, sit_down: SignIn, name: str, content: bytes, status: int
):
    answer = sent(sit_down("administrator"), content, name)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'class="errsum"' in page
    assert "quincunx-" not in page.partition("errsum")[2].partition("</div>")[0]


def test_too_large_too_often_and_by_whom(stage: Stage, sit_down: SignIn, monkeypatch):
    admin = sit_down("administrator")
    monkeypatch.setattr(bring, "LARGEST", 100)
    assert sent(admin, WIDER).status_code == 422
    monkeypatch.setattr(bring, "MOST_IN_AN_HOUR", 1)
    assert sent(admin, b"{}").status_code == 429
    assert sent(sit_down("leader-a1"), WIDER).status_code == 403
