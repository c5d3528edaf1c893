"""What comes from a street goes wrong in every way, each under its name."""

import struct
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from quincunx.cases.models import Attachment, Case
from quincunx.cases.vocabulary import Act
from quincunx.foundation import journal
from quincunx.foundation.models import StoredFile
from tests.cases.conftest import Stage
from tests.field.conftest import Telephone, photo

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def checking(stage: Stage) -> Case:
    case, _ = stage.resident_report()
    return stage.do(Act.ASK_CHECK, case, "dispatcher-centre")


def acts(case: Case) -> list[str]:
    entries = journal.entries(journal.Subject("case", str(case.pk)))
    return [entry.act for entry in entries]


def facts(case: Case) -> dict[str, Any]:
    entry = journal.entries(journal.Subject("case", str(case.pk))).last()
    assert entry is not None
    return dict(entry.facts)


# --- twice, out of order, very late ---------------------------------------------------


def test_an_act_that_comes_twice_is_done_once(now: Stage, worker: Telephone) -> None:
    case = checking(now)
    told = {"found": "as-described", "at": worker.clock(), "key": "one"}
    first = worker.does(case.number, "checked", **told)
    second = worker.does(case.number, "checked", **told)
    assert (first.status_code, second.json()) == (200, first.json())
    assert acts(case).count("checked") == 1


def test_photos_that_come_twice_stand_on_the_case_once(worker: Telephone) -> None:
    number = worker.reports().json()["number"]
    sha, _ = worker.uploads(photo())
    told = {"files": [{"sha": sha, "kind": "photo-before"}], "at": worker.clock()}
    for _ in range(2):
        assert worker.does(number, "show", key="one", **told).status_code == 200
    assert Attachment.objects.count() == 1


def test_pieces_that_come_in_any_order_end_as_the_file_that_was_sent(
    worker: Telephone,
) -> None:
    content = photo(side=700)
    sha, _ = worker.uploads(content, stop_after=1)
    at = worker.client.get(f"/field/blobs/{sha}").json()["offset"]
    late, early = worker.piece(sha, content, at * 2), worker.piece(sha, content, 0)
    assert (code(late), early.json()["offset"]) == ((409, "upload-gap"), at)
    _, whole = worker.uploads(content)
    assert whole.json()["whole"] is True


def test_73_hours_late_a_report_is_taken_and_keeps_when_it_was_seen(
    worker: Telephone,
) -> None:
    seen = timezone.now() - timedelta(hours=73)
    answer = worker.reports(happened_at=seen.isoformat())
    case = Case.objects.get(number=answer.json()["number"])
    assert answer.json()["believed"] is False
    assert facts(case)["claimed"] == seen.isoformat()


def test_73_hours_late_an_act_is_taken_and_counts_from_receipt(
    now: Stage, worker: Telephone
) -> None:
    now.now -= timedelta(hours=100)
    case = checking(now)
    done = timezone.now() - timedelta(hours=73)
    answer = worker.does(case.number, "checked", found="as-described", at=done)
    assert answer.json()["believed"] is False
    assert facts(case)["claimed"] == done.isoformat()
    case.refresh_from_db()
    assert timezone.now() - case.last_act_at < timedelta(minutes=1)


# --- wrong clocks ---------------------------------------------------------------------


def test_a_clock_far_off_is_written_down_and_told_to_the_telephone(now: Stage) -> None:
    slow = Telephone(now, "leader-a1", ahead=-timedelta(minutes=6))
    answer = slow.reports()
    case = Case.objects.get(number=answer.json()["number"])
    assert abs(facts(case)["skew"] + 360) < 30
    assert abs(int(slow.sync()["Device-Skew"]) + 360) < 30


def test_a_clock_a_little_off_is_nobodys_concern(now: Stage) -> None:
    fast = Telephone(now, "leader-a1", ahead=timedelta(minutes=4))
    case = Case.objects.get(number=fast.reports().json()["number"])
    assert "skew" not in facts(case)


def test_a_clock_that_is_none_is_as_if_it_were_mute(worker: Telephone) -> None:
    for told in ("noon", "2026-13-40T99:00:00Z", "1" * 400, ""):
        answer = worker.reports(headers={"Device-Clock": told})
        assert (answer.status_code, answer.json()["skew"]) == (200, 0), told


# --- photos that are none, or too much ------------------------------------------------


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    drawn = BytesIO()
    Image.new("L", (8, 8)).save(drawn, "PNG")
    head, rest = drawn.getvalue()[:33], drawn.getvalue()[33:]
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + _checksum(kind + data)
        for kind, data in chunks
    )
    return head + made + rest


def _checksum(content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(content))


def _text_bomb() -> bytes:
    """Return a small picture with words that unpack to 64 MB."""
    return _png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9)))


def _profile_bomb() -> bytes:
    packed = zlib.compress(bytes(64 * 1024 * 1024), 9)
    return _png((b"iCCP", b"icc\0\0" + packed))


def _archive() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("photo.jpg", bytes(64 * 1024 * 1024))
    return packed.getvalue()


def test_a_picture_whose_words_unpack_without_end_is_refused(
    worker: Telephone,
) -> None:
    assert len(_text_bomb()) < 100_000
    _, answer = worker.uploads(_text_bomb())
    assert code(answer) == (422, "image-damaged")


def test_a_picture_whose_profile_unpacks_without_end_leaves_it_behind(
    worker: Telephone,
) -> None:
    """Either it is refused by name, or what is kept has no profile any more."""
    _, answer = worker.uploads(_profile_bomb())
    if answer.status_code == 200:
        assert StoredFile.objects.get().size < 1000
    else:
        assert code(answer) == (422, "image-damaged")


def test_an_archive_is_no_photo_and_is_never_unpacked(worker: Telephone) -> None:
    _, answer = worker.uploads(_archive())
    assert code(answer) == (422, "image-kind")
    hidden = photo() + _archive()  # behind a picture
    _, answer = worker.uploads(hidden)
    assert answer.status_code == 200
    assert StoredFile.objects.get().size < len(hidden) - 50_000


def test_who_announces_without_end_is_told_to_finish_first(worker: Telephone) -> None:
    most = 20 * 1024 * 1024
    answers = [
        worker.client.put(
            f"/field/blobs/{number:064x}?offset=0&size={most}",
            b"abc",
            content_type="application/octet-stream",
        )
        for number in range(11)
    ]
    assert [a.status_code for a in answers[:10]] == [200] * 10
    assert code(answers[10]) == (409, "uploads-too-many")


# --- places ---------------------------------------------------------------------------

OTHER_SIDE = {"lon": -63.6, "lat": -39.9, "accuracy": 8}


def test_the_other_side_of_the_world_is_refused_and_without_it_the_same_goes(
    worker: Telephone,
) -> None:
    told = {"matter": "bicycle", "result": "Moved.", "text": "Bicycles"}
    at = worker.clock().isoformat()
    far = {**told, "place": OTHER_SIDE, "happened_at": at}
    assert code(worker.reports(place=OTHER_SIDE)) == (422, "outside-the-district")
    assert code(worker.sends("records", far)) == (422, "outside-the-district")
    assert not Case.objects.exists()
    assert worker.reports(place={"words": "At the gate"}).status_code == 200


# --- script ---------------------------------------------------------------------------


def test_script_in_every_text_and_file_name_stays_text_on_every_page(
    now: Stage, worker: Telephone
) -> None:
    place = {"words": IMAGE, "area": now.town.area("a1-1").pk}
    number = worker.reports(SCRIPT, place=place).json()["number"]
    sha, _ = worker.uploads(photo())
    name = "../../" + IMAGE + ".jpg"
    files = [{"sha": sha, "kind": "photo-before", "name": name}]
    assert worker.does(number, "show", files=files).status_code == 200
    assert worker.does(number, "note", text=SCRIPT + IMAGE).status_code == 200

    told = worker.client.get(f"/field/cases/{number}")
    assert told["Content-Type"].startswith("application/json")
    assert told.json()["text"] == SCRIPT
    page = worker.client.get(reverse("case", args=[number])).content.decode()
    assert "&lt;script&gt;" in page
    assert SCRIPT not in page
    assert IMAGE not in page
