"""How the demo stands on its last day: set-up over, a border draft, duty rosters."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from quincunx.areas import propose
from quincunx.areas.outlines import of
from quincunx.areas.propose import Proposal
from quincunx.demo.town import Town
from quincunx.staff import roster
from quincunx.staff.actors import importer
from quincunx.staff.hours import Want
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import Organisation
from quincunx.staff.roster import Turn

WEEKS = 2
DAYS = 7
BEGINS, ENDS = time(8, 30), time(17, 30)


def finish(town: Town, until: datetime) -> None:
    """Settle the tree, let a draft wait for its decision, plan who is on duty."""
    today = localdate(until)
    propose.settle(on=today, by=importer(until), at=until)
    _draft(town, today + timedelta(days=10), until)
    for unit in town.units.values():
        if unit.kind in HOUSES:
            _plan(town, unit, today - timedelta(days=today.weekday()), until)


def _draft(town: Town, on: date, at: datetime) -> None:
    """Propose to split a grid by a line from north to south."""
    grid = town.areas[next(iter(town.grids))]
    west, south, east, north = of(grid.borders.get(valid_to=None)).bounds
    middle, edge = (west + east) / 2, (north - south) / 10
    step = {
        "act": "split",
        "area": grid.pk,
        "line": [[middle, south - edge], [middle, north + edge]],
        "names": [f"{grid.name}西", f"{grid.name}东"],
    }
    reason = "户数超过五百，分成两个网格。"
    by = town.actor("administrator", at)
    draft = propose.draw(Proposal("拆分过大的网格", reason, on, [step]), by=by, at=at)
    propose.submit(draft, by=by, at=at)


def _plan(town: Town, house: Organisation, monday: date, at: datetime) -> None:
    zone = get_default_timezone()
    supervisor = town.actor("supervisor-1", at)
    wanted = [Want(frozenset(range(DAYS)), BEGINS, time(20))]
    roster.want(house, wanted, by=supervisor, at=at)
    person = town.people[f"dispatcher-{house.area_id}"]
    for ahead in range(WEEKS * DAYS):
        day = monday + timedelta(days=ahead)
        starts = datetime.combine(day, BEGINS, zone)
        turn = Turn(person, starts, datetime.combine(day, ENDS, zone))
        if day.weekday() < 5:
            roster.plan(house, turn, by=supervisor, at=at)
