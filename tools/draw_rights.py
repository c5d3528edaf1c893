"""Draw the table of rights from the lifecycle: who may do what, standing how, and when.

One line for each act and each role a person can come in, also where nothing is
permitted, so that a change of rights is a changed line somebody reviews. It is written
to `tests/cases/rights.csv`; the tests hold the lifecycle and everybody's behaviour
against the reviewed file, never against what this draws.
"""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.vocabulary import CLOSED, IN_HAND, OPEN
from quincunx.foundation.steps import Row
from quincunx.staff.roles import Role

TABLE = Path(__file__).parent.parent / "tests" / "cases" / "rights.csv"
HEAD = "act,role,standing,states"
NOBODY = "-"
# The largest first, so that a set of states is said in as few words as it can be.
SETS: dict[str, frozenset[StrEnum]] = {
    "OPEN": frozenset(OPEN),
    "IN-HAND": frozenset(IN_HAND),
    "CLOSED": frozenset(CLOSED),
}


def drawn() -> str:
    """Return the whole table."""
    lines = [HEAD, *(line for row in LIFECYCLE for line in _lines(row))]
    return "\n".join(lines) + "\n"


def _lines(row: Row) -> Iterator[str]:
    states = " ".join(_said(row.frm))
    for role in Role:
        relations = sorted({r.relation for r in row.rights if r.role == role})
        yield f"{row.act},{role},{' '.join(relations) or NOBODY},{states}"


def _said(states: frozenset[StrEnum]) -> Iterator[str]:
    rest = set(states)
    for name, members in SETS.items():
        if members <= rest:
            yield name
            rest -= members
    yield from sorted(rest)


def main() -> int:
    if TABLE.exists() and TABLE.read_text() == drawn():
        return 0
    TABLE.write_text(drawn())
    print(f"{TABLE.name} drawn; see with git diff whose rights have changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
