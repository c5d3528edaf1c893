"""What the address tree answers: buildings, rooms, and grids with what is counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Q

from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Kind
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor
from quincunx.foundation.actors import Kind as ActorKind
from quincunx.registers import access, fields
from quincunx.registers.fields import Field, Gather, Rows, Value, Wanted
from quincunx.registers.models import Room, Use
from quincunx.registers.queries import GRIDS, areas_above

AT_ONCE = 1_000


@dataclass(frozen=True)
class Placed:
    """A thing with the areas that hold it, the outermost first."""

    it: Any
    above: tuple[Area, ...]
    room: Room | None = None

    def named(self, *kinds: str) -> str:
        """Return the name of the innermost area of one of these kinds."""
        found = (area.name for area in reversed(self.above) if area.kind in kinds)
        return next(found, "")

    @property
    def address(self) -> str:
        """Return from the territory of a community down: 青榆社区1号楼1-301."""
        places = [a.name for a in self.above if a.kind not in GRIDS]
        return "".join(places[-2:]) + (str(self.room) if self.room else "")


Place = Callable[[Any], Area]


def placed(
    lines: Iterable[Any], place: Place, room: Callable[[Any], Room | None] | None = None
) -> Iterator[Placed]:
    """Yield each with the areas above it. One query for a thousand."""
    rest = iter(lines)
    while some := list(islice(rest, AT_ONCE)):
        above = areas_above(place(line) for line in some)
        for line in some:
            keys = ids(place(line).path)
            held = tuple(above[key] for key in keys if key in above)
            yield Placed(line, held, room(line) if room else None)


def _it(name: str) -> Callable[[Placed], Value]:
    def tell(line: Placed) -> Value:
        told: Value = getattr(line.it, name)
        return told if told not in ("", None) else None

    return tell


def _grid(line: Placed) -> Value:
    return line.named(*GRIDS) or None


def _community(line: Placed) -> Value:
    return line.named(Kind.TERRITORY) or None


def whereabouts(code: str) -> tuple[Field, ...]:
    """Return the fields that everything with a place has."""
    return (
        Field(
            f"{code}.address",
            {"zh-hans": "地址", "en": "Address"},
            lambda line: line.address or None,
            also=("住址", "详细地址", "所在地址", "经营地址", "现住址", "居住地址"),
        ),
        Field(
            f"{code}.building",
            {"zh-hans": "楼栋", "en": "Building"},
            lambda line: line.named(Kind.BUILDING) or None,
            also=("楼号", "小区楼栋", "幢号"),
        ),
        Field(
            f"{code}.grid",
            {"zh-hans": "所属网格", "en": "Grid"},
            _grid,
            also=("网格", "网格名称"),
        ),
        Field(
            f"{code}.community",
            {"zh-hans": "所属社区", "en": "Community"},
            _community,
            also=("社区", "居委会", "村居"),
        ),
    )


USES: Mapping[str, Mapping[str, str]] = {
    Use.DWELLING: {"zh-hans": "住宅", "en": "dwelling"},
    Use.SHOP: {"zh-hans": "商铺", "en": "shop"},
    Use.OFFICE: {"zh-hans": "办公", "en": "office"},
    Use.OTHER: {"zh-hans": "其他", "en": "other"},
}


def _rooms(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    rows = access.visible_rooms(actor).filter(
        in_force(wanted.on), subtree("building__path", wanted.path)
    )
    if "use" in wanted.chosen:
        rows = rows.filter(use=wanted.chosen["use"])
    ordered = rows.select_related("building").order_by(
        "building__path", "unit", "floor", "number"
    )
    listed = ordered.iterator(AT_ONCE)
    return placed(listed, lambda r: r.building, lambda r: r)


def _buildings(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    rows = access.visible_buildings(actor).filter(subtree("path", wanted.path))
    return placed(rows.order_by("path"), lambda area: area)


def _grids(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    """Yield the grids one works in, above or under: the tree itself is public."""
    paths = [held.path for held in actor.holdings]
    if actor.kind is ActorKind.IMPORTER:
        paths = [wanted.path]
    rows = Area.objects.filter(
        in_force(wanted.on), subtree("path", wanted.path), kind__in=GRIDS
    ).order_by("path")
    mine = (a for a in rows if any(a.path.startswith(path) for path in paths))
    return placed(mine, lambda area: area)


def counting(what: Callable[[Actor, Wanted], Any], path: str) -> Gather:
    """Return what counts rows by the areas on their path. One query."""

    def gather(actor: Actor, wanted: Wanted) -> Mapping[int, int]:
        rows = what(actor, wanted).filter(subtree(path, wanted.path)).order_by()
        return fields.by_area(rows.values_list(path).annotate(n=Count("pk")))

    return gather


def _standing_rooms(extra: Q) -> Callable[[Actor, Wanted], Any]:
    def rows(actor: Actor, wanted: Wanted) -> Any:
        return access.visible_rooms(actor).filter(in_force(wanted.on), extra)

    return rows


def counted(code: str, chinese: str, english: str, gather: Gather, *also: str) -> Field:
    words = {"zh-hans": chinese, "en": english}
    return Field(code, words, also=also, type="number", gather=gather)


_COUNTS = (
    counted(
        "count.rooms",
        "房屋总数",
        "Rooms",
        counting(_standing_rooms(Q()), "building__path"),
        "房间数",
        "房屋数",
    ),
    counted(
        "count.dwellings",
        "住宅套数",
        "Dwellings",
        counting(_standing_rooms(Q(use=Use.DWELLING)), "building__path"),
        "住房套数",
        "住宅数",
    ),
)
ROOMS = Rows(
    "rooms",
    {"zh-hans": "房间（每行一间）", "en": "Rooms, one a row"},
    (
        Field(
            "room.number",
            {"zh-hans": "房号", "en": "Room number"},
            _it("number"),
            also=("门牌号", "室号", "房间号"),
        ),
        Field("room.unit", {"zh-hans": "单元", "en": "Unit"}, _it("unit")),
        Field(
            "room.floor",
            {"zh-hans": "楼层", "en": "Floor"},
            _it("floor"),
            also=("所在楼层",),
            type="number",
        ),
        Field(
            "room.use",
            {"zh-hans": "房屋用途", "en": "Use"},
            lambda line: fields.said(USES[line.it.use]),
            also=("用途", "房屋性质"),
        ),
        *whereabouts("room"),
    ),
    _rooms,
    lambda line: line.it.pk,
    filters={"use": USES},
)
BUILDINGS = Rows(
    "buildings",
    {"zh-hans": "楼栋（每行一栋）", "en": "Buildings, one a row"},
    (
        Field(
            "building.name",
            {"zh-hans": "楼栋名称", "en": "Building name"},
            _it("name"),
            also=("楼栋", "楼名", "楼号", "建筑名称"),
        ),
        *whereabouts("building")[2:],
    ),
    _buildings,
    lambda line: line.it.pk,
)
GRID_COUNTS = Rows(
    "grids",
    {"zh-hans": "网格及其数量（每行一个网格）", "en": "Grids with counts, one a row"},
    (
        Field(
            "grid.name",
            {"zh-hans": "网格名称", "en": "Grid"},
            _it("name"),
            also=("网格", "所属网格"),
        ),
        whereabouts("grid")[3],
    ),
    _grids,
    lambda line: line.it.pk,
)


def declare() -> None:
    fields.declare(GRID_COUNTS, BUILDINGS, ROOMS)
    for code in (GRID_COUNTS.code, BUILDINGS.code):
        fields.count(code, *_COUNTS)
