"""Where the names of the columns stand in another's form, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from quincunx.lib.refusal import Refusal
from quincunx.lib.xlsx_forms import Blank, Merged

SEARCHED = 20  # rows in which the names are looked for
FEWEST = 2  # columns of a table
MOST_FILLED = 3  # rows under the names: an example, the numbers of the columns


@dataclass(frozen=True)
class Column:
    """One column: its place from 1, its name, and what stands over it."""

    at: int
    name: str


@dataclass(frozen=True)
class Heads:
    row: int
    columns: tuple[Column, ...]
    foot: int  # the first row under the table; 0: nothing stands there


def find(blank: Blank) -> Heads:
    """Return the names of a form, in the row with the most different ones.

    Merged cells say the same in all their cells; a name that spans several columns
    goes before each of theirs. Refuses a form without names, or one filled in.
    """
    rows = _spread(blank)
    best = max(
        range(min(len(rows), SEARCHED)), key=lambda r: _names(rows[r]), default=0
    )
    if not rows or _names(rows[best]) < FEWEST:
        raise Refusal("form-without-head")
    columns = tuple(
        Column(at, _full(blank, rows, best, at)) for at in _places(rows[best])
    )
    return Heads(best + 1, columns, _foot(blank, best, len(columns)))


def _names(row: Sequence[str]) -> int:
    return len({cell for cell in row if cell and not _is_number(cell)})


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _places(row: Sequence[str]) -> list[int]:
    return [at for at, cell in enumerate(row, start=1) if cell]


def _spread(blank: Blank) -> list[list[str]]:
    """Return the first rows with what is merged said in each of its cells."""
    rows = [list(row) for row in blank.rows[: SEARCHED + 1]]
    for left, top, right, bottom in blank.merged:
        if top > len(rows) or right - left + 1 > len(rows[top - 1]):
            continue
        if _is_title((left, top, right, bottom), len(rows[top - 1])):
            continue
        said = rows[top - 1][left - 1]
        for row in rows[top - 1 : bottom]:
            row[left - 1 : right] = [said] * (right - left + 1)
    return rows


def _is_title(merged: Merged, width: int) -> bool:
    left, _top, right, _bottom = merged
    return (left == 1 and right >= width) or right - left + 1 > 0.7 * width


def _full(blank: Blank, rows: Sequence[Sequence[str]], best: int, at: int) -> str:
    own = rows[best][at - 1]
    if best == 0:
        return own
    over = rows[best - 1][at - 1]
    spans = any(
        left <= at <= right and right > left and top <= best <= bottom
        for left, top, right, bottom in blank.merged
        if not _is_title((left, top, right, bottom), len(rows[best]))
    )
    return f"{over} {own}" if spans and over and over != own else own


def _foot(blank: Blank, best: int, width: int) -> int:
    """Return the first row of what stands under the table, after its empty rows."""
    filled = [n for n, row in enumerate(blank.rows[best + 1 :], best + 2) if any(row)]
    table = [n for n in filled if sum(map(bool, blank.rows[n - 1])) > width / 2]
    if len(table) > MOST_FILLED:
        raise Refusal("form-filled-in", rows_found=len(table))
    after = max(table, default=best + 1)
    return next((n for n in filled if n > after), 0)
