"""A case brought to every state there is, by real acts; and what acts may be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from quincunx.cases import report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Attachment, Case
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact, Row
from quincunx.lib.clocks import Limit
from quincunx.staff import actors
from tests.cases.conftest import Stage

CENTRE, STATION = "dispatcher-centre", "dispatcher-station"
CITY, GREEN = "city-management", frozenset({"landscaping"})
CANARY = "canary-4711"  # in every word the reporter says


@dataclass(frozen=True)
class Way:
    """Where a case has come to, and who stands how to it there, said by hand.

    Names are those of the cast: `unit` leads, `called` support or were called, `past`
    led before.
    """

    case: Case
    resident: Actor
    desk: str = "west"
    unit: str = ""
    past: str = ""
    called: frozenset[str] = frozenset()
    handler: str = ""


Walk = Callable[[Stage], Way]


def reported(stage: Stage) -> Way:
    lon, lat = stage.town.spot("a1")
    said = Report(
        text=f"It is dark, says {CANARY}.",
        place=Place(lon=lon, lat=lat, words=f"{CANARY} at the gate"),
        contact=ContactDetails(name=CANARY, email=f"{CANARY}@town.example"),
    )
    case = report.submit(said, by=actors.reporter((), stage.now), at=stage.now).case
    return Way(case, actors.reporter([case.pk], stage.now))


def checking(stage: Stage) -> Way:
    way = reported(stage)
    member = stage.town.person("member")
    case = stage.do(Act.ASK_CHECK, way.case, CENTRE, checker=member)
    return Way(case, way.resident)


def established(stage: Stage, matter: str = "lamp") -> Way:
    way = reported(stage)
    case = stage.do(Act.ESTABLISH, way.case, CENTRE, matter=stage.matter(matter))
    return Way(case, way.resident)


def coordinating(stage: Stage) -> Way:
    way = established(stage, "noise")
    case = stage.do(Act.COORDINATE, way.case, "leader-a1", text="To the table.")
    return Way(case, way.resident, desk="a")


def documented(stage: Stage) -> Way:
    way = established(stage, "meals")
    case = stage.do(Act.CHECK_DOCUMENTS, way.case, "leader-a1", text="Seen.")
    return Way(case, way.resident, desk="a")


def endorsed(stage: Stage) -> Way:
    way = documented(stage)
    case = stage.do(Act.ENDORSE, way.case, STATION, text="Endorsed.")
    return Way(case, way.resident)


def examining(stage: Stage) -> Way:
    way = endorsed(stage)
    units = {"unit": _city(stage), "units": (_green(stage),)}
    case = stage.do(Act.DEFINE, way.case, CENTRE, text="Yours.", **units)
    return Way(case, way.resident, unit=CITY, called=GREEN)


def dispatched(stage: Stage) -> Way:
    way = established(stage)
    units = {"unit": _city(stage), "units": (_green(stage),)}
    case = stage.do(Act.DISPATCH, way.case, CENTRE, **units)
    return Way(case, way.resident, unit=CITY, past=CITY, called=GREEN)


def disputed(stage: Stage) -> Way:
    way = established(stage)
    case, no = way.case, {"reason": "not-our-duty", "text": "Not ours."}
    case = stage.do(Act.DISPATCH, case, CENTRE, unit=stage.town.unit("handling-team"))
    case = stage.do(Act.SEND_BACK, case, "officer-team", **no)
    units = {"unit": _city(stage), "units": (_green(stage),)}
    case = stage.do(Act.DISPATCH, case, CENTRE, **units)
    case = stage.do(Act.DISPUTE, case, "officer", **no)
    return Way(case, way.resident, past=CITY, called=GREEN)


def handling(stage: Stage) -> Way:
    way = dispatched(stage)
    case = stage.do(Act.ACCEPT, way.case, "officer")
    return _led(case, way)


def waiting(stage: Stage) -> Way:
    way = handling(stage)
    case = stage.do(Act.ASK_REPORTER, way.case, "officer", text="Which one?")
    return _led(case, way)


def suspended(stage: Stage) -> Way:
    way = handling(stage)
    told = {"until": (stage.now + timedelta(days=2)).date(), "text": "Snow."}
    return _led(stage.do(Act.SUSPEND, way.case, "supervisor", **told), way)


def responding(stage: Stage) -> Way:
    """The process names the city first, then police and the property company."""
    way = established(stage, "gas")
    called = frozenset({"public-security", "property-company"})
    return Way(way.case, way.resident, desk="district", unit=CITY, called=called)


def handled(stage: Stage) -> Way:
    way = handling(stage)
    done = {"result": "New bulb.", "outcome": "solved"}
    return _led(stage.do(Act.FINISH, way.case, "officer", **done), way)


def verified(stage: Stage) -> Way:
    way = handled(stage)
    return _led(stage.do(Act.CONFIRM, way.case, "verifier"), way)


def filed(stage: Stage) -> Way:
    way = verified(stage)
    told = {"channel": "telephone", "text": "It is lit."}
    case = stage.do(Act.TELL, way.case, CENTRE, **told)
    return _led(stage.do(Act.FILE, case, CENTRE), way)


def refused(stage: Stage) -> Way:
    way = reported(stage)
    told = {"reason": "not-ours", "text": "The railway's lamp."}
    return Way(stage.do(Act.REFUSE, way.case, CENTRE, **told), way.resident)


def withdrawn(stage: Stage) -> Way:
    way = reported(stage)
    told = {"reason": "solved-itself"}
    return Way(stage.do(Act.WITHDRAW, way.case, way.resident, **told), way.resident)


def merged(stage: Stage) -> Way:
    way, other = reported(stage), stage.report("lamp")
    return Way(stage.do(Act.MERGE, way.case, CENTRE, into=other), way.resident)


WAYS: dict[State, Walk] = {
    State.REPORTED: reported,
    State.CHECKING: checking,
    State.ESTABLISHED: established,
    State.COORDINATING: coordinating,
    State.DOCUMENTED: documented,
    State.ENDORSED: endorsed,
    State.EXAMINING: examining,
    State.DISPATCHED: dispatched,
    State.DISPUTED: disputed,
    State.HANDLING: handling,
    State.WAITING: waiting,
    State.SUSPENDED: suspended,
    State.RESPONDING: responding,
    State.HANDLED: handled,
    State.VERIFIED: verified,
    State.FILED: filed,
    State.REFUSED: refused,
    State.WITHDRAWN: withdrawn,
    State.MERGED: merged,
}


def facts_for(row: Row, stage: Stage, other: Case) -> dict[str, Any]:
    """Return something fit for every fact that the act must be told, and files."""
    wanted = [f for f in row.facts if f.required or f.kind == "files"]
    return {fact.name: _fit(fact, stage, other) for fact in wanted}


def _fit(fact: Fact, stage: Stage, other: Case) -> Any:
    fit: dict[str, Callable[[], Any]] = {
        "text": lambda: "Said.",
        "line": lambda: "Said.",
        "milestone": lambda: "Said.",
        "choice": lambda: fact.choices[0],
        "number": lambda: 3,
        "limit": lambda: Limit.parse("1 work-day"),
        "date": (stage.now + timedelta(days=2)).date,
        "case": lambda: other,
        "matter": lambda: stage.matter("lamp"),
        "unit": lambda: _green(stage),
        "units": lambda: (stage.town.unit("handling-team"),),
        "files": lambda: (Shown(stage.photo(), "photo-after", "after.jpg"),),
        "photos": lambda: (Attachment(pk=0),),  # of no case
    }
    return fit[fact.kind]()


def _led(case: Case, way: Way) -> Way:
    return Way(
        case,
        way.resident,
        unit=CITY,
        past=CITY,
        called=GREEN,
        handler="officer",
    )


def _city(stage: Stage) -> Any:
    return stage.town.unit(CITY)


def _green(stage: Stage) -> Any:
    return stage.town.unit("landscaping")
