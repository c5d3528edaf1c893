"""A town with a small pack, and the few words in which the stories are told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from quincunx.cases import acts, report, watch
from quincunx.cases.models import Case
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.foundation import files
from quincunx.foundation.actors import CLOCK, Actor
from quincunx.foundation.models import StoredFile
from quincunx.matters import catalogue
from quincunx.matters.load import load
from quincunx.matters.models import Matter
from quincunx.staff import actors
from tests.cast import FOUNDED_AT, Town, appointed, enrolled

OFFICERS = {
    "city-management": "officer",
    "landscaping": "officer-landscaping",
    "handling-team": "officer-team",
}
PACK = Path(__file__).parents[1] / "packs" / "five-elms.toml"


@dataclass
class Stage:
    """Tells a story: who does what, when. Time passes only when it is said."""

    town: Town
    now: datetime

    def wait(self, **time: float) -> "Stage":
        self.now += timedelta(**time)
        return self

    def actor(self, who: str) -> Actor:
        if who == "clock":
            return CLOCK
        return self.town.actor(who, self.now)

    def matter(self, code: str) -> Matter:
        return catalogue.find(code, self.town.area("a1").path, self.now.date())

    def place(self, at: str | tuple[float, float] | None) -> Place:
        if at is None:
            return Place()
        lon, lat = self.town.spot(at) if isinstance(at, str) else at
        return Place(lon=lon, lat=lat)

    def report(
        self,
        matter: str = "lamp",
        *,
        by: str = "leader-a1",
        at: str | tuple[float, float] | None = "a1",
        **told: Any,
    ) -> Case:
        said = Report(
            text="It is dark at the gate.",
            place=self.place(at),
            matter=self.matter(matter) if matter else None,
            channel="patrol",
            **told,
        )
        return report.submit(said, by=self.actor(by), at=self.now).case

    def resident_report(self, **told: Any) -> tuple[Case, Actor]:
        """Somebody without an account tells us; the code they keep opens the case."""
        said = Report(text="It is dark.", place=self.place("a1"), **told)
        done = report.submit(said, by=actors.reporter((), self.now), at=self.now)
        return done.case, actors.reporter([done.case.pk], self.now)

    def do(
        self,
        act: Act,
        case: Case,
        by: str | Actor,
        *,
        revision: int | None = None,
        at: timedelta = timedelta(0),
        **facts: Any,
    ) -> Case:
        who = (
            self.actor(by) if isinstance(by, str) else replace(by, received_at=self.now)
        )
        when = self.now + at
        return acts.perform(act, case, facts, by=who, at=when, revision=revision)

    def dispatched(self, case: Case, unit: str = "city-management") -> Case:
        chosen = self.town.unit(unit)
        return self.do(Act.DISPATCH, case, "dispatcher-centre", unit=chosen)

    def accepted(self, case: Case, unit: str = "city-management") -> Case:
        return self.do(Act.ACCEPT, self.dispatched(case, unit), OFFICERS[unit])

    def handled(self, case: Case) -> Case:
        case = self.accepted(case)
        self.wait(hours=1)
        done: dict[str, Any] = {"result": "New bulb.", "outcome": "solved"}
        return self.do(Act.FINISH, case, "officer", **done)

    def arbitrated(self, case: Case, by: str) -> Case:
        unit = self.town.unit("city-management")
        return self.do(Act.ARBITRATE, case, by, unit=unit, text="It is the city's.")

    def officer(self, unit: str) -> None:
        """Let somebody work for a department that has nobody in the cast."""
        self.town.people[unit] = enrolled(unit, unit)
        appointed(self.town, unit, "officer", "district", unit=unit)

    def watched(self, case: Case) -> Case:
        """Let the clock make its round, and return the case as it is then."""
        watch.make_round(self.now)
        case.refresh_from_db()
        return case

    def photo(self, colour: str = "grey") -> StoredFile:
        picture = BytesIO()
        Image.new("RGB", (64, 48), colour).save(picture, "JPEG")
        picture.seek(0)
        return files.keep(
            picture, name="photo.jpg", by=self.actor("leader-a1"), at=self.now
        )


@pytest.fixture
def stage(town: Town) -> Stage:
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, town.at)
