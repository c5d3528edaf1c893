"""What residents and households answer, masked or opened, and how many there are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from quincunx.areas.paths import subtree
from quincunx.foundation.actors import Actor
from quincunx.registers import fields
from quincunx.registers.answers import Placed, counted, placed, whereabouts
from quincunx.registers.fields import Field, Names, Opening, Rows, Value, Wanted
from quincunx.registers.people import access, reveal, sealing
from quincunx.registers.people.models import Household, Resident, Stay
from quincunx.registers.people.vocabulary import StayKind

AT_ONCE = 1_000
FEWEST = 5  # people of a grid or building; fewer are not counted for a desk above
KINDS: Mapping[str, Names] = {
    StayKind.ACTUAL: {"zh-hans": "实际居住", "en": "lives there"},
    StayKind.REGISTERED: {"zh-hans": "户籍登记", "en": "registered"},
}


@dataclass(frozen=True)
class Living:
    """A resident where they live, with what may be seen of them."""

    stay: Stay
    resident: Resident
    masks: Names


def _stays(actor: Actor, wanted: Wanted) -> Any:
    """Return whom one sees in the places of a table, or refuse as if none there."""
    paths = access.must_reach(actor)
    rows = access.visible_stays(actor, paths).filter(
        subtree("building__path", wanted.path),
        kind=wanted.chosen.get("kind", StayKind.ACTUAL),
    )
    if wanted.since:
        rows = rows.filter(since__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(since__lte=wanted.until)
    return rows


def _residents(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    rows = _stays(actor, wanted).filter(resident__merged_into=None)
    rows = rows.select_related("building", "room", "resident")
    stays = list(rows.order_by("building__path", "room", "resident"))
    masks = sealing.masked([stay.resident for stay in stays])
    living = (Living(s, s.resident, masks[s.resident_id]) for s in stays)
    return placed(living, lambda each: each.stay.building, lambda each: each.stay.room)


def _households(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    here = _stays(actor, wanted)
    rows = Household.objects.filter(until=None, stays__in=here)
    counted_rows = rows.annotate(members=Count("stays", filter=Q(stays__until=None)))
    listed = counted_rows.select_related("building", "room")
    ordered = listed.order_by("building__path", "room", "pk")
    return placed(ordered, lambda each: each.building, lambda each: each.room)


def _masked(line: Placed) -> Value:
    shown: Value = line.it.masks.get("name")
    return shown


def _open(
    lines: Sequence[Placed], labels: Collection[str], opening: Opening
) -> Mapping[UUID, Names]:
    residents = [line.it.resident for line in lines]
    return reveal.reveal_all(residents, labels, by=opening.by, at=opening.at)


def _sealed(label: str, chinese: str, english: str, *also: str) -> Field:
    words = {"zh-hans": chinese, "en": english}
    return Field(
        f"resident.{label}", words, also=also, fact=label, type=label, personal=True
    )


RESIDENTS = Rows(
    "residents",
    {"zh-hans": "居民（每行一人）", "en": "Residents, one a row"},
    (
        _sealed("name", "姓名", "Name", "居民姓名", "人员姓名", "full name"),
        _sealed("phone", "联系电话", "Telephone", "电话", "手机", "手机号码", "phone"),
        _sealed(
            "number",
            "身份证号",
            "Card number",
            "身份证",
            "公民身份号码",
            "证件号码",
            "身份证号码",
        ),
        _sealed("born", "出生日期", "Birthday", "出生年月", "生日", "date of birth"),
        Field(
            "resident.masked",
            {"zh-hans": "姓名（脱敏）", "en": "Name, masked"},
            _masked,
            fact="name",
        ),
        Field(
            "resident.room",
            {"zh-hans": "房号", "en": "Room"},
            lambda line: str(line.room) if line.room else None,
            also=("门牌号", "室号"),
        ),
        Field(
            "resident.since",
            {"zh-hans": "入住日期", "en": "Lives there since"},
            lambda line: line.it.stay.since,
            also=("居住起始日期", "迁入日期"),
            type="day",
        ),
        *whereabouts("resident"),
        Field(
            "resident.checked",
            {"zh-hans": "最近核实日期", "en": "Last confirmed"},
            lambda line: line.it.resident.checked_on,
            also=("核查日期", "采集日期", "更新日期"),
            type="day",
        ),
    ),
    _residents,
    lambda line: line.it.resident.pk,
    known=lambda line: line.it.resident.known,
    filters={"kind": KINDS},
    open=_open,
    persons=True,
)
HOUSEHOLDS = Rows(
    "households",
    {"zh-hans": "家庭（每行一户）", "en": "Households, one a row"},
    (
        Field(
            "household.members",
            {"zh-hans": "家庭人口数", "en": "Members of the household"},
            lambda line: line.it.members,
            also=("人口数", "人数", "家庭人数"),
            type="number",
        ),
        Field(
            "household.room",
            {"zh-hans": "房号", "en": "Room"},
            lambda line: str(line.room) if line.room else None,
            also=("门牌号", "室号"),
        ),
        Field(
            "household.since",
            {"zh-hans": "入住日期", "en": "Lives there since"},
            lambda line: line.it.since,
            type="day",
        ),
        *whereabouts("household"),
    ),
    _households,
    lambda line: line.it.pk,
)


def _counted(of: str) -> fields.Gather:
    """Count different residents or households, none where fewer than five people live.

    Whoever serves there sees each of them and is told any count. Three queries.
    """

    def gather(actor: Actor, wanted: Wanted) -> Mapping[int, int]:
        rows = access.countable_stays(actor).filter(
            subtree("building__path", wanted.path), kind=StayKind.ACTUAL
        )
        told = rows.order_by().values_list("building__path")
        people = fields.by_area(told.annotate(n=Count("resident", distinct=True)))
        sums = people
        if of != "resident":
            sums = fields.by_area(told.annotate(n=Count(of, distinct=True)))
        if access.reached(actor):
            return sums
        return {k: n for k, n in sums.items() if people.get(k, 0) >= FEWEST}

    return gather


def declare() -> None:
    fields.declare(RESIDENTS, HOUSEHOLDS)
    words = ("常住人口", "人口数", "实有人口", "人口总数")
    people = counted(
        "count.residents", "居民人数", "Residents", _counted("resident"), *words
    )
    homes = counted(
        "count.households", "户数", "Households", _counted("household"), "家庭户数"
    )
    for code in ("grids", "buildings"):
        fields.count(code, people, homes)
