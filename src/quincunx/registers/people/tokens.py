"""By what a name is found: secret eight bytes for each pair of its characters.

What the frequencies of these bytes tell is written in docs/adr/0015.
"""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation import vault
from quincunx.registers.people import naming
from quincunx.registers.people.models import NameToken, Resident, Stay
from quincunx.registers.people.vocabulary import StayKind

LABEL = "people.gram"
_AT_ONCE = 2_000


def token(gram: str) -> int:
    """Return a pair of characters as a secret number; no query."""
    return int.from_bytes(vault.blind(LABEL, gram), "big", signed=True)


def rows(resident: Resident, name: str, building: Area) -> list[NameToken]:
    return [
        NameToken(
            resident=resident, token=token(gram), building=building, path=building.path
        )
        for gram in naming.grams(name)
    ]


def place(resident: Resident, name: str, building: Area) -> None:
    """Write the tokens of a name anew. Two queries."""
    NameToken.objects.filter(resident=resident).delete()
    NameToken.objects.bulk_create(rows(resident, name, building))


def take_along(residents: Iterable[Resident], building: Area) -> None:
    """Let the tokens follow people into a building. One query."""
    held = NameToken.objects.filter(resident__in=list(residents))
    held.update(building=building, path=building.path)


def named(typed: str, paths: Iterable[str]) -> QuerySet[NameToken]:
    """Return one token of each resident under `paths` whose name has what was typed.

    The whole name is asked for where it fits, else each pair of it: pairs of two
    places in a name may be found too, which a look at the masked name shows.
    """
    first, *others = (token(gram) for gram in naming.asked(typed))
    found = NameToken.objects.filter(subtrees("path", list(paths)), token=first)
    for other in others:
        also = NameToken.objects.filter(resident=OuterRef("resident"), token=other)
        found = found.filter(Exists(also))
    return found


def follow_tree() -> int:
    """Write the paths of tokens anew where the tree has changed; return how many."""
    moved = NameToken.objects.exclude(path=F("building__path")).order_by()
    buildings = moved.values_list("building", "building__path").distinct()
    return sum(
        NameToken.objects.filter(building=key).update(path=path)
        for key, path in list(buildings[:_AT_ONCE])
    )


def home_of(resident: Resident) -> Stay | None:
    """Return where somebody lives, else where they are registered. One query."""
    stays = resident.stays.filter(until=None).select_related("building", "room")
    here = sorted(stays, key=lambda stay: stay.kind != StayKind.ACTUAL)
    return here[0] if here else None
