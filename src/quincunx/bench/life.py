"""The whole life of a case: six acts, six commits, journal and notices included."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from quincunx.bench.town import Town
from quincunx.cases import dispatch, file, handle, report, verify
from quincunx.cases.models import Case
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.foundation.actors import Actor
from quincunx.matters import catalogue
from quincunx.matters.models import Matter
from quincunx.staff.models import Organisation


@dataclass(frozen=True)
class Cast:
    """Everybody who acts on the cases of one writer, read once."""

    leaders: tuple[Actor, ...]
    dispatcher: Actor
    officer: Actor
    verifier: Actor
    matter: Matter
    unit: Organisation


def cast_of(town: Town, at: datetime) -> Cast:
    return Cast(
        leaders=tuple(town.actor(key, at) for key in town.leaders[:8]),
        dispatcher=town.actor(town.dispatcher, at),
        officer=town.actor(town.officer, at),
        verifier=town.actor(town.verifier, at),
        matter=catalogue.find("lamp", "", at.date()),
        unit=Organisation.objects.get(pk=town.unit),
    )


def told(town: Town, number: int, matter: Matter | None = None) -> Report:
    lon, lat = town.spot(number)
    return Report(
        text=f"The lamp at number {number} is dark since yesterday evening.",
        channel="patrol",
        place=Place(lon=lon, lat=lat, words=f"Lane {number % 997}"),
        matter=matter,
    )


def live(town: Town, cast: Cast, number: int) -> Case:
    """Walk one case from the report to the file; each act commits by itself."""
    # The dispatcher reports too: their right holds wherever the place is.
    by = cast.dispatcher
    now = timezone.now
    case = report.submit(told(town, number, cast.matter), by=by, at=now()).case
    case = dispatch.dispatch(case, unit=cast.unit, by=cast.dispatcher, at=now())
    case = handle.accept(case, by=cast.officer, at=now())
    case = handle.finish(
        case, result="New bulb.", outcome="solved", by=cast.officer, at=now()
    )
    case = verify.confirm(case, by=cast.verifier, at=now())
    return file.file_away(
        case, reason="Nobody left a number.", by=cast.dispatcher, at=now()
    )
