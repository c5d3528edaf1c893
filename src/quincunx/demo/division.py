"""Founding the demo's areas: from the district down to its buildings."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely
from shapely.geometry.base import BaseGeometry

from quincunx.areas import bring_in, codes, tree_changes
from quincunx.areas.models import Area, Kind
from quincunx.areas.options import Options
from quincunx.demo import plan
from quincunx.demo.ground import Cell, Spot
from quincunx.demo.plan import Community
from quincunx.demo.town import Founding

COUNTY = "990106"  # of no county there is


class Division(Founding):
    """Divides the ground."""

    def area(
        self,
        key: str,
        name: str,
        border: BaseGeometry,
        *,
        parent: str = "",
        kind: Kind = Kind.TERRITORY,
    ) -> Area:
        above = self.town.areas.get(parent)
        made = tree_changes.found(
            name,
            level=above.level + 1 if above else 1,
            parent=above,
            border=border,
            kind=kind,
            on=self.on,
            by=self.by,
            at=self.at,
            telephone=self._telephone(kind),
        )
        self.town.areas[key] = made
        return made

    def _telephone(self, kind: Kind) -> str:
        """Return the public number of what somebody leads."""
        led = kind in {Kind.COMPOSITE, Kind.DEDICATED}
        return f"0319-556{len(self.town.areas):04d}" if led else ""

    def divide(self) -> None:
        """Found the tree from the district down to its buildings."""
        ground = self.town.ground
        self.area(*plan.DISTRICT, ground.union(ground.blocks))
        for key, name in plan.SUB_DISTRICTS.items():
            mine = [c for c in plan.COMMUNITIES if c.office == key]
            cells = [cell for community in mine for cell in community.cells]
            self.area(key, name, ground.union(cells), parent="district")
        for community in plan.COMMUNITIES:
            self._divide_community(community)
        for key, name, above, cell, _ in plan.DEDICATED:
            block = ground.blocks[cell]
            self.area(key, name, block, parent=above, kind=Kind.DEDICATED)
        self._build()
        self._cut_public_space()

    def _divide_community(self, community: Community) -> None:
        ground = self.town.ground
        outline, name = ground.union(community.cells), f"{community.name}社区"
        self.area(community.key, name, outline, parent=community.office)
        for number, cells in enumerate(community.grids(), 1):
            key = f"{community.key}-{number}"
            name = f"{community.name}{plan.ORDINALS[number - 1]}"
            border = ground.union(cells)
            self.area(key, name, border, parent=community.key, kind=Kind.COMPOSITE)
            self.town.grids[key] = self._spots(cells)

    def _spots(self, cells: Sequence[Cell]) -> tuple[Spot, ...]:
        """Return places where something may happen: at houses and in streets."""
        ground = self.town.ground
        houses = [h.centroid for cell in cells for h in ground.footprints[cell]]
        at_houses = [(round(p.x, 6), round(p.y, 6)) for p in houses]
        return (
            *at_houses,
            *(ground.spot(cell, self.chance) for cell in cells for _ in range(3)),
        )

    def _build(self) -> None:
        """Bring all buildings in at once, from a map as a surveyor hands it over."""
        ground, compounds = self.town.ground, iter(plan.COMPOUNDS)
        grids = [cells for community in plan.COMMUNITIES for cells in community.grids()]
        houses = [
            (f"{compound}{number}号楼", house)
            for compound, cells in zip(compounds, grids, strict=True)
            for number, house in enumerate(
                (h for cell in cells for h in ground.footprints[cell]), 1
            )
        ]
        self._bring_in(houses, Options(level=5, valid_from=self.on, name_field="name"))

    def _cut_public_space(self) -> None:
        [community] = [c for c in plan.COMMUNITIES if c.key == plan.UNIT_GRIDS]
        blocks = [
            (f"{community.name}单元网格{number:02d}", self.town.ground.blocks[cell])
            for number, cell in enumerate(community.cells, 1)
        ]
        told = Options(
            level=4, valid_from=self.on, name_field="name", kind=Kind.UNIT.value
        )
        self._bring_in(blocks, told)

    def _bring_in(
        self, rows: Sequence[tuple[str, BaseGeometry]], options: Options
    ) -> None:
        features = [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": shapely.geometry.mapping(shape),
            }
            for name, shape in rows
        ]
        with TemporaryDirectory() as folder:
            file = Path(folder) / "map.geojson"
            whole = {"type": "FeatureCollection", "features": features}
            file.write_text(json.dumps(whole, ensure_ascii=False))
            bring_in.apply(bring_in.read(file, options), by=self.by, at=self.at)

    def number(self) -> None:
        """Give the communities their region codes and the grids their serials."""
        for office, key in enumerate(plan.SUB_DISTRICTS, 1):
            mine = [c for c in plan.COMMUNITIES if c.office == key]
            self._code(key, f"{COUNTY}{office:03d}000")
            for number, community in enumerate(mine, 1):
                self._code(community.key, f"{COUNTY}{office:03d}{number:03d}")
        self._code("district", f"{COUNTY}000000")
        grids = [self.town.areas[key] for key in self.town.grids]
        scheme = "base-grid-15"
        codes.number(grids, scheme=scheme, on=self.on, by=self.by, at=self.at)

    def _code(self, key: str, value: str) -> None:
        area, scheme = self.town.areas[key], codes.REGION
        codes.give(area, value, scheme=scheme, on=self.on, by=self.by, at=self.at)
