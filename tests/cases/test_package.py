"""What duty seals of a filed case: sound, the same every time, telling no names."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from quincunx.cases import package, sealed
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case, Clock, Package, Remark
from quincunx.cases.package.seal import make
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import Act
from quincunx.foundation import files
from quincunx.foundation.actors import CLOCK
from quincunx.lib import paper
from quincunx.lib.refusal import Refusal
from quincunx.staff.models import Person
from tests.cases.conftest import Stage

PHONE, NAME = "13800138000", "王秀兰"


def photo(stage: Stage) -> Shown:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 90)).save(stream, "JPEG")
    stream.seek(0)
    kept = files.keep(stream, name="wang-xiulan.jpg", by=CLOCK, at=stage.now)
    return Shown(kept, "photo-after")


def filed(stage: Stage) -> Case:
    """A cover is replaced, with a photo; the resident who reported it is told."""
    details = ContactDetails(name=NAME, phone=PHONE)
    case, _resident = stage.resident_report(contact=details)
    case = stage.do(
        Act.ESTABLISH, case, "dispatcher-centre", matter=stage.matter("cover")
    )
    return closed(stage, case)


def closed(stage: Stage, case: Case) -> Case:
    team = stage.town.unit("handling-team")
    case = stage.do(Act.DISPATCH, case, "dispatcher-centre", unit=team)
    case = stage.do(Act.ACCEPT, case, "officer-team")
    stage.wait(hours=2)
    told: dict[str, Any] = {
        "result": "已换新井盖。",
        "outcome": "solved",
        "files": (photo(stage),),
    }
    case = stage.do(Act.FINISH, case, "officer-team", **told)
    verifier = "verifier" if case.reopenings == 0 else "leader-a1"
    case = stage.do(Act.CONFIRM, case, verifier)
    case = stage.do(
        Act.TELL, case, "dispatcher-centre", channel="telephone", text="换好了。"
    )
    return stage.do(Act.FILE, case, "dispatcher-centre")


def content_of(sealed_package: Package) -> bytes:
    assert sealed_package.file is not None
    with files.open(sealed_package.file.sha) as file:
        return file.read()


def told_in(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(content)) as made:
        return json.loads(made.read(name))


def test_duty_seals_what_is_filed_and_an_outsider_finds_it_sound(stage: Stage) -> None:
    case = filed(stage)

    assert package.seal_due(stage.now).sealed == 1
    assert package.seal_due(stage.now).sealed == 0
    done = Package.objects.get(case=case)
    content = content_of(done)
    seen = sealed.look_at(BytesIO(content))
    assert seen.faults == ()
    assert seen.digest == done.digest
    with zipfile.ZipFile(BytesIO(content)) as made:
        assert sorted(made.namelist()) == [
            "case.json",
            "case.pdf",
            "journal.json",
            "manifest.json",
            "media/001-photo-after.jpg",
            "verify.py",
        ]
        assert made.read("verify.py") == Path(sealed.__file__).read_bytes()
        assert made.read("case.pdf").startswith(b"%PDF-")


def test_a_case_filed_within_a_second_is_sealed(stage: Stage) -> None:
    """A printed file's date has whole seconds only."""
    stage.wait(microseconds=7)
    filed(stage)
    assert package.seal_due(stage.now).sealed == 1


def test_the_manifest_names_case_head_catalogue_and_every_file(stage: Stage) -> None:
    case = filed(stage)
    package.seal_due(stage.now)

    manifest = told_in(content_of(Package.objects.get()), "manifest.json")
    files_told = manifest.pop("files")
    assert manifest == {
        "format": 1,
        "number": case.number,
        "filed_at": "2026-03-02T03:00:00.000000+00:00",
        "sealed_at": "2026-03-02T03:00:00.000000+00:00",
        "catalogue": "five-elms@1",
        "journal": {"entries": 8, "head": bytes(case.head).hex()},
        "follows": None,
    }
    assert len(files_told) == 5


def test_a_photo_exchanged_with_its_hashes_is_not_what_the_journal_saw(
    stage: Stage,
) -> None:
    """Its keeper puts another photo into the package and lists it anew everywhere."""
    filed(stage)
    package.seal_due(stage.now)
    content = content_of(Package.objects.get())
    with zipfile.ZipFile(BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    case, manifest = json.loads(parts["case.json"]), told_in(content, "manifest.json")
    [media] = case["media"]
    parts[media["path"]] = b"a photo of another place"
    media["sha256"] = sealed.sha(parts[media["path"]])
    parts["case.json"] = sealed.canonical(case)
    for each in manifest["files"]:
        part = parts[each["path"]]
        each |= {"sha256": sealed.sha(part), "size": len(part)}
    parts["manifest.json"] = sealed.canonical(manifest)
    forged = BytesIO()
    with zipfile.ZipFile(forged, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    found = [(fault.code, fault.where) for fault in sealed.verify(forged)]
    assert found == [("case-differs", media["path"])]


def test_the_case_is_told_by_roles_and_units_never_by_names(stage: Stage) -> None:
    filed(stage)
    package.seal_due(stage.now)

    content = content_of(Package.objects.get())
    case = told_in(content, "case.json")
    by = [act["by"] for act in case["timeline"]]
    team = stage.town.unit("handling-team").pk
    assert [(each["kind"], each["role"]) for each in by] == [
        ("reporter", None),
        ("staff", "dispatcher"),
        ("staff", "dispatcher"),
        ("staff", "officer"),
        ("staff", "officer"),
        ("staff", "verifier"),
        ("staff", "dispatcher"),
        ("staff", "dispatcher"),
    ]
    assert by[3]["unit"] == team
    names = [person.name for person in stage.town.people.values()]
    whole = json.dumps(
        [told_in(content, name) for name in ("case.json", "journal.json")],
        ensure_ascii=False,
    )
    with zipfile.ZipFile(BytesIO(content)) as made:
        whole += " ".join(made.namelist())
    for secret in (NAME, PHONE, "+86", "wang-xiulan", *names):
        assert secret not in whole


def test_every_clock_explains_itself(stage: Stage) -> None:
    filed(stage)
    package.seal_due(stage.now)

    case = told_in(content_of(Package.objects.get()), "case.json")
    clocks = {clock["stage"]: clock for clock in case["clocks"]}
    handle = clocks["handle"]
    assert (handle["limit"], handle["overdue"]) == ("8 work-hour", False)
    counted = [s["seconds"] for s in handle["explained"] if s["kind"] == "counted"]
    assert sum(counted) == 2 * 3600


def test_the_same_case_gives_the_same_bytes_whenever_it_is_sealed(stage: Stage) -> None:
    filed(stage)
    waiting = Package.objects.get()

    first = make(waiting)
    Person.objects.filter(login="officer-team").update(is_active=False)
    assert make(waiting) == first
    done = package.seal(waiting, at=stage.now + timedelta(days=40))
    assert content_of(done) == first.content


def test_a_case_filed_again_gets_a_second_package_that_names_the_first(
    stage: Stage,
) -> None:
    case = filed(stage)
    package.seal_due(stage.now)
    stage.wait(days=1)
    case = stage.do(Act.REOPEN, case, "dispatcher-centre", text="It rattles again.")
    stage.wait(hours=1)
    closed(stage, case)

    assert package.seal_due(stage.now).sealed == 1
    first, second = Package.objects.order_by("seq")
    manifest = told_in(content_of(second), "manifest.json")
    assert manifest["follows"] == {
        "manifest": first.digest,
        "filed_at": "2026-03-02T03:00:00.000000+00:00",
    }
    assert sealed.verify(BytesIO(content_of(second))) == ()


def test_both_filings_wait_and_are_sealed_in_their_order(stage: Stage) -> None:
    case = filed(stage)
    stage.wait(days=1)
    case = stage.do(Act.REOPEN, case, "dispatcher-centre", text="It rattles again.")
    closed(stage, case)
    first, second = Package.objects.order_by("seq")

    with pytest.raises(Refusal, match="former-package-not-sealed"):
        package.seal(second, at=stage.now)
    assert package.seal_due(stage.now) == package.SealRound(2)
    assert sealed.verify(BytesIO(content_of(Package.objects.get(pk=first.pk)))) == ()


def test_a_text_changed_in_the_books_is_not_sealed_and_holds_up_nobody(
    stage: Stage,
) -> None:
    spoiled = filed(stage)
    Remark.objects.filter(case=spoiled, name="result").update(text="Nothing was done.")
    stage.wait(hours=1)
    sound = filed(stage)

    done = package.seal_due(stage.now, most=1)

    assert done.sealed == 1
    [(number, why)] = done.failed
    assert (number, why.split(" ")[0]) == (spoiled.number, "package-not-sound")
    assert Package.objects.get(file__isnull=False).case == sound


def test_what_cannot_be_sealed_is_tried_again_less_and_less_often(stage: Stage) -> None:
    case = filed(stage)
    right = Remark.objects.get(case=case, name="result").text
    Remark.objects.filter(case=case, name="result").update(text="Nothing was done.")
    tried, begun = [], stage.now
    for _minute in range(150):
        if package.seal_due(stage.now).failed:
            tried.append((stage.now - begun) // timedelta(minutes=1))
        stage.wait(minutes=1)
    assert tried == [0, 5, 15, 35, 75, 135]
    Remark.objects.filter(case=case, name="result").update(text=right)
    stage.wait(hours=1)
    assert package.seal_due(stage.now).sealed == 1


def test_a_package_that_breaks_the_program_stops_no_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """One of its clocks has a limit that cannot be: nobody thought of that."""
    broken, sound = filed(stage), filed(stage)
    Clock.objects.filter(case=broken).update(limit="no limit")
    done = package.seal_due(stage.now)
    assert (done.sealed, [number for number, _ in done.failed]) == (1, [broken.number])
    assert Package.objects.get(file__isnull=False).case == sound
    assert f"package of {broken.number} not sealed" in caplog.text


def test_without_its_font_nothing_is_printed_and_make_setup_is_named(
    stage: Stage, settings: Any, tmp_path: Path
) -> None:
    filed(stage)
    settings.QUINCUNX_FONTS = tmp_path
    paper._compiler.cache_clear()

    done = package.seal_due(stage.now)

    assert "font-missing" in done.said
    assert Package.objects.get().file is None


def test_what_was_erased_is_withheld_and_the_chain_still_holds(stage: Stage) -> None:
    case = filed(stage)
    Remark.objects.filter(case=case).delete()

    made = make(Package.objects.get())

    assert sealed.verify(BytesIO(made.content)) == ()
    timeline = told_in(made.content, "case.json")["timeline"]
    finish = timeline[4]
    assert (finish["said"], finish["withheld"]) == ({}, ["result"])
