"""The screens of the registers, opened one by one, to see whether each is whole."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate
from playwright.sync_api import Page

from quincunx.matters.calendars import calendar_for
from quincunx.registers import keep
from quincunx.registers.asks import answer, declare, leave
from quincunx.registers.asks.declare import Said
from quincunx.registers.asks.leave import Wish
from quincunx.registers.exchange import bring, sheets
from quincunx.registers.exchange.bring import Sent
from quincunx.registers.handover import offer
from quincunx.registers.handover.offer import Agreed
from quincunx.registers.handover.vocabulary import Consent
from quincunx.registers.numbering import Pattern
from quincunx.registers.people.access import visible_residents
from quincunx.registers.people.models import Resident
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import Service
from quincunx.registers.places import appeal, register
from quincunx.registers.places.register import Told, Where
from quincunx.registers.renting import declare as declare_home
from quincunx.registers.renting import let
from quincunx.registers.subjects import ask, decide
from quincunx.registers.subjects.decide import Proposal
from quincunx.registers.visits import plan, visit
from quincunx.registers.visits.plan import Door
from quincunx.registers.visits.purposes import Answer, Found
from quincunx.registers.visits.visit import Told as Visited
from tests.browser.story import Seat, seated
from tests.cases.conftest import Stage
from tests.registers.asks.blank import form
from tests.registers.people import household as people
from tests.registers.renting import rented


def of_a_place(stage: Stage, administrator: Seat) -> Iterator[tuple[str, int]]:
    """Open a shop that appeals, its form, and the compound it stands in."""
    town, at = stage.town, stage.now
    told = Told(
        {"name": "榆下面馆", "kind": "restaurant", "opening": "10:00-22:00"},
        {"gas": "bottled", "cooking": True},
        {"responsible": "钱老板", "telephone": "13800138000"},
    )
    where, on = Where(town.area("a1-1")), localdate(at)
    by = stage.actor("administrator")
    shop = register.register("commercial", where, told, on=on, by=by, at=at)
    appeal.ask(shop, "气瓶已撤走", by=stage.actor("leader-a1"), at=at)
    yield "premise", administrator.opens("registers-premise", shop.pk)
    yield "premise-change", administrator.opens("registers-premise-change", shop.pk)
    new = ("registers-premise-new", town.area("a1-1").pk, "crowded")
    yield "premise-new", administrator.opens(*new)
    yield "compound", administrator.opens("registers-compound", town.area("a1").pk)


def of_visits(stage: Stage, leader: Seat) -> Iterator[tuple[str, int]]:
    """Open what a leader sees who goes to a door and has promised something."""
    place, at = stage.town.area("a1-1"), stage.now
    by, on = stage.actor("leader-a1"), localdate(at)
    [room] = keep.lay_out(place, Pattern(1, 1, 1, lowest=-1), on=on, by=by, at=at)
    door = Door(place, room)
    due = plan.require(door, "care", on=on, by=by, at=at)
    told = Visited(Found.MET, ["fire-advice"], {"smoke-alarm": Answer.ACCEPTED})
    visit.make(uuid4(), door, told, on=on, by=by, at=at)
    yield "visits", leader.opens("visits")
    yield "visits-door", leader.opens("visits-door", due.pk)
    yield "visits-due", leader.opens("visits-due", room.pk)
    yield "visits-offers", leader.opens("visits-offers")


def of_renting(stage: Stage, leader: Seat) -> Iterator[tuple[str, int]]:
    """Open what a leader sees who has let a room, and what tenants find at its door."""
    town, at, on = stage.town, stage.now, localdate(stage.now)
    _resident(stage)
    by = stage.actor("leader-a1")
    [room] = keep.lay_out(
        town.area("a1-1"), Pattern(1, 1, 1, lowest=-3), on=on, by=by, at=at
    )
    house = let.let(room.building, room, rented.LANDLORD, by=by, at=at)
    told = replace(rented.FAMILY, on=on, people=(rented.CHILD,), lease_from=on)
    made, code = declare_home.declare(house, told, at=at)
    yield "renting", leader.opens("renting")
    yield "renting-house", leader.opens("renting-house", house.pk)
    yield "renting-sheet", leader.opens("renting-sheet", house.pk)
    yield "renting-declaration", leader.opens("renting-declaration", made.pk)
    yield "renting-let", leader.opens("renting-let", room.pk)
    yield "rent", leader.opens("rent", house.code)
    yield "rent-told", leader.opens("rent-told", code)


def of_a_hand_over(stage: Stage, leader: Seat) -> Iterator[tuple[str, int]]:
    """Open what a leader sees who offers a file to another grid."""
    town, by = stage.town, stage.actor("leader-a1")
    _resident(stage)
    resident = visible_residents(by).first()
    assert resident is not None
    yield "hand-over-new", leader.opens("hand-over-new", resident.pk)
    agreed = Agreed(localdate(stage.now), Consent.WRITTEN)
    said: dict[str, Any] = {"agreed": agreed, "by": by, "at": stage.now}
    made = offer.offer(resident, town.area("b1"), Service.HOME, **said)
    yield "hand-overs", leader.opens("hand-overs")
    yield "hand-over", leader.opens("hand-over", made.pk)


def of_subject_requests(
    stage: Stage, page: Page, live: str
) -> Iterator[tuple[str, int]]:
    """Open a request at the desk, handled, on paper and to be decided."""
    by, at = stage.actor("dispatcher-station"), stage.now
    person = _resident(stage)
    told = {"name": person.name, "number": person.number}
    made = ask.ask("correct", "电话换了", calendar=calendar_for("", at), by=by, at=at)
    desk = seated(page, live, stage.town.person("dispatcher-station"))
    yield "registers-requests", desk.opens("registers-requests")
    yield "registers-request-code", desk.opens("registers-request-code", made.code)
    held = ask.verify(made.request, **told, by=by, at=at)
    yield "registers-request", desk.opens("registers-request", held.pk)
    yield "registers-request-looks", desk.opens("registers-request-looks", held.pk)
    decide.propose(held, Proposal(changes={"name": "张榆"}), by=by, at=at)
    supervisor = seated(page, live, stage.town.person("supervisor"))
    yield "registers-catalogue", supervisor.opens("registers-catalogue")
    yield "registers-request-decide", supervisor.opens("registers-request", held.pk)
    page.context.clear_cookies()
    home = Seat(page, live)
    yield "records", home.opens("records")
    yield "records-code", home.opens("records-code", made.code)


def _resident(stage: Stage) -> Person:
    if not Resident.objects.exists():
        people.opened(stage.town)
        people.moved_in(stage.town)
    return people.ZHANG


def table_sent(stage: Stage) -> UUID:
    """Bring in a table with a new row, a changed one and one with faults."""
    by, at = stage.actor("administrator"), stage.now
    head, rows = "building,unit,floor,number,use", "1号楼,1,1,101,shop\n1号楼,1,0,9,\n"
    told = Sent("rooms.csv", f"{head}\n{rows}1号楼,9,1,101,\n".encode())
    return bring.receive(sheets.named("rooms", by=by), told, by=by, at=at).pk


def of_asks(stage: Stage, leader: Seat) -> Iterator[tuple[str, int]]:
    """Open a table being declared, one that stands, what both cost, what is asked."""
    town, at = stage.town, stage.now
    by, area = stage.actor("leader-a1"), town.area("a1")
    content = form(["序号", "网格名称", "房屋总数", "招牌照明"], title="网格统计表")
    draft, ask = (
        declare.begin("网格统计.xlsx", content, area, by=by, at=at) for _ in range(2)
    )
    columns, why = declare.suggested(ask, "grids"), "全区网格统计"
    unit = town.unit("civil-affairs")
    said = Said(ask.name, unit, why, why, area, "grids", columns=columns)
    declare.save(ask, said, by=by, at=at)
    answer.press(ask, 20, by=by, at=at)
    answer.by_hand(ask, 4, by=by, at=at)
    leave.ask(ask, Wish(["招牌照明"], why, 90), by=by, at=at)
    yield "asks-map", leader.opens("asks-map", draft.pk)
    yield "asks-ask", leader.opens("asks-ask", ask.pk)
    yield "asks-check", leader.opens("asks-check", names="网格名称")
    for name in ("asks", "asks-new", "asks-ledger", "asks-burden"):
        yield name, leader.opens(name)
