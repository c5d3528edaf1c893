"""Checks a sealed package: every file, the chain of its journal, and that they agree.

A module of the program and, word for word, the `verify.py` inside every package: it
needs no database and nothing but Python 3.10. Run it beside an unpacked package, or
name a packed one:

    python3 verify.py [PACKAGE.zip]

It prints what is wrong, or that all is sound, and exits with 1 or 0. A package that
was forged as a whole is sound in itself: compare the head of the journal that is
printed here with the one its keeper publishes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

FORMAT = 1
START = "0" * 64  # what the first entry of a journal follows
MANIFEST, CASE, JOURNAL = "manifest.json", "case.json", "journal.json"
SCRIPT, PAPER = "verify.py", "case.pdf"
MOST_FILES = 2000
MOST_BYTES = 2**30  # of all files unpacked, counted while reading
MOST_JSON = 2**26


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold, and where: a file, or a place in one."""

    code: str
    where: str

    def in_words(self, language: str = "en") -> str:
        """Return what is wrong, in Chinese where asked for, else in English."""
        english, chinese = SENTENCES[self.code]
        return f"{self.where}: {chinese if language.startswith('zh') else english}"


class Unreadable(Exception):
    """What was read is no package, or a part of one that cannot be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Box(Protocol):
    """Where the files of a package lie."""

    def names(self) -> list[str]: ...
    def open(self, name: str) -> IO[bytes]: ...


class Packed:
    """The files of a ZIP; nothing is unpacked to a disk."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped

    def names(self) -> list[str]:
        return self._zipped.namelist()

    def open(self, name: str) -> IO[bytes]:
        return self._zipped.open(name)


class Unpacked:
    """The files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        found = (path for path in self._folder.rglob("*") if path.is_file())
        return [path.relative_to(self._folder).as_posix() for path in found]

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")


@dataclass(frozen=True)
class Seen:
    """What a package says of itself, and what does not hold in it."""

    faults: tuple[Fault, ...]
    digest: str = ""  # of the manifest
    manifest: Mapping[str, Any] | None = None

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(place: str | Path | IO[bytes]) -> tuple[Fault, ...]:
    """Return everything that is wrong with a package; nothing if it is sound.

    `place` is a ZIP, an open file of one, or the folder it was unpacked to.
    """
    return look_at(place).faults


def look_at(place: str | Path | IO[bytes]) -> Seen:
    """Check a package and return what it says of itself as well."""
    try:
        if isinstance(place, (str, Path)) and Path(place).is_dir():
            return _look_into(Unpacked(Path(place)))
        with zipfile.ZipFile(place) as zipped:
            return _look_into(Packed(zipped))
    except Unreadable as unreadable:
        return Seen((unreadable.fault,))
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, EOFError):
        return Seen((Fault("not-a-package", _name_of(place)),))


def canonical(value: Any) -> bytes:
    """Return the one way in which `value` is written, byte for byte."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry_hash(prev: str, contents: Any) -> str:
    """Return the hash of a journal entry after the one whose hash is `prev`."""
    return sha(bytes.fromhex(prev) + canonical(contents))


def commitment(salt: str, text: str) -> str:
    """Return what stands in the journal for a text said with an act."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


# --- the files ----------------------------------------------------------------


def _look_into(box: Box) -> Seen:
    raw, manifest = _manifest(box)
    faults = [*_about_manifest(raw, manifest), *_about_files(box, manifest)]
    if not faults:
        faults = _about_contents(box, manifest)
    return Seen(tuple(faults), sha(raw), manifest)


def _manifest(box: Box) -> tuple[bytes, dict[str, Any]]:
    if MANIFEST not in box.names():
        raise Unreadable(Fault("not-a-package", MANIFEST))
    raw = _read(box, MANIFEST)
    manifest = _parse(raw, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Unreadable(Fault("format-unknown", MANIFEST))
    if not _is_list_of_files(manifest.get("files")):
        raise Unreadable(Fault("unreadable", MANIFEST))
    return raw, manifest


def _is_list_of_files(files: Any) -> bool:
    return isinstance(files, list) and all(
        isinstance(each, dict) and {"path", "sha256", "size"} <= set(each)
        for each in files
    )


def _about_manifest(raw: bytes, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    if raw != canonical(manifest):
        yield Fault("not-as-written", MANIFEST)
    listed = [each["path"] for each in manifest["files"]]
    if len(set(listed)) != len(listed):
        yield Fault("listed-twice", MANIFEST)


def _about_files(box: Box, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Hold every file against the manifest, both ways."""
    names = [name for name in box.names() if not name.endswith("/")]
    if len(names) > MOST_FILES:
        raise Unreadable(Fault("too-large", MANIFEST))
    listed = {each["path"]: each for each in manifest["files"]}
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield Fault("file-twice", name)
        elif name != MANIFEST and name not in listed:
            yield Fault("file-unlisted", name)
    left = MOST_BYTES
    for name, told in sorted(listed.items()):
        if name not in names:
            yield Fault("file-missing", name)
            continue
        size, digest = _measure(box, name, left)
        left -= size
        if (size, digest) != (told["size"], told["sha256"]):
            yield Fault("file-altered", name)


def _measure(box: Box, name: str, most: int) -> tuple[int, str]:
    """Return size and hash of a file without holding it in memory."""
    size, digest = 0, hashlib.sha256()
    try:
        with box.open(name) as file:
            while chunk := file.read(2**20):
                size += len(chunk)
                digest.update(chunk)
                if size > most:
                    raise Unreadable(Fault("too-large", name))
    except zipfile.BadZipFile:  # its check sum tells already
        return size, ""
    return size, digest.hexdigest()


def _read(box: Box, name: str) -> bytes:
    with box.open(name) as file:
        raw = file.read(MOST_JSON + 1)
    if len(raw) > MOST_JSON:
        raise Unreadable(Fault("too-large", name))
    return raw


def _parse(raw: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unreadable(Fault("unreadable", name))
    return value


# --- what they say --------------------------------------------------------------


def _about_contents(box: Box, manifest: Mapping[str, Any]) -> list[Fault]:
    try:
        journal = _parse(_read(box, JOURNAL), JOURNAL)
        case = _parse(_read(box, CASE), CASE)
        return [
            *_about_chain(journal, manifest),
            *_about_case(case, journal, manifest),
        ]
    except Unreadable as unreadable:
        return [unreadable.fault]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return [Fault("unreadable", f"{JOURNAL}, {CASE}")]


def _about_chain(
    journal: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[Fault]:
    """Compute the chain anew, from the first entry to the head in the manifest."""
    prev = START
    for seq, entry in enumerate(journal["entries"], start=1):
        contents = entry["contents"]
        if contents["seq"] != seq or contents["subject"] != journal["subject"]:
            yield Fault("entry-out-of-place", _entry(seq))
        if entry["prev"] != prev:
            yield Fault("entry-out-of-place", _entry(seq))
        elif entry["hash"] != entry_hash(prev, contents):
            yield Fault("entry-altered", _entry(seq))
        prev = entry["hash"]
    told = manifest["journal"]
    if [told["entries"], told["head"]] != [len(journal["entries"]), prev]:
        yield Fault("journal-cut", JOURNAL)


def _about_case(
    case: Mapping[str, Any], journal: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Iterator[Fault]:
    if case["number"] != manifest["number"]:
        yield Fault("case-differs", f"{CASE}: number")
    entries, timeline = journal["entries"], case["timeline"]
    if [e["hash"] for e in entries] != [t["hash"] for t in timeline]:
        yield Fault("case-differs", f"{CASE}: timeline")
        return
    for entry, told in zip(entries, timeline, strict=True):
        yield from _about_act(entry["contents"], told)
    last = entries[-1]["contents"]
    if [last["act"], last["at"]] != ["file", manifest["filed_at"]]:
        yield Fault("case-differs", f"{CASE}: filed_at")
    yield from _about_media(case, entries, manifest)


def _about_act(contents: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Fault]:
    """Hold one act as it is told against the entry that commits to it."""
    where = f"{CASE}: timeline {contents['seq']}"
    if any(told[name] != contents[name] for name in ("seq", "act", "at", "facts")):
        yield Fault("case-differs", where)
    said, commitments = told["said"], contents["commitments"]
    if sorted([*said, *told["withheld"]]) != sorted(commitments):
        yield Fault("case-differs", where)
        return
    for label, each in said.items():
        if commitment(each["salt"], each["text"]) != commitments[label]:
            yield Fault("text-altered", f"{where}, {label}")


def _about_media(
    case: Mapping[str, Any], entries: list[Any], manifest: Mapping[str, Any]
) -> Iterator[Fault]:
    """Hold photos and documents against the manifest and the acts that showed them."""
    listed = {each["path"]: each["sha256"] for each in manifest["files"]}
    shown = {each["path"]: each["sha256"] for each in case["media"]}
    if shown != {p: s for p, s in listed.items() if p.startswith("media/")}:
        yield Fault("case-differs", f"{CASE}: media")
    for each in case["media"]:
        facts = entries[each["seq"] - 1]["contents"]["facts"]
        shown_then = [each["file"], each["kind"], each["sha256"]]
        if shown_then not in facts.get("files", []):
            yield Fault("case-differs", each["path"])


def _entry(seq: int) -> str:
    return f"{JOURNAL}: {seq}"


def _name_of(place: str | Path | IO[bytes]) -> str:
    return str(getattr(place, "name", None) or place)


# --- in words -------------------------------------------------------------------

SENTENCES = {
    "not-a-package": (
        "no sealed package can be read here; ask for the ZIP file again",
        "此处没有可读取的封存卷宗，请重新索取 ZIP 文件",
    ),
    "format-unknown": (
        "written in a format this script does not know; use the one inside the package",
        "格式未知，请使用卷宗内自带的脚本",
    ),
    "unreadable": (
        "cannot be read as it should be written",
        "内容不符合应有的写法，无法读取",
    ),
    "too-large": ("larger than any package may be", "超出卷宗允许的大小"),
    "not-as-written": ("was written anew by somebody else", "已被他人改写"),
    "listed-twice": ("lists a file twice", "同一文件列出两次"),
    "file-twice": ("lies twice in the package", "卷宗内有两份同名文件"),
    "file-unlisted": ("is not listed in the manifest", "不在清单内"),
    "file-missing": ("is listed in the manifest and missing", "清单列出，但文件缺失"),
    "file-altered": ("is not the file that was sealed", "与封存时的文件不同"),
    "entry-altered": ("this entry was changed", "此条日志已被改动"),
    "entry-out-of-place": (
        "this entry does not follow the one before it",
        "此条日志与前一条不相连",
    ),
    "journal-cut": (
        "does not end at the head named in the manifest",
        "末尾与清单所列的链头不符",
    ),
    "case-differs": ("says something else than the journal", "与日志所载不一致"),
    "text-altered": ("is not the text that was said then", "与当时所说的文字不同"),
}
_ALL_SOUND = (
    "{number}: sound. {files} files, {entries} journal entries, filed {filed}.",
    "{number}：完好。文件 {files} 个，日志 {entries} 条，归档时间 {filed}。",
)
_COMPARE = (
    "Compare with what its keeper publishes: head {head}, manifest {digest}.",
    "请与保管单位公布的值核对：日志链头 {head}，清单 {digest}。",
)
_BROKEN = ("Not sound:", "卷宗有误：")


def in_words(seen: Seen, language: str = "en") -> list[str]:
    """Return what was found, line by line, as the script prints it."""
    chosen = 1 if language.startswith("zh") else 0
    if seen.faults or seen.manifest is None:
        return [_BROKEN[chosen], *(fault.in_words(language) for fault in seen.faults)]
    manifest = seen.manifest
    told = {
        "number": manifest["number"],
        "files": len(manifest["files"]),
        "entries": manifest["journal"]["entries"],
        "filed": manifest["filed_at"],
        "head": manifest["journal"]["head"],
        "digest": seen.digest,
    }
    return [_ALL_SOUND[chosen].format(**told), _COMPARE[chosen].format(**told)]


def main(arguments: list[str]) -> int:
    """Check the package that is named, or the one this script lies in."""
    place = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    seen = look_at(place)
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    sys.stdout.write("\n".join(in_words(seen, language)) + "\n")
    return 0 if seen.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
