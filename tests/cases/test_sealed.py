"""Whatever is done to a sealed package, its script says so, and needs only Python."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quincunx.cases import sealed
from quincunx.cases.sealed import Fault
from quincunx.foundation import chain
from quincunx.foundation.subjects import Subject

Parts = dict[str, bytes]
SALT, TEXT = "ab" * 16, "新灯泡，已点亮"
NOON = "2026-05-15T04:00:00.000000+00:00"
PICTURE = b"a picture"
PHOTO = ["0196d1c0", "photo-after", sealed.sha(PICTURE)]


def entry(seq: int, act: str, prev: str, **told: Any) -> dict[str, Any]:
    contents = {
        "act": act,
        "at": NOON,
        "by": ["staff", 7],
        "commitments": {},
        "facts": {},
        "recorded_at": NOON,
        "seq": seq,
        "subject": ["case", "c-1"],
        **told,
    }
    made = sealed.entry_hash(prev, contents)
    return {"contents": contents, "prev": prev, "hash": made}


def package() -> Parts:
    """A small package that is sound: reported, done with a photo, filed."""
    said = {"result": sealed.commitment(SALT, TEXT), "parties": "00"}
    first = entry(1, "report", sealed.START)
    done = {"commitments": said, "facts": {"files": [PHOTO]}}
    second = entry(2, "finish", first["hash"], **done)
    third = entry(3, "file", second["hash"])
    return wrapped([first, second, third], {"media/001.jpg": PICTURE})


def told_of(entry: dict[str, Any]) -> dict[str, Any]:
    told = {name: entry["contents"][name] for name in ("seq", "act", "at", "facts")}
    return {**told, "hash": entry["hash"], "said": {}, "withheld": []}


def wrapped(entries: list[dict[str, Any]], media: Parts) -> Parts:
    told = [
        {
            **{k: e["contents"][k] for k in ("seq", "act", "at", "facts")},
            "hash": e["hash"],
        }
        | {"said": {}, "withheld": []}
        for e in entries
    ]
    told[1] |= {
        "said": {"result": {"salt": SALT, "text": TEXT}},
        "withheld": ["parties"],
    }
    shown = {"path": "media/001.jpg", "seq": 2, "file": PHOTO[0], "kind": PHOTO[1]}
    shown["sha256"] = sealed.sha(media["media/001.jpg"])
    case = {"number": "260515-ABCDEF", "timeline": told, "media": [shown]}
    journal = {"subject": ["case", "c-1"], "entries": entries}
    parts = {
        sealed.CASE: sealed.canonical(case),
        sealed.JOURNAL: sealed.canonical(journal),
        sealed.SCRIPT: Path(sealed.__file__).read_bytes(),
        **media,
    }
    return listed(parts, entries)


def listed(parts: Parts, entries: list[dict[str, Any]]) -> Parts:
    """Write the manifest for these parts, as whoever forges a whole package would."""
    manifest = {
        "format": sealed.FORMAT,
        "number": "260515-ABCDEF",
        "filed_at": NOON,
        "journal": {"entries": len(entries), "head": entries[-1]["hash"]},
        "files": [
            {"path": name, "sha256": sealed.sha(part), "size": len(part)}
            for name, part in sorted(parts.items())
        ],
    }
    return {**parts, sealed.MANIFEST: sealed.canonical(manifest)}


def zipped(parts: Parts) -> BytesIO:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    stream.seek(0)
    return stream


def faults(parts: Parts) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in sealed.verify(zipped(parts))]


def test_what_was_sealed_is_sound() -> None:
    seen = sealed.look_at(zipped(package()))

    assert seen.holds
    assert seen.digest == sealed.sha(package()[sealed.MANIFEST])
    assert sealed.in_words(seen, "en")[0].startswith("260515-ABCDEF: sound. 4 files, 3")
    assert sealed.in_words(seen, "zh_CN.UTF-8")[0].startswith("260515-ABCDEF：完好")


# What somebody does to the files, and what is said of it.
FILES: dict[str, tuple[Callable[[Parts], object], tuple[str, str]]] = {
    "changes a picture": (
        lambda parts: parts.update({"media/001.jpg": b"another pic"}),
        ("file-altered", "media/001.jpg"),
    ),
    "takes a picture out": (
        lambda parts: parts.pop("media/001.jpg"),
        ("file-missing", "media/001.jpg"),
    ),
    "puts a file in": (
        lambda parts: parts.update({"media/002.jpg": b"x"}),
        ("file-unlisted", "media/002.jpg"),
    ),
    "changes the script": (
        lambda parts: parts.update({"verify.py": b"print('sound')"}),
        ("file-altered", "verify.py"),
    ),
    "writes the manifest anew": (
        lambda parts: parts.update(
            {"manifest.json": json.dumps(json.loads(parts["manifest.json"])).encode()}
        ),
        ("not-as-written", "manifest.json"),
    ),
    "takes the manifest out": (
        lambda parts: parts.pop("manifest.json"),
        ("not-a-package", "manifest.json"),
    ),
    "spoils the manifest": (
        lambda parts: parts.update({"manifest.json": b"{"}),
        ("unreadable", "manifest.json"),
    ),
}


@pytest.mark.parametrize("done", FILES)
def test_somebody(done: str) -> None:
    spoil, expected = FILES[done]
    parts = package()
    spoil(parts)
    assert faults(parts) == [expected]


def test_a_file_that_lies_twice_in_the_package_is_found() -> None:
    stream = zipped(package())
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(stream, "a") as made,
    ):
        made.writestr("case.json", b"{}")

    found = [fault.code for fault in sealed.verify(stream)]
    assert found == ["file-twice", "file-altered"]


def rewritten(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> Parts:
    """Change journal and case as told, and list the files as they are now."""
    parts = package()
    journal, case = (json.loads(parts[n]) for n in (sealed.JOURNAL, sealed.CASE))
    head = journal["entries"][-1]["hash"]
    change(journal, case)
    parts.pop(sealed.MANIFEST)
    parts[sealed.JOURNAL] = sealed.canonical(journal)
    parts[sealed.CASE] = sealed.canonical(case)
    made = listed(parts, journal["entries"])
    manifest = json.loads(made[sealed.MANIFEST])
    manifest["journal"] = {"entries": 3, "head": head}
    return {**made, sealed.MANIFEST: sealed.canonical(manifest)}


# What somebody who lists the files anew does to journal and case, and what is said.
CONTENTS: dict[str, tuple[Callable[[Any, Any], object], list[str]]] = {
    "another time of an act": (
        lambda journal, _: journal["entries"][1]["contents"].update(at="2026"),
        ["journal.json: 2", "case.json: timeline 2"],
    ),
    "an entry taken out": (
        lambda journal, _: journal["entries"].pop(1),
        ["journal.json: 2", "journal.json: 2", "journal.json", "case.json: timeline"],
    ),
    "the end cut off": (
        lambda journal, case: (journal["entries"].pop(), case["timeline"].pop()),
        ["journal.json", "case.json: filed_at"],
    ),
    "another text": (
        lambda _, case: case["timeline"][1]["said"]["result"].update(text="all well"),
        ["case.json: timeline 2, result"],
    ),
    "a text left out": (
        lambda _, case: case["timeline"][1]["said"].clear(),
        ["case.json: timeline 2"],
    ),
    "other facts of an act": (
        lambda _, case: case["timeline"][1].update(facts={"outcome": "solved"}),
        ["case.json: timeline 2"],
    ),
    "another number": (
        lambda _, case: case.update(number="260515-ZZZZZZ"),
        ["case.json: number"],
    ),
    "a picture of another act": (
        lambda _, case: case["media"][0].update(seq=1),
        ["media/001.jpg"],
    ),
    "no picture at all": (
        lambda _, case: case["media"].clear(),
        ["case.json: media"],
    ),
    "nothing that can be read": (
        lambda _, case: case.clear(),
        ["journal.json, case.json"],
    ),
}


@pytest.mark.parametrize("done", CONTENTS)
def test_a_package_listed_anew_still_shows(done: str) -> None:
    change, expected = CONTENTS[done]
    assert [where for _, where in faults(rewritten(change))] == expected


def test_a_picture_exchanged_together_with_its_hashes_is_found() -> None:
    """Who lists another picture in manifest and case cannot list it in the journal."""
    parts = {**package(), "media/001.jpg": b"another picture"}
    case = json.loads(parts[sealed.CASE])
    case["media"][0]["sha256"] = sealed.sha(b"another picture")
    journal = json.loads(parts[sealed.JOURNAL])
    parts.pop(sealed.MANIFEST)
    forged = listed({**parts, sealed.CASE: sealed.canonical(case)}, journal["entries"])
    assert faults(forged) == [("case-differs", "media/001.jpg")]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_stumble(content: bytes) -> None:
    assert [f.code for f in sealed.verify(BytesIO(content))] == ["not-a-package"]


@given(st.data())
def test_a_spoiled_byte_anywhere_is_never_taken_for_sound(data: st.DataObject) -> None:
    content = bytearray(zipped(package()).getvalue())
    with zipfile.ZipFile(BytesIO(content)) as made:
        entries = made.infolist()
    chosen = data.draw(st.sampled_from(entries))
    start = chosen.header_offset + 30 + len(chosen.filename)
    place = start + data.draw(st.integers(0, chosen.compress_size - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    assert sealed.verify(BytesIO(content))


def test_an_entry_is_hashed_as_the_journal_hashes_it() -> None:
    at = datetime(2026, 5, 15, 4, 0, tzinfo=UTC)
    facts = {"unit": 5, "files": [["a", "photo-after"]], "说明": None}
    contents = chain.Contents(
        Subject("case", "c-1"), 1, "finish", "staff", 7, at, at, facts, {"text": "0f"}
    )
    told = json.loads(chain.written(contents))

    expected = chain.entry_hash(chain.START, contents).hex()
    assert sealed.entry_hash(sealed.START, told) == expected
    assert bytes.fromhex(sealed.START) == chain.START


def test_a_text_is_committed_to_as_in_the_journal() -> None:
    expected = chain.commitment(bytes.fromhex(SALT), TEXT)
    assert sealed.commitment(SALT, TEXT) == expected


def test_every_fault_has_words_in_both_languages() -> None:
    for code, (english, chinese) in sealed.SENTENCES.items():
        fault = Fault(code, "case.json")
        assert fault.in_words() == f"case.json: {english}"
        assert fault.in_words("zh-hans") == f"case.json: {chinese}"


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the script of an unpacked package alone: no site packages, no environment."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_the_script_inside_checks_the_folder_it_lies_in(tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped(package())) as made:
        made.extractall(tmp_path)
    assert run(tmp_path)[0] == 0

    (tmp_path / "media" / "001.jpg").write_bytes(b"another")
    code, said = run(tmp_path)
    assert code == 1
    assert "media/001.jpg: is not the file that was sealed" in said


def test_the_script_checks_a_package_that_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(zipped(package())) as made:
        made.extract("verify.py", tmp_path)
    packed = tmp_path / "case.zip"
    packed.write_bytes(zipped(package()).getvalue())

    assert run(tmp_path, str(packed))[0] == 0
    assert run(tmp_path, str(tmp_path / "nowhere.zip"))[0] == 1
