"""Zipped map files, unpacked only when they hold what a map has and nothing else."""

import stat
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from quincunx.lib.refusal import Refusal

MOST_MEMBERS = 200
PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
NESTED = frozenset({".zip", ".7z", ".rar", ".gz", ".tar"})
MEGABYTE = 1024 * 1024
MOST_BYTES = 300 * MEGABYTE


def unpack_shapefile(archive: Path, folder: Path) -> Path:
    """Write the one Shapefile in `archive` into `folder`, under a name of our own."""
    try:
        with ZipFile(archive) as packed:
            members = _members(packed, archive.name)
            stem = _only_stem(members, archive.name)
            return _write(packed, members, stem, folder)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError) as broken:
        raise Refusal("file-unreadable", file=archive.name) from broken


def _members(packed: ZipFile, name: str) -> list[ZipInfo]:
    members = [m for m in packed.infolist() if not m.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise Refusal("archive-too-full", file=name, most=MOST_MEMBERS)
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        link = stat.S_ISLNK(member.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or link:
            raise Refusal("archive-leads-outside", file=name, member=member.filename)
        if path.suffix.lower() in NESTED:
            raise Refusal("archive-in-archive", file=name, member=member.filename)
    return [m for m in members if "__MACOSX" not in m.filename]


def _only_stem(members: list[ZipInfo], name: str) -> str:
    names = {m.filename for m in members}
    found = [n for n in sorted(names) if n.lower().endswith(".shp")]
    if len(found) != 1:
        raise Refusal("archive-needs-one-shapefile", file=name, found=len(found))
    stem = found[0][:-4]
    there = {n[len(stem) :].lower() for n in names if n.startswith(stem + ".")}
    missing = sorted({".shx", ".dbf"} - there)
    if missing:
        raise Refusal("archive-part-missing", file=name, missing=missing)
    return stem


def _write(packed: ZipFile, members: list[ZipInfo], stem: str, folder: Path) -> Path:
    left = MOST_BYTES
    for member in members:
        suffix = member.filename[len(stem) :].lower()
        if member.filename.startswith(stem) and suffix in PARTS:
            left = _copy(packed, member, folder / f"layer{suffix}", left)
    return folder / "layer.shp"


def _copy(packed: ZipFile, member: ZipInfo, target: Path, left: int) -> int:
    """Write one member, counting what really comes out, and return what is left."""
    with packed.open(member) as source, target.open("wb") as out:
        while chunk := source.read(MEGABYTE):
            left -= len(chunk)
            if left < 0:
                raise Refusal("file-too-large", most=MOST_BYTES // MEGABYTE)
            out.write(chunk)
    return left
