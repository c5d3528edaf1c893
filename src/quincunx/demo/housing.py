"""Founding the demo's rooms: every building by unit, floor and room."""

from quincunx.demo.town import Founding
from quincunx.registers import access, keep
from quincunx.registers.numbering import Pattern

# Units, floors and rooms on a floor, in turn; the last have shops on the ground floor.
SHAPES = ((3, 6, 2), (4, 6, 2), (2, 11, 2), (1, 18, 4), (2, 6, 3))


class Housing(Founding):
    """Lays out buildings as such towns have them."""

    def lay_out(self) -> None:
        for turn, building in enumerate(
            access.visible_buildings(self.by).order_by("pk")
        ):
            units, floors, rooms = SHAPES[turn % len(SHAPES)]
            homes = Pattern(units, floors, rooms)
            if turn % len(SHAPES) == len(SHAPES) - 1:
                shops = Pattern(0, 1, 4, number="S{room:2}", use="shop")
                keep.lay_out(building, shops, on=self.on, by=self.by, at=self.at)
                homes = Pattern(units, floors - 1, rooms, lowest=2)
            keep.lay_out(building, homes, on=self.on, by=self.by, at=self.at)
