"""What the completion standard asks for, held against what is there."""

from collections import Counter
from collections.abc import Iterable

from quincunx.matters.processes import Evidence, EvidenceKind


def missing(
    wanted: Iterable[Evidence], shown: Iterable[str], *, said: str = ""
) -> tuple[str, ...]:
    """Return the kinds of evidence of which there is too little.

    `shown` are the kinds of the files on the case; a text or a reading is taken from
    what is said with the act.
    """
    there = Counter(shown)
    if said.strip():
        there[EvidenceKind.TEXT] += 1
    if any(character.isdigit() for character in said):
        there[EvidenceKind.READING] += 1
    return tuple(e.kind for e in wanted if there[e.kind] < e.least)
