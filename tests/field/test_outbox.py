"""What comes from the street: twice, late, out of order, from a wrong clock."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from quincunx.cases.models import Attachment, Case, Remark
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.models import Receipt
from quincunx.lib.images import MOST_MEGAPIXELS
from tests.cases.conftest import Stage
from tests.field.conftest import Telephone, photo

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def checking(stage: Stage) -> Case:
    case, _ = stage.resident_report()
    return stage.do(Act.ASK_CHECK, case, "dispatcher-centre")


def last(case: Case) -> Any:
    case.refresh_from_db()
    return journal.entries(journal.Subject("case", str(case.pk))).last()


# --- twice ----------------------------------------------------------------------------


def test_a_report_that_comes_twice_is_one_case_and_one_answer(
    worker: Telephone,
) -> None:
    told = {"happened_at": worker.clock().isoformat(), "key": "one"}
    first, second = worker.reports(**told), worker.reports(**told)
    assert first.json()["number"] == second.json()["number"]
    assert first.json()["content"] == second.json()["content"]
    assert Case.objects.count() == 1


def test_one_key_for_two_things_is_refused(worker: Telephone) -> None:
    at = worker.clock().isoformat()
    worker.reports("It is dark.", happened_at=at, key="one")
    answer = worker.reports("It is wet.", happened_at=at, key="one")
    assert code(answer) == (422, "key-used-otherwise")


def test_a_sending_without_a_key_is_refused(worker: Telephone) -> None:
    answer = worker.client.post(
        "/field/reports",
        {"text": "Dark.", "happened_at": worker.clock().isoformat()},
        content_type="application/json",
    )
    assert code(answer) == (422, "sending-key-needed")


def test_a_refusal_keeps_no_receipt_so_that_the_same_may_be_sent_again(
    worker: Telephone,
) -> None:
    far = {"lon": 2.35, "lat": 48.85}
    answer = worker.reports(place=far, key="one")
    assert code(answer) == (422, "outside-the-district")
    assert answer.json()["said"]
    assert not Receipt.objects.exists()


# --- clocks ---------------------------------------------------------------------------


def test_an_act_done_offline_counts_when_it_was_done(
    now: Stage, worker: Telephone
) -> None:
    now.now -= timedelta(hours=30)
    case = checking(now)
    done = timezone.now() - timedelta(hours=5)
    answer = worker.does(case.number, "checked", found="as-described", at=done)
    assert answer.json()["believed"] is True
    assert abs(last(case).at - done) < timedelta(minutes=1)


def test_a_clock_ten_years_off_is_put_right_by_what_it_says_now(now: Stage) -> None:
    now.now -= timedelta(hours=30)
    for days in (-3650, 3650):
        _is_put_right(now, checking(now), timedelta(days=days))


def _is_put_right(now: Stage, case: Case, ahead: timedelta) -> None:
    phone = Telephone(now, "leader-a1", ahead=ahead)
    done = phone.clock() - timedelta(hours=5)
    answer = phone.does(case.number, "checked", found="as-described", at=done)
    assert abs(answer.json()["skew"] - ahead.total_seconds()) < 60
    here = timezone.now() - timedelta(hours=5)
    assert abs(last(case).at - here) < timedelta(minutes=1)


def test_a_moment_nobody_can_believe_is_receipt_and_the_claim_is_kept(
    now: Stage, worker: Telephone
) -> None:
    """After receipt, or longer ago than a telephone may be away."""
    now.now -= timedelta(hours=100)
    for hours in (-3, 80):
        _is_not_believed(worker, checking(now), hours)


def _is_not_believed(worker: Telephone, case: Case, hours: int) -> None:
    claimed = timezone.now() - timedelta(hours=hours)
    answer = worker.does(case.number, "checked", found="as-described", at=claimed)
    assert answer.json()["believed"] is False
    entry = last(case)
    assert timezone.now() - entry.at < timedelta(minutes=1)
    assert entry.facts["claimed"] == claimed.isoformat()


def test_seconds_the_telephone_has_counted_beat_its_clock(
    now: Stage, worker: Telephone
) -> None:
    now.now -= timedelta(hours=30)
    case = checking(now)
    body = {"facts": {"found": "as-described"}, "happened_at": "2001-01-01T00:00:00Z"}
    waited = str(int(timedelta(hours=2).total_seconds() * 1000))
    path = f"cases/{case.number}/checked"
    worker.sends(path, body, **{"Device-Waited": waited})
    here = timezone.now() - timedelta(hours=2)
    assert abs(last(case).at - here) < timedelta(minutes=1)


def test_the_clocks_of_a_report_start_at_receipt_and_it_says_when_it_was_seen(
    worker: Telephone,
) -> None:
    seen = timezone.now() - timedelta(hours=70)
    worker.reports(happened_at=seen.isoformat())
    case = Case.objects.get()
    assert timezone.now() - case.reported_at < timedelta(minutes=1)
    first = journal.entries(journal.Subject("case", str(case.pk)))[0]
    assert first.facts["claimed"][:16] == seen.isoformat()[:16]


# --- out of order, overtaken ----------------------------------------------------------


def test_an_act_on_what_has_changed_meanwhile_is_refused_and_a_remark_is_not(
    now: Stage, worker: Telephone
) -> None:
    case = checking(now)
    seen = worker.errands()[case.number]["revision"]
    now.do(Act.CHECKED, case, "dispatcher-centre", found="not-there")
    answer = worker.does(case.number, "checked", found="as-described", revision=seen)
    assert code(answer) == (409, "changed-meanwhile")
    assert answer.json()["said"]
    stands = worker.client.get(f"/field/cases/{case.number}").json()
    assert (stands["state"], "checked" in stands["acts"]) == (State.REPORTED, False)
    noted = worker.does(case.number, "note", text="I found it as described.")
    assert noted.status_code == 200
    assert Remark.objects.filter(case=case, text__contains="as described").exists()


def test_an_act_out_of_order_is_refused_by_the_state(now: Stage) -> None:
    case = now.dispatched(now.report("lamp"))
    officer = Telephone(now, "officer")
    done = {"result": "New bulb.", "outcome": "solved"}
    assert code(officer.does(case.number, "finish", **done)) == (409, "act-not-open")
    assert officer.does(case.number, "accept").status_code == 200
    assert officer.does(case.number, "finish", **done).status_code == 200


def test_a_task_given_to_another_while_offline_is_not_found_any_more(
    now: Stage,
) -> None:
    case = now.dispatched(now.report("lamp"))
    officer = Telephone(now, "officer")
    assert case.number in officer.errands()
    now.do(Act.SEND_BACK, case, "officer", reason="not-our-duty", text="Not ours.")
    case.refresh_from_db()
    now.dispatched(case, "landscaping")
    answer = officer.does(case.number, "accept")
    assert code(answer) == (404, "no-such-case")


def test_what_needs_a_desk_is_no_act_of_a_telephone(
    now: Stage, worker: Telephone
) -> None:
    case = now.report("lamp")
    assert code(worker.does(case.number, "escalate", text="Up.")) == (
        422,
        "unknown-act",
    )
    assert code(worker.does(case.number, "no-such", text="Up.")) == (
        422,
        "unknown-act",
    )


# --- photos ---------------------------------------------------------------------------


def test_text_first_then_the_photos_in_pieces_then_both_are_on_the_case(
    worker: Telephone,
) -> None:
    number = worker.reports().json()["number"]
    content = photo(side=500)
    sha, answer = worker.uploads(content, stop_after=1)
    assert answer.json()["whole"] is False
    assert worker.piece(sha, content, 0).json() == answer.json(), "twice is once"
    gap = worker.piece(sha, content, answer.json()["offset"] * 2)
    assert code(gap) == (409, "upload-gap")
    assert gap.json()["facts"] == {"offset": answer.json()["offset"]}
    asked = worker.client.get(f"/field/blobs/{sha}").json()
    assert asked["offset"] == answer.json()["offset"]
    sha, answer = worker.uploads(content)
    assert answer.json()["whole"] is True

    files = [{"sha": sha, "kind": "photo-before", "name": SCRIPT}]
    shown = worker.does(number, "show", files=files)
    assert shown.status_code == 200
    attached = Attachment.objects.get()
    assert (attached.case.number, attached.name) == (number, SCRIPT)


def test_a_photo_that_is_not_here_yet_is_asked_for(worker: Telephone) -> None:
    number = worker.reports().json()["number"]
    files = [{"sha": "0" * 64, "kind": "photo-before"}]
    assert code(worker.does(number, "show", files=files)) == (409, "upload-missing")


def test_somebody_elses_photo_is_as_absent_as_none(now: Stage) -> None:
    sha, _ = Telephone(now, "leader-a2").uploads(photo())
    worker = Telephone(now, "leader-a1")
    number = worker.reports().json()["number"]
    files = [{"sha": sha, "kind": "photo-before"}]
    assert code(worker.does(number, "show", files=files)) == (409, "upload-missing")


NO_PHOTOS = (
    (b"no picture at all", "image-kind"),
    (b"\xff\xd8\xff" + b"broken" * 40, "image-damaged"),
    (b"GIF89a" + bytes(60), "image-kind"),
)


def test_a_photo_that_is_no_photo_is_refused_by_name(worker: Telephone) -> None:
    for content, refused in NO_PHOTOS:
        _, answer = worker.uploads(content)
        assert code(answer) == (422, refused)
        sha, again = worker.uploads(content)
        assert code(again) == (422, refused), "it is judged anew, not half kept"
        assert worker.client.get(f"/field/blobs/{sha}").json()["offset"] == 0


def test_more_than_forty_megapixels_are_refused_before_they_are_drawn(
    worker: Telephone,
) -> None:
    drawn = BytesIO()
    Image.new("1", (8000, 5001)).save(drawn, "PNG")
    _, answer = worker.uploads(drawn.getvalue())
    assert code(answer) == (422, "image-too-many-pixels")
    assert answer.json()["facts"] == {"most": MOST_MEGAPIXELS["PNG"]}


def test_a_file_that_is_not_what_was_announced_is_dropped(worker: Telephone) -> None:
    sha = "a" * 64
    content = photo()
    assert code(worker.piece(sha, content, 0)) == (422, "upload-hash-wrong")
    assert worker.client.get(f"/field/blobs/{sha}").json()["offset"] == 0


ANNOUNCED = (
    ("offset=0&size=0", "file-too-large"),
    ("offset=0&size=99999999999", "file-too-large"),
    ("offset=5&size=6", "upload-beyond-its-size"),
    ("offset=-1&size=x", "file-too-large"),
)


def test_an_announcement_that_cannot_be_is_refused(worker: Telephone) -> None:
    kind = "application/octet-stream"
    for query, refused in ANNOUNCED:
        url = f"/field/blobs/{'0' * 64}?{query}"
        answer = worker.client.put(url, b"abc", content_type=kind)
        assert code(answer) == (422, refused)
    bad = worker.client.put("/field/blobs/abc?offset=0&size=3", b"abc", kind)
    assert code(bad) == (422, "upload-hash-malformed")
    large = worker.client.put(url, bytes(65 * 1024), content_type=kind)
    assert code(large) == (422, "upload-piece-too-large")


# --- on the spot ----------------------------------------------------------------------


def test_what_was_dealt_with_on_the_spot_is_recorded_in_one_step(
    worker: Telephone,
) -> None:
    sha, _ = worker.uploads(photo())
    lon, lat = worker.stage.town.spot("a1")
    done = timezone.now() - timedelta(hours=4)
    answer = worker.sends(
        "records",
        {
            "text": "Bicycles in the way",
            "matter": "bicycle",
            "result": "Moved to the stand.",
            "place": {"lon": lon, "lat": lat, "accuracy": 0},
            "files": [{"sha": sha, "kind": "photo-after"}],
            "happened_at": done.isoformat(),
        },
    )
    case = Case.objects.get(number=answer.json()["number"])
    assert (case.state, case.channel) == (State.FILED, "on-the-spot")
    assert abs(case.handled_at - done) < timedelta(minutes=1)
    assert case.attachments.get().kind == "photo-after"


def test_a_matter_that_is_not_on_the_list_is_refused(worker: Telephone) -> None:
    at = worker.clock().isoformat()
    body = {"text": "Dark", "matter": "lamp", "result": "Lit.", "happened_at": at}
    assert code(worker.sends("records", body)) == (409, "tier-on-the-spot")


# --- bad input ------------------------------------------------------------------------


def test_a_position_by_building_or_none_at_all_is_enough(worker: Telephone) -> None:
    building = worker.stage.town.area("a1-1")
    worker.reports(place={"area": building.pk})
    assert Case.objects.get().grid == worker.stage.town.area("a1")
    worker.reports(place={"words": "Behind the hall"})
    assert Case.objects.filter(located="not-located").count() == 1


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"text": ""}, "sending-not-understood"),
    ({"text": "x" * 2001}, "sending-not-understood"),
    ({"text": "a\x00b"}, "text-not-keepable"),
    ({"happened_at": "yesterday"}, "sending-not-understood"),
    ({"happened_at": "2026-03-02T10:00:00"}, "sending-not-understood"),
    ({"place": {"lon": 500, "lat": 0}}, "sending-not-understood"),
    ({"place": {"lon": -70.0, "lat": -33.4}}, "outside-the-district"),
    ({"matter": "no-such"}, "no-such-matter"),
    ({"overdue": True}, "sending-not-understood"),
)


def test_what_is_wrong_in_a_report_is_named(worker: Telephone) -> None:
    for told, refused in WRONG:
        answer = worker.reports(**told)
        assert (answer.json()["code"], bool(answer.json()["said"])) == (refused, True)
    assert not Case.objects.exists()


def test_facts_that_are_no_facts_of_the_act_are_refused(
    now: Stage, worker: Telephone
) -> None:
    case = checking(now)
    answer = worker.does(case.number, "checked", found="perhaps")
    assert code(answer) == (422, "not-a-choice")
    answer = worker.does(case.number, "checked", found="as-described", unit="x")
    assert code(answer) == (422, "facts-unknown")
    assert code(worker.does(case.number, "checked")) == (422, "facts-missing")


def test_script_in_a_text_stays_text(now: Stage, worker: Telephone) -> None:
    worker.reports(SCRIPT)
    mine = worker.sync().json()["parts"]["mine"]
    assert Case.objects.get().text == SCRIPT
    assert len(mine) == 1


def test_who_is_signed_out_is_told_so_and_nothing_is_done(worker: Telephone) -> None:
    worker.client.logout()
    assert worker.reports().status_code == 401
    assert worker.uploads(photo())[1].status_code == 401
    assert not Case.objects.exists()
