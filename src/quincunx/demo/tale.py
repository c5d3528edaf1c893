"""The tale of one case of the demo, walked through the real acts by its script.

Each step says who acts and yields when somebody goes on. Nothing is done that the
lifecycle does not allow; what the clock has done meanwhile is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from quincunx.areas import tree
from quincunx.areas.index import AreaRef
from quincunx.cases import acts, dispatch, placing, report
from quincunx.cases.books import books
from quincunx.cases.clocks import terms_of
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.models import Case
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.demo import speech
from quincunx.demo.plan import CLOSED
from quincunx.demo.script import Script
from quincunx.demo.stage import Halted, Stage
from quincunx.foundation.actors import Actor
from quincunx.matters.processes import Terms, Verifier
from quincunx.staff import actors
from quincunx.staff.models import Organisation

Goes = Iterator[datetime]
CENTRE, STATION = 2, 3  # levels of the houses


@dataclass
class Telling:
    """One case under way: what its steps share."""

    stage: Stage
    script: Script
    case: Case = field(init=False)
    chain: tuple[AreaRef, ...] = field(init=False)

    # --- who ----------------------------------------------------------------------

    def actor(self, login: str) -> Actor:
        return self.stage.town.actor(login, self.stage.now)

    @property
    def resident(self) -> Actor:
        return actors.reporter([self.case.pk], self.stage.now)

    def desk(self, level: int = CENTRE) -> str:
        return self.stage.town.dispatcher_at(self.path, level)

    def at_desk(self) -> str:
        """Return who dispatches in the house on whose desk the case lies."""
        return f"dispatcher-{self.case.desk_id}"

    @property
    def community_path(self) -> str:
        return tree.ancestors(self.path)[STATION - 1]

    @property
    def path(self) -> str:
        return self.stage.town.areas[self.script.grid].path

    @property
    def leader(self) -> str:
        """The leader of the grid; where there is none any more, of the one beside."""
        grid = self.stage.town.areas[self.script.grid].pk
        return self.stage.town.leaders[grid]

    @property
    def officer(self) -> str:
        return self.stage.town.officer_of(self.case.unit_id)

    @property
    def finder(self) -> str:
        """Whoever walks the grid: a member of no body, or the leader."""
        grid = self.stage.town.areas[self.script.grid].pk
        walkers = [*self.stage.town.members.get(grid, ()), self.leader]
        return str(self.pick(walkers))

    def verifier(self) -> str:
        """Return who looks: the leader where the matter says so, else a verifier."""
        by_leader = self.terms.verify_by == Verifier.LEADER
        return self.leader if by_leader else f"verifier-{self.pick((1, 2))}"

    def other_verifier(self) -> str:
        """Return somebody who has not looked before."""
        before = self.case.last_verifier_id
        people = self.stage.town.people
        fresh = (n for n in ("verifier-1", "verifier-2") if people[n].pk != before)
        return next(fresh)

    def against(self) -> Organisation | None:
        """Return the body a complaint is about."""
        if self.script.twist != "complaint":
            return None
        community = tree.ids(self.path)[STATION - 1]
        return self.stage.town.property_of(community)

    def chain_of(self, case: Case) -> tuple[AreaRef, ...]:
        return placing.chain_of(case.grid_id, self.stage.now.date())

    def pick(self, some: Any) -> Any:
        return self.stage.chance.choice(some)

    # --- what ---------------------------------------------------------------------

    def do(self, act: Act, who: str | Actor, **facts: Any) -> None:
        """Do an act now, and stop where the script wants the case to stand."""
        by = self.actor(who) if isinstance(who, str) else who
        self.case = acts.perform(act, self.case, facts, by=by, at=self.stage.now)
        self.stage.acts += 1
        self.stage.watch(self.case)
        if self.case.state == self.script.halt:
            raise Halted

    @property
    def terms(self) -> Terms:
        terms = terms_of(self.case)
        if terms is None:
            raise ValueError(self.case.number)
        return terms

    @property
    def due(self) -> datetime:
        """Return by when it is to be handled."""
        return self.case.promised_at or self.stage.now

    def state(self) -> str:
        """Return how the case stands now, whatever the clock did."""
        self.case = books().case(self.case.pk)
        return str(self.case.state)

    def unit(self, *avoid: int | None) -> Organisation:
        """Return the unit that is suggested, or the territory's centre instead."""
        found = dispatch.suggestion(self.case, self.chain, at=self.stage.now)
        units = self.stage.town.units_by_key
        centre = self.stage.town.units[f"service-centre-{self.office}"]
        unit = units.get(found.unit_id or 0, centre)
        closing = self.stage.town.units[CLOSED].pk
        unfit = {*avoid, closing, self.case.against_id}
        return centre if unit.pk in unfit else unit

    @property
    def office(self) -> str:
        """Return the key of the sub-district."""
        east = self.stage.town.areas["east"].path
        return "east" if self.path.startswith(east) else "west"

    def evidence(self) -> tuple[Shown, ...]:
        """Return the files the standard asks for."""
        code, album = self.script.listed.row.code, self.stage.album
        drawn = {"photo-before", "photo-after", "document", "agreement"}
        shown = [
            album.of(each.kind, code)
            for each in self.terms.evidence
            for _ in range(each.least)
            if each.kind in drawn
        ]
        return _each_once(shown)

    def result(self) -> str:
        kinds = frozenset(str(each.kind) for each in self.terms.evidence)
        return speech.result(kinds, self.stage.chance)

    # --- the report -----------------------------------------------------------------

    def told(self, **more: Any) -> Report:
        script, chance = self.script, self.stage.chance
        code = script.listed.row.code
        grid = self.stage.town.areas[script.grid].name
        where = speech.place(grid, chance)
        what = script.listed.conditions[script.condition][1].name
        photo = self.stage.album.photo(code, good=False)
        shows = script.channel in {"patrol", "portal", "qr"} and chance.random() < 0.45
        return Report(
            text=speech.report(where, what.in_language("zh-hans"), chance),
            channel=script.channel,
            place=Place(lon=script.spot[0], lat=script.spot[1], words=where),
            contact=self._contact(),
            files=(photo,) if shows else (),
            **more,
        )

    def _contact(self) -> ContactDetails | None:
        chance = self.stage.chance
        from_outside = self.script.is_from_resident or self.script.channel in {
            "telephone",
            "counter",
        }
        if not (from_outside and self.script.reachable):
            return None
        name = chance.choice(speech.PEOPLE)
        return ContactDetails(name=name, phone=speech.telephone(chance))

    def submit(self, told: Report, by: Actor) -> None:
        done = report.submit(told, by=by, at=self.stage.now)
        self.case = done.case
        if self.script.is_from_resident:
            self.stage.codes[done.case.pk] = done.code
        self.stage.acts += 1
        self.stage.reported(self.case)
        self.stage.watch(self.case)
        self.chain = self.chain_of(self.case)
        if self.case.state == self.script.halt:
            raise Halted

    def matter(self) -> dict[str, Any]:
        condition = self.script.listed.conditions[self.script.condition][0]
        return {"matter": self.script.listed.row, "condition": condition}

    # --- time -----------------------------------------------------------------------

    def work(self, low: float, high: float) -> datetime:
        if self.script.is_urgent:
            return self.soon(min(low, 3), min(high, 12))
        return self.stage.hours.work(self.stage.now, low, high)

    def soon(self, low: float, high: float) -> datetime:
        return self.stage.hours.soon(self.stage.now, low, high)

    def handling(self, low: float = 0.25, high: float = 0.9) -> datetime:
        """Return when it is done: within the time, or late if the script wants it."""
        now, due = self.stage.now, self.due
        if self.script.late or due <= now:
            late = timedelta(minutes=self.stage.chance.uniform(40, 2400))
            return self.stage.hours.work(max(now, due) + late, 5, 60)
        return self.stage.hours.within(now, due, low, high)


def _each_once(shown: list[Shown]) -> tuple[Shown, ...]:
    """Return the files without doubles: an act shows a file once."""
    return tuple({each.file.pk: each for each in shown}.values())
