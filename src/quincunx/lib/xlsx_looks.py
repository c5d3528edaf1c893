"""What a workbook is before it is read: its sheets, formulas, merged cells, marks."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quincunx.lib.refusal import Refusal
from quincunx.lib.xlsx_reading import MOST_UNPACKED, check_archive

CHILD = Path(__file__).with_name("xlsx_looks_child.py")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Looks:
    """`sheet` is the one to read; `formulas` and `merged` name cells of it.

    `hidden` are sheets nobody sees, which are not read; `marks` is the first row of
    the sheet that says what a template was made for.
    """

    sheet: str
    hidden: tuple[str, ...]
    formulas: tuple[str, ...]
    merged: tuple[str, ...]
    marks: list[str]


def look(path: Path, file: str, wanted: Sequence[str] = (), marked: str = "") -> Looks:
    """Look a workbook over in a process with limits.

    The first sheet of those `wanted` is meant, else the first that can be seen.
    Refuses what `xlsx_records` refuses of a workbook as a whole.
    """
    with path.open("rb") as content:
        check_archive(content, file)
    asked = json.dumps({"wanted": list(wanted), "marked": marked})
    command = [sys.executable, "-I", str(CHILD), asked]
    with path.open("rb") as content, tempfile.TemporaryFile() as complaints:
        child = subprocess.run(  # noqa: S603 -- our own file; what is asked is an argument
            command,
            stdin=content,
            stdout=subprocess.PIPE,
            stderr=complaints,
            check=False,
        )
    if child.returncode < 0:  # ended by its limits
        most = MOST_UNPACKED // _MEGABYTE
        raise Refusal("spreadsheet-too-large", file=file, most=most)
    if child.returncode:
        raise Refusal("spreadsheet-damaged", file=file)
    told: dict[str, Any] = json.loads(child.stdout)
    if "refuse" in told:
        raise Refusal(told.pop("refuse"), file=file, **told)
    return Looks(
        told["sheet"],
        tuple(told["hidden"]),
        tuple(told["formulas"]),
        tuple(told["merged"]),
        told["marks"],
    )
