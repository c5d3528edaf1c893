"""Another's blank form: what its rows say, and the same workbook filled in.

It is opened where it can do no harm, as any workbook is.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from quincunx.lib.refusal import Refusal
from quincunx.lib.xlsx_reading import MOST_UNPACKED, check_archive

CHILD = Path(__file__).with_name("xlsx_forms_child.py")
MEGABYTE = 1024 * 1024
MOST_BYTES = 2 * MEGABYTE  # of a blank form
MOST_ROWS = 20_000  # filled in

Merged = tuple[int, int, int, int]  # column, row, last column, last row; from 1


@dataclass(frozen=True)
class Blank:
    """The first sheet that can be seen: its rows as text, and what is merged."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Filling:
    """What goes into a form.

    `head` is the row of the names, `width` how many columns it has, `foot` the first
    row of what stands under the table (0: nothing). A row has a value for some columns,
    counted from 1. `mark` stands on each page, `marks` at the end of each row; `told`
    is the name and the rows of the sheet that says how it was answered.
    """

    sheet: str
    head: int
    width: int
    foot: int
    rows: Sequence[Sequence[tuple[int, object]]]
    mark: str
    mark_head: str
    marks: Sequence[str]
    told: tuple[str, Sequence[tuple[str, str]]]


def read(content: bytes, file: str) -> Blank:
    """Read a blank form. Refuses what is no workbook, is too large, or computes."""
    if len(content) > MOST_BYTES:
        raise Refusal("form-too-large", most=MOST_BYTES // MEGABYTE)
    check_archive(BytesIO(content), file)
    told, _rest = _asked({}, content, file)
    return Blank(
        told["sheet"],
        tuple(tuple(row) for row in told["rows"]),
        tuple((a, b, c, d) for a, b, c, d in told["merged"]),
        tuple(told["hidden"]),
    )


def fill(content: bytes, filling: Filling, file: str) -> bytes:
    """Return the workbook filled in, in its own style."""
    if len(filling.rows) > MOST_ROWS:
        raise Refusal("too-many-rows", file=file, most=MOST_ROWS)
    asked = {
        "fill": True,
        "sheet": filling.sheet,
        "head": filling.head,
        "width": filling.width,
        "foot": filling.foot,
        "cells": [[(n, _cell(value)) for n, value in row] for row in filling.rows],
        "mark": filling.mark,
        "mark_head": filling.mark_head,
        "marks": list(filling.marks),
        "told": {"name": filling.told[0], "rows": [*filling.told[1]]},
    }
    return _asked(asked, content, file)[1]


def _cell(value: object) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _asked(
    asked: dict[str, Any], content: bytes, file: str
) -> tuple[dict[str, Any], bytes]:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as complaints:
        given.write(json.dumps(asked).encode() + b"\n" + content)
        given.seek(0)
        child = subprocess.run(  # noqa: S603 -- our own file, without arguments
            [sys.executable, "-I", str(CHILD)],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=complaints,
            check=False,
        )
    if child.returncode < 0:  # ended by its limits
        raise Refusal(
            "spreadsheet-too-large", file=file, most=MOST_UNPACKED // MEGABYTE
        )
    head, _newline, rest = child.stdout.partition(b"\n")
    if child.returncode or not head:
        raise Refusal("spreadsheet-damaged", file=file)
    told: dict[str, Any] = json.loads(head)
    if "refuse" in told:
        raise Refusal(told.pop("refuse"), file=file, **told)
    return told, rest
