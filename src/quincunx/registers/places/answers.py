"""What premises and facilities answer, and how many of them a grid has."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from quincunx.areas.history import in_force
from quincunx.areas.paths import subtree
from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.registers import fields
from quincunx.registers.answers import Placed, counted, counting, placed, whereabouts
from quincunx.registers.fields import Field, Names, Opening, Rows, Value, Wanted
from quincunx.registers.places import access, classes, contacts
from quincunx.registers.places.classes import Field as Asked

AT_ONCE = 1_000
_ALL = classes.known()


def _plain(name: str) -> Callable[[Placed], Value]:
    def tell(line: Placed) -> Value:
        told: Value = getattr(line.it, name)
        return told if told not in ("", None) else None

    return tell


def _said(fact: str, name: str) -> Callable[[Placed], Value]:
    return lambda line: wording.say(fact, getattr(line.it, name))


def _detail(asked: Asked) -> Callable[[Placed], Value]:
    def tell(line: Placed) -> Value:
        told = line.it.details.get(asked.code)
        if told is None:
            return None
        if asked.type == "day":
            return date.fromisoformat(str(told))
        if asked.type in ("yes-no", "choice"):
            return wording.say("premise_value", str(told))
        number_or_text: Value = told
        return number_or_text

    return tell


def _details() -> Iterator[Field]:
    """Yield each field of the classes once, whatever classes have it."""
    seen = set()
    for of_class in _ALL.classes.values():
        for each in of_class.fields:
            if each.code not in seen:
                seen.add(each.code)
                code = f"premise.{each.code}"
                yield Field(code, each.name, _detail(each), fact=each.code)


def _named(codes: Iterable[Any]) -> Mapping[str, Names]:
    return {each.code: each.name for each in codes}


def _premises(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    rows = access.visible_premises(actor).filter(
        in_force(wanted.on), subtree("place__path", wanted.path)
    )
    for column, filtered in (("of_class", "class"), ("kind", "kind")):
        if filtered in wanted.chosen:
            rows = rows.filter(**{column: wanted.chosen[filtered]})
    if wanted.since:
        rows = rows.filter(valid_from__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(valid_from__lte=wanted.until)
    rows = rows.select_related("place", "unit").prefetch_related("rooms")
    listed = rows.order_by("name", "pk").iterator(AT_ONCE)
    return placed(listed, lambda p: p.place, _first_room)


def _first_room(premise: Any) -> Any:
    return next(iter(premise.rooms.all()), None)


def _open(
    lines: Sequence[Placed], labels: Collection[str], opening: Opening
) -> Mapping[UUID, Names]:
    premises = [line.it for line in lines]
    return contacts.reveal_all(premises, labels, by=opening.by, at=opening.at)


def _facilities(actor: Actor, wanted: Wanted) -> Iterator[Placed]:
    rows = access.visible_facilities(actor).filter(
        in_force(wanted.on), subtree("area__path", wanted.path)
    )
    if "kind" in wanted.chosen:
        rows = rows.filter(kind=wanted.chosen["kind"])
    ordered = rows.select_related("area").order_by("kind", "name", "pk")
    return placed(ordered.iterator(AT_ONCE), lambda f: f.area)


def _checked(code: str) -> Field:
    return Field(
        f"{code}.checked",
        {"zh-hans": "最近核实日期", "en": "Last confirmed"},
        _plain("checked_on"),
        also=("核查日期", "更新日期", "采集日期"),
        type="day",
    )


_NAME = ("单位名称", "商户名称", "企业名称", "店铺名称", "名称", "字号")
PREMISES = Rows(
    "premises",
    {"zh-hans": "场所（每行一处）", "en": "Premises, one a row"},
    (
        Field(
            "premise.name",
            {"zh-hans": "场所名称", "en": "Name of the premises"},
            _plain("name"),
            also=(*_NAME, "name", "shop", "business name"),
            fact="name",
        ),
        Field(
            "premise.kind",
            {"zh-hans": "场所类型", "en": "Kind of premises"},
            _said("premise_kind", "kind"),
            also=("类型", "经营类型", "行业", "kind"),
            fact="kind",
        ),
        Field(
            "premise.class",
            {"zh-hans": "场所类别", "en": "Class of premises"},
            _said("premise_class", "of_class"),
            also=("类别",),
        ),
        Field(
            "premise.uscc",
            {"zh-hans": "统一社会信用代码", "en": "Credit code"},
            _plain("uscc"),
            also=("信用代码", "营业执照号", "组织机构代码"),
            fact="uscc",
        ),
        Field(
            "premise.opening",
            {"zh-hans": "营业时间", "en": "Opening hours"},
            _plain("opening"),
            also=("开放时间",),
            fact="opening",
        ),
        Field(
            "premise.capacity",
            {"zh-hans": "容纳人数", "en": "How many people it holds"},
            _plain("capacity"),
            also=("核定人数", "capacity"),
            fact="capacity",
            type="number",
        ),
        Field(
            "premise.responsible",
            {"zh-hans": "负责人", "en": "Who answers for it"},
            also=("联系人", "法定代表人", "经营者", "店主", "contact person"),
            fact="responsible",
            personal=True,
        ),
        Field(
            "premise.telephone",
            {"zh-hans": "联系电话", "en": "Telephone"},
            also=("电话", "手机", "联系方式", "phone"),
            fact="telephone",
            type="phone",
            personal=True,
        ),
        *_details(),
        *whereabouts("premise"),
        _checked("premise"),
    ),
    _premises,
    lambda line: line.it.pk,
    known=lambda line: line.it.known,
    filters={
        "class": _named(_ALL.classes.values()),
        "kind": _named(k for c in _ALL.classes.values() for k in c.kinds),
    },
    open=_open,
)
FACILITIES = Rows(
    "facilities",
    {"zh-hans": "公共设施（每行一处）", "en": "Public facilities, one a row"},
    (
        Field(
            "facility.kind",
            {"zh-hans": "设施类型", "en": "Kind of facility"},
            _said("facility_kind", "kind"),
            also=("类型",),
            fact="kind",
        ),
        Field(
            "facility.name",
            {"zh-hans": "设施名称", "en": "Name of the facility"},
            _plain("name"),
            also=("名称",),
            fact="name",
        ),
        Field(
            "facility.lon",
            {"zh-hans": "经度", "en": "Longitude"},
            _plain("lon"),
            fact="position",
            type="number",
        ),
        Field(
            "facility.lat",
            {"zh-hans": "纬度", "en": "Latitude"},
            _plain("lat"),
            fact="position",
            type="number",
        ),
        *whereabouts("facility")[2:],
        _checked("facility"),
    ),
    _facilities,
    lambda line: line.it.pk,
    known=lambda line: line.it.known,
    filters={"kind": _named(_ALL.facilities)},
)


def _of_class(code: str) -> Callable[[Actor, Wanted], Any]:
    def rows(actor: Actor, wanted: Wanted) -> Any:
        seen = access.visible_premises(actor).filter(in_force(wanted.on))
        return seen.filter(of_class=code) if code else seen

    return rows


def _there(actor: Actor, wanted: Wanted) -> Any:
    return access.visible_facilities(actor).filter(in_force(wanted.on))


def _counts() -> Iterator[Field]:
    every = counting(_of_class(""), "place__path")
    yield counted("count.premises", "场所总数", "Premises", every, "场所数", "单位数")
    for each in _ALL.classes.values():
        words = (f"{each.name['zh-hans']}场所数", f"{each.name['en']} premises")
        gather = counting(_of_class(each.code), "place__path")
        yield counted(f"count.{each.code}", *words, gather)
    facilities = counting(_there, "area__path")
    yield counted("count.facilities", "公共设施数", "Public facilities", facilities)


def declare() -> None:
    fields.declare(PREMISES, FACILITIES)
    for code in ("grids", "buildings"):
        fields.count(code, *_counts())
