"""Uploads in pieces: gone on with after a crash, given up after a week."""

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from quincunx.foundation import leftovers, uploads
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.models import StoredFile, Upload
from quincunx.foundation.uploads import PIECE, Announced
from quincunx.lib.refusal import Refusal

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SENDER = Actor(Kind.STAFF, person=7)


@pytest.fixture(autouse=True)
def _nothing_under_way() -> None:
    """Rows go with their test; pieces that another one left do not."""
    shutil.rmtree(settings.QUINCUNX_HOME / "uploads", ignore_errors=True)


def _photo() -> bytes:
    drawn = BytesIO()
    Image.effect_noise((500, 500), 90).save(drawn, "JPEG")
    return drawn.getvalue()


def _take(content: bytes, offset: int, at: datetime = AT) -> uploads.Progress:
    told = Announced(sha256(content).hexdigest(), len(content), "../a.jpg")
    piece = content[offset : offset + PIECE]
    return uploads.take(told, piece, offset=offset, by=SENDER, at=at)


def test_what_a_crash_took_of_the_pieces_is_asked_for_again() -> None:
    content = _photo()
    assert _take(content, 0).offset == PIECE
    for file in (settings.QUINCUNX_HOME / "uploads").iterdir():
        file.write_bytes(b"half")
    with pytest.raises(Refusal) as refused:
        _take(content, PIECE)
    assert (refused.value.code, refused.value.facts) == ("upload-gap", {"offset": 0})
    offset = 0
    while offset < len(content):
        offset = _take(content, offset).offset
    assert uploads.kept(sha256(content).hexdigest(), by=SENDER).name == "a.jpg"
    assert list((settings.QUINCUNX_HOME / "uploads").iterdir()) == []


def test_an_upload_nobody_goes_on_with_is_forgotten_and_then_its_file() -> None:
    half = _photo()
    _take(half, 0)
    Image.new("RGB", (8, 8)).save(small := BytesIO(), "JPEG")
    assert _take(small.getvalue(), 0).whole
    later = AT + uploads.LEFT + timedelta(minutes=1)
    assert leftovers.forget_unused(later) == 0, "the upload still refers to it"
    assert uploads.expire(later - uploads.LEFT) == 2
    assert not Upload.objects.exists()
    assert list((settings.QUINCUNX_HOME / "uploads").iterdir()) == []
    assert leftovers.forget_unused(later) == 1
    assert not StoredFile.objects.exists()


def test_one_person_has_not_more_than_so_much_under_way() -> None:
    most = uploads.MOST_OPEN // (20 * 1024 * 1024)
    for number in range(most):
        told = Announced(f"{number:064x}", 20 * 1024 * 1024)
        uploads.take(told, b"x", offset=0, by=SENDER, at=AT)
    with pytest.raises(Refusal, match="uploads-too-many"):
        uploads.take(Announced("f" * 64, 2), b"x", offset=0, by=SENDER, at=AT)
