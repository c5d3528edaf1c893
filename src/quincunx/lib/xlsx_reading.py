"""Reading workbooks: judged as archives, then opened where they can do no harm."""

import json
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from quincunx.lib.csv_reading import MEGABYTE, Record, Source, opened
from quincunx.lib.refusal import Refusal

MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 300 * MEGABYTE
MOST_PARTS = 200
MOST_ROWS = 200_000
MOST_NAME = 200
WORKBOOK = "xl/workbook.xml"
CHILD = Path(__file__).with_name("xlsx_child.py")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def xlsx_records(source: Source, file: str, sheet: str = "") -> Iterator[Record]:
    """Return the rows of a worksheet that are not empty, as text, with their numbers.

    Takes the sheet of that name, else the first that is not hidden. Dates come as
    ISO 8601, whole numbers without a point. Refuses `spreadsheet-too-large` (20 MB,
    300 MB unpacked, 200 parts, or more memory than is given), `spreadsheet-damaged`,
    `spreadsheet-macros`, `spreadsheet-linked`, `sheet-missing`, `too-many-rows`,
    `number-too-long` (a number of 16 digits has lost the last: it must be text).
    """
    with opened(source) as content:
        check_archive(content, file)
    return _read_apart(source, file, sheet)


def check_archive(content: BinaryIO, file: str) -> None:
    """Refuse an archive by what it really holds; its own table may lie about sizes."""
    content.seek(0, 2)
    if content.tell() > MOST_BYTES:
        raise _too_large(file, MOST_BYTES)
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Refusal("spreadsheet-too-many-parts", file=file, most=MOST_PARTS)
            _check_names([part.filename for part in parts], file)
            _check_parts(archive, parts, file)
    except _BROKEN as error:
        raise Refusal("spreadsheet-damaged", file=file) from error


def _check_names(names: list[str], file: str) -> None:
    if WORKBOOK not in names:
        raise Refusal("spreadsheet-damaged", file=file)
    if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
        raise Refusal("spreadsheet-macros", file=file)
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        raise Refusal("spreadsheet-linked", file=file)


def _check_parts(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], file: str
) -> None:
    """Unpack everything once, keeping nothing, and count.

    A size that is lied about ends in a wrong checksum.
    """
    unpacked = 0
    for part in parts:
        with archive.open(part) as content:
            while piece := content.read(MEGABYTE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise _too_large(file, MOST_UNPACKED)
                if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                    raise Refusal("spreadsheet-damaged", file=file)


def _read_apart(source: Source, file: str, sheet: str) -> Iterator[Record]:
    """Let a process with limits open the workbook; it is ended with the reading."""
    command = [sys.executable, "-I", str(CHILD), sheet[:MOST_NAME]]
    with _as_file(source) as content, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(  # noqa: S603 -- our own file; a name is an argument
            command, stdin=content, stdout=subprocess.PIPE, stderr=complaints
        )
        try:
            yield from _records(child.stdout, file)
            if child.wait() < 0:  # ended by its limits
                raise _too_large(file, MOST_UNPACKED)
            if child.returncode > 0:
                raise Refusal("spreadsheet-damaged", file=file)
        finally:
            child.kill()
            child.communicate()


def _records(lines: IO[bytes] | None, file: str) -> Iterator[Record]:
    for count, line in enumerate(lines or (), start=1):
        told: Any = json.loads(line)
        if isinstance(told, dict):
            raise Refusal(told.pop("refuse"), file=file, **told)
        if count > MOST_ROWS + 1:  # and the one with the names
            raise Refusal("too-many-rows", file=file, most=MOST_ROWS)
        row, cells = told
        yield row, cells


def _as_file(source: Source) -> BinaryIO:
    """Return the workbook as a file a process can be given."""
    if not isinstance(source, bytes):
        return source.open("rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by who asked
    file.write(source)
    file.seek(0)
    return file


def _too_large(file: str, most: int) -> Refusal:
    return Refusal("spreadsheet-too-large", file=file, most=most // MEGABYTE)
