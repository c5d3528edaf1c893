"""The files of a policy pack: read whole, bounded, able to name a line."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath

from quincunx.lib.refusal import Refusal

MOST_FILES = 200
MOST_BYTES = 2_000_000
MOST_UNPACKED = 10_000_000  # all files of a pack that was sent
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")

Keys = tuple[str | int, ...]  # ("matter", 3, "condition", 1, "limit"), counted from 1


@dataclass(frozen=True)
class Source:
    """Names and texts of a pack's files, `pack.toml` first."""

    files: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, files: Mapping[str, str]) -> "Source":
        return cls(tuple(sorted(files.items(), key=_pack_first)))

    @property
    def digest(self) -> str:
        told = sha256()
        for name, text in self.files:
            told.update(f"{len(name)} {name}\n{len(text)} ".encode())
            told.update(text.encode())
        return told.hexdigest()

    def line_of(self, file: str, keys: Keys) -> int | None:
        """Return the line on which `keys` stand, or the nearest table around them."""
        text = dict(self.files).get(file, "")
        return _line_of(text.splitlines(), keys)


def read(place: Path) -> Source:
    """Read a pack from its folder, or from one file.

    Refuses a place that is not there, without a pack in it, too large, or not UTF-8.
    """
    paths = sorted(place.glob("*.toml")) if place.is_dir() else [place]
    if not paths or not all(path.is_file() for path in paths):
        raise Refusal("pack-not-found", place=str(place))
    if len(paths) > MOST_FILES:
        raise Refusal("pack-too-large", place=str(place), most=MOST_FILES)
    return Source.of({path.name: _text(path) for path in paths})


def unpack(content: bytes, name: str) -> Source:
    """Read a pack that was sent: one TOML file, or a ZIP with its files.

    Refuses what `read` refuses; folders inside the ZIP do not matter.
    """
    if not zipfile.is_zipfile(BytesIO(content)):
        return Source.of({PurePosixPath(name).name: _decoded(content, name)})
    try:
        with zipfile.ZipFile(BytesIO(content)) as parcel:
            return Source.of(_unpacked(parcel, name))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError) as error:
        raise Refusal("pack-not-found", place=name) from error


def _unpacked(parcel: zipfile.ZipFile, place: str) -> dict[str, str]:
    listed = [each for each in parcel.infolist() if each.filename.endswith(".toml")]
    if not listed:
        raise Refusal("pack-not-found", place=place)
    if len(listed) > MOST_FILES:
        raise Refusal("pack-too-large", place=place, most=MOST_FILES)
    found: dict[str, str] = {}
    left = MOST_UNPACKED
    for each in listed:
        with parcel.open(each) as file:  # what it says of its size is not believed
            content = file.read(min(MOST_BYTES, left) + 1)
        left -= len(content)
        if left < 0:
            raise Refusal("pack-file-too-large", file=each.filename, most=MOST_UNPACKED)
        name = PurePosixPath(each.filename).name
        found[name] = _decoded(content, name)
    return found


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise Refusal("pack-file-too-large", file=path.name, most=MOST_BYTES)
    return _decoded(path.read_bytes(), path.name)


def _decoded(content: bytes, name: str) -> str:
    if len(content) > MOST_BYTES:
        raise Refusal("pack-file-too-large", file=name, most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("pack-not-utf8", file=name, byte=error.start) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as from a folder


def _pack_first(file: tuple[str, str]) -> tuple[bool, str]:
    return file[0] != "pack.toml", file[0]


def _line_of(lines: Iterable[str], keys: Keys) -> int | None:
    """Follow the headers of a TOML text, counting tables of an array as it does."""
    wanted, last = _split(keys)
    counts: dict[str, int] = {}
    found: int | None = None
    inside = not wanted
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header:
            inside = _here(header, counts) == wanted
            found = number if inside else found
        elif inside and last and re.match(rf"\s*[\"']?{re.escape(last)}\b", line):
            return number
    return found


def _here(header: re.Match[str], counts: dict[str, int]) -> str:
    """Count this header and write its place: `matter[3].condition[1]`."""
    name = header.group(2)
    if header.group(1) == "[[":
        counts[name] = counts.get(name, 0) + 1
        for inner in [other for other in counts if other.startswith(f"{name}.")]:
            del counts[inner]
    parts = name.split(".")
    names = (".".join(parts[: n + 1]) for n in range(len(parts)))
    return ".".join(
        f"{part}[{counts[whole]}]" if whole in counts else part
        for part, whole in zip(parts, names, strict=True)
    )


def _split(keys: Keys) -> tuple[str, str]:
    """Split keys into the table that has a header, and the key in it."""
    tables = [i for i, key in enumerate(keys) if isinstance(key, int)]
    until = tables[-1] + 1 if tables else 1
    rest = [key for key in keys[until:] if isinstance(key, str)]
    return written(keys[:until]), rest[0] if rest else ""


def written(keys: Keys) -> str:
    """Write keys as a person points at them: `matter[3].condition[1].limit`."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.lstrip(".")
