"""Looks a workbook over in a process of its own, which may die of what it is given.

Run by `xlsx_looks` with the workbook as standard input; it imports nothing of the
house and writes one line of JSON.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60
MOST_NAMED = 5
PIECE = 1024 * 1024
LONGEST_CELL = 4096  # how far a cell's mark may stand before its formula
FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f[ />]')
MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]{1,24})"')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def main(asked: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        told = _look(sys.stdin.buffer.read(), asked["wanted"], asked["marked"])
    except (CalamineError, KeyError, zipfile.BadZipFile, ET.ParseError):
        told = {"refuse": "spreadsheet-damaged"}
    except MemoryError:
        told = {"refuse": "spreadsheet-too-large", "most": MOST_MEMORY // PIECE}
    sys.stdout.write(json.dumps(told))


def _look(content: bytes, wanted: list[str], marked: str) -> dict[str, Any]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    seen = [s for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    visible = [sheet.name for sheet in seen]
    hidden = [name for name in book.sheet_names if name not in visible]
    meant = [name for name in wanted if name in visible] or (
        [] if wanted else visible[:1]
    )
    if not meant:
        return {"refuse": "sheet-missing"}
    marks = _marks(book, marked) if marked in hidden else []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = _part(archive, meant[0])
        formulas, merged = _found(archive, part) if part else ([], [])
    return {
        "sheet": meant[0],
        "hidden": [name for name in hidden if name != marked],
        "formulas": formulas,
        "merged": merged,
        "marks": marks,
    }


def _marks(book: CalamineWorkbook, name: str) -> list[str]:
    rows = book.get_sheet_by_name(name).to_python(nrows=1)
    return [str(cell) for cell in rows[0]] if rows else []


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """Return the part of the archive in which a sheet stands; the parent saw no DTD."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 -- as said
    relation = next(
        (s.get(RELATION) for s in book.iter() if s.get("name") == name), None
    )
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 -- as said
    target = next((x.get("Target", "") for x in links if x.get("Id") == relation), "")
    target = target.removeprefix("/xl/")
    return f"xl/{target}" if f"xl/{target}" in archive.namelist() else ""


def _found(archive: zipfile.ZipFile, part: str) -> tuple[list[str], list[str]]:
    formulas: list[str] = []
    merged: list[str] = []
    for piece in _pieces(archive, part):
        for found, pattern in ((formulas, FORMULA), (merged, MERGED)):
            cells = {match.decode(): None for match in pattern.findall(piece)}
            found += [cell for cell in cells if cell not in found]
    return formulas[:MOST_NAMED], merged[:MOST_NAMED]


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that overlap, so that nothing is cut in two."""
    rest = b""
    with archive.open(part) as content:
        while piece := content.read(PIECE):
            yield rest + piece
            rest = piece[-LONGEST_CELL:]


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
