"""What a caller says of a file that brings areas."""

from dataclasses import dataclass
from datetime import date

from quincunx.areas.models import Kind
from quincunx.areas.schemes import FIVE
from quincunx.lib.refusal import Refusal

_KINDS = {4: Kind.COMPOSITE, 5: Kind.BUILDING}


@dataclass(frozen=True)
class Options:
    """How to read a file, and for what day.

    `level` is that of its rows, or of the topmost rows of a list of codes. Several
    columns make one code when they are named with commas between. `under` is the name
    of an area of the level above, founded over all rows where there is none yet.
    `repair` mends outlines that cross themselves instead of refusing them.
    """

    level: int
    valid_from: date
    code_field: str = ""
    name_field: str = ""
    parent_field: str = ""
    lon_field: str = ""
    lat_field: str = ""
    crs: str = ""
    kind: str = ""
    levels: str = ""
    code_scheme: str = ""
    under: str = ""
    repair: bool = False

    def __post_init__(self) -> None:
        if self.level < 1:
            raise Refusal("level-unknown", level=self.level)
        if self.kind and self.kind not in Kind.values:
            raise Refusal("kind-unknown", kind=self.kind, kinds=list(Kind.values))

    @property
    def code_fields(self) -> tuple[str, ...]:
        return tuple(
            filter(None, (part.strip() for part in self.code_field.split(",")))
        )

    @property
    def scheme(self) -> str:
        return self.levels or FIVE

    def kind_at(self, level: int) -> str:
        """Return the kind told, else the one the house's five levels have there."""
        told = (
            _KINDS.get(level, Kind.TERRITORY) if self.scheme == FIVE else Kind.TERRITORY
        )
        return self.kind or told.value

    def codes_at(self, level: int) -> str:
        """Return the scheme of codes told, else the city's own of that level."""
        return self.code_scheme or f"own-{level}-{self.kind_at(level)}"
