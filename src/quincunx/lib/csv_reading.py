"""Reading CSV as a stream: which encoding, which separator, one record at a time."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from quincunx.lib.refusal import Refusal

Source = Path | bytes
Record = tuple[int, list[str]]  # the row as a spreadsheet counts it, and its cells

MEGABYTE = 1024 * 1024
MOST_BYTES = 500 * MEGABYTE
MOST_LINE = 1_000_000  # characters
SEPARATORS = ",;\t|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SURELY_UTF_8 = 8  # so many bytes that only continue a character are no accident


def opened(source: Source) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def csv_records(source: Source, file: str) -> Iterator[Record]:
    """Return the records of a CSV file that are not empty, with their rows.

    The separator is the one the first line has most of. The whole file is decoded
    once beforehand, so that no wrong encoding is found half way. Refuses
    `encoding-not-understood`, `file-not-text`, `file-too-large`, `line-too-long`,
    `row-not-understood`.
    """
    encoding = encoding_of(source, file)
    with opened(source) as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        lines = _lines(text, file)
        head = next(lines, "")
        separator = max(SEPARATORS, key=head.count)
        reader = csv.reader(chain([head], lines), delimiter=separator, strict=True)
        yield from _records(reader, file)


def _records(reader: Iterator[list[str]], file: str) -> Iterator[Record]:
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if any(cells):
                yield row, cells
    except csv.Error as error:
        raise Refusal(
            "row-not-understood", file=file, row=row + 1, reason=str(error)
        ) from error


def _lines(text: io.TextIOWrapper, file: str) -> Iterator[str]:
    """Yield line by line, out of large parts: four times as fast as asking for each."""
    number, rest = 1, ""
    while part := text.read(MOST_LINE):
        rest += part
        cut = max(rest.rfind("\n"), rest.rfind("\r", 0, -1)) + 1
        if not cut and len(rest) >= MOST_LINE:
            raise Refusal("line-too-long", file=file, line=number)
        yield from io.StringIO(rest[:cut], newline="")
        number += rest.count("\n", 0, cut)
        rest = rest[cut:]
    yield from io.StringIO(rest, newline="")


def encoding_of(source: Source, file: str) -> str:
    """Return utf-8-sig or gb18030, whichever the whole file is written in.

    GB 18030 reads nearly anything, so a file that begins in UTF-8 and then has a
    fault is refused and not read as nonsense.
    """
    with opened(source) as raw:
        _must_be_text(raw, file)
    fault, continued = _first_fault(source, "utf-8-sig")
    if fault is None:
        return "utf-8-sig"
    if continued < SURELY_UTF_8 and _first_fault(source, "gb18030")[0] is None:
        return "gb18030"
    raise Refusal("encoding-not-understood", file=file, line=fault)


def _must_be_text(raw: BinaryIO, file: str) -> None:
    size = raw.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise Refusal("file-too-large", file=file, most=MOST_BYTES // MEGABYTE)
    raw.seek(0)
    begin = raw.read(MEGABYTE)
    if begin.startswith(UTF_16):
        raise Refusal("encoding-not-understood", file=file, line=1)
    if b"\0" in begin:
        raise Refusal("file-not-text", file=file)


def _first_fault(source: Source, encoding: str) -> tuple[int | None, int]:
    """Return the first line not in `encoding`, None if all is.

    Beside it, how many bytes more than characters were read before.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line, continued = 1, 0
    with opened(source) as raw:
        while part := raw.read(MEGABYTE):
            try:
                continued += len(part) - len(decoder.decode(part))
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                more = len(good) - len(good.decode(encoding))
                return line + good.count(b"\n"), continued + more
            line += part.count(b"\n")
    cut_off = bool(decoder.getstate()[0])  # within a character
    return (line if cut_off else None), continued
