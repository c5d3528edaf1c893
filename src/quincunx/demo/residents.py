"""What residents of the demo find: posters on walls, codes, neighbours' reports."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from quincunx.areas import posters
from quincunx.areas.models import Area
from quincunx.cases import access, feedback, maps
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.vocabulary import State
from quincunx.demo import plan, speech
from quincunx.demo.stage import Stage
from quincunx.demo.town import Town
from quincunx.foundation.actors import CLOCK
from quincunx.staff.actors import importer, reporter

JOINED = 6  # reports that neighbours follow
SHOWN = (State.REPORTED, State.HANDLING, State.HANDLED, State.FILED)


def hang_posters(town: Town, *, at: datetime) -> None:
    """Hang a poster in every grid, and in every building of the first community."""
    by, first = importer(at), town.areas[plan.COMMUNITIES[0].key]
    built = list(posters.places(by, first.path, at.date()))
    grids = [town.areas[key] for key in town.grids]
    wanted: dict[int, Area] = {area.pk: area for area in (*grids, *built)}
    posters.make(list(wanted.values()), by=by, at=at)


def join_neighbours(stage: Stage, *, at: datetime) -> None:
    """Let neighbours follow a few open reports of the last days."""
    seen = access.visible_cases(CLOCK).filter(maps.shared(), reported_at__lte=at)
    for case in seen.order_by("-reported_at", "pk")[:JOINED]:
        number = speech.telephone(stage.chance)
        left = ContactDetails(phone=number, kind="follower")
        feedback.join(case.pk, contact=left, by=reporter((), at), at=at)


def to_follow(codes: Mapping[UUID, str]) -> dict[str, str]:
    """Return the code of a resident's report in each of a few states."""
    mine = access.visible_cases(CLOCK).filter(pk__in=codes, state__in=SHOWN)
    rows = mine.order_by("reported_at").values_list("state", "pk")
    return {state: codes[key] for state, key in rows}
