"""Anybody does anything to a case, at any time: what must hold, holds.

Acts are drawn from all there are, by all there are, with fit and unfit facts; the clock
looks in between. What is refused has changed nothing; what is done is in the table.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings, strategies

from quincunx.cases import access, acts, pages, report, watch
from quincunx.cases.acts import ACTS
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import NEVER, Call, Case, Clock, Tally
from quincunx.cases.report import Report
from quincunx.cases.shown import photos_of
from quincunx.cases.tidings import subject_of
from quincunx.cases.transition import SAID, Shown
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import StoredFile
from quincunx.foundation.steps import Fact, Row
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters.models import Condition
from quincunx.staff import actors
from tests.cases.conftest import Stage
from tests.cases.standing import EVERYBODY, GUESTS
from tests.cases.ways import WAYS

SEEDS = strategies.binary(min_size=8, max_size=8)  # numbers would mostly be small
MATTERS = ("lamp", "noise", "meals", "gas", "cover")
UNITS = ("city-management", "landscaping", "handling-team", "property-company")
LIMITS = ("1 work-day", "9 work-day", "1 work-hour")
EVIDENCE = ("photo-after", "reading", "text")
MINUTES = (0, 1, 20, 70, 300)
# Who works for the bodies a case may be against.
BODIES = {
    "city-management": "officer",
    "landscaping": "officer-landscaping",
    "handling-team": "officer-team",
}
# They end a case, or are words that are possible nearly always.
DULL = {Act.NOTE, Act.FOLLOW, Act.REFUSE, Act.WITHDRAW, Act.MERGE, Act.PROPOSE_CLOSING}
# Two steps by two bodies on a case that is filed: without a push they meet too seldom.
APPEALS = {Act.APPEAL, Act.DECIDE_APPEAL, Act.REVIEW_APPEAL}
# No matter of the small pack has milestones, or does without verification.
NOT_HERE = {Act.MILESTONE, Act.SKIP_VERIFICATION}
# Too long is what can be counted: doors look up a unit, a person or a case first.
WORDS = SAID | {"choice", "number", "files", "units"}
UNFIT = (None, "", "x" * 5000)
PEOPLE = ("resident", "clock", *(who for who in EVERYBODY if who not in GUESTS))


class Walk:
    """One case, and chance: who does what with it next, and when."""

    def __init__(self, stage: Stage, seed: bytes, photo: StoredFile) -> None:
        self.stage, self.photo = stage, photo
        self.chance = Random(seed)
        self.done: Counter[str] = Counter()
        self.other = stage.report("lamp")
        self.case = self._begin()

    def _begin(self) -> Case:
        """A report, at times against a body, at times already some way along."""
        if self.chance.random() < 0.5:
            return WAYS[self.chance.choice(sorted(WAYS))](self.stage).case
        body = self.stage.town.unit("property-company")
        said = Report(
            text="It is dark.",
            place=self.stage.place("a1"),
            contact=ContactDetails(phone="13800138000"),
            against=self.chance.choice([None, body]),
        )
        by = actors.reporter((), self.stage.now)
        return report.submit(said, by=by, at=self.stage.now).case

    def take(self, steps: int) -> None:
        ways: list[Callable[[], None]] = [
            *[self.somebody_does_what_is_theirs] * 6,
            *[self.somebody_does_anything] * 2,
            self.the_clock_looks,
            self.somebody_looks,
        ]
        for _ in range(steps):
            self.stage.wait(minutes=self.chance.choice(MINUTES))
            self.chance.choice(ways)()
            self.case.refresh_from_db()
            must_hold(self.case, self.stage)
            if self.case.state in (State.REFUSED, State.WITHDRAWN):
                self.case = self._begin()

    def somebody_does_what_is_theirs(self) -> None:
        """Somebody does something; what leads on is done more often than words."""
        rows = LIFECYCLE.open_in(State(self.case.state))
        likely = [_likely(row) for row in rows]
        [act] = self.chance.choices([Act(row.act) for row in rows], likely)
        for who in self.chance.sample(PEOPLE, len(PEOPLE)):
            by = self._actor(who)
            if access.may(act, by, self.case):
                self._try(act, by)
                return

    def somebody_does_anything(self) -> None:
        act = self.chance.choice(sorted(ACTS))
        self._try(act, self._actor(self.chance.choice(PEOPLE)), unfit=0.2)

    def the_clock_looks(self) -> None:
        self.stage.wait(hours=self.chance.choice([3, 26, 24 * 5, 24 * 40]))
        watch.make_round(self.stage.now)

    def somebody_looks(self) -> None:
        """Pages open for whoever may see the case, in whatever state it is."""
        actor = self._actor(self.chance.choice(PEOPLE))
        pages.offers(actor, self.case, self.stage.now)
        for each in pages.deadlines(self.case, self.stage.now):
            assert each.used >= timedelta(0)

    def _actor(self, who: str) -> Actor:
        if who == "resident":
            return actors.reporter([self.case.pk], self.stage.now)
        return self.stage.actor(who)

    def _try(self, act: Act, by: Actor, *, unfit: float = 0.0) -> None:
        before, facts = books(self.case), self._facts(act, unfit)
        try:
            with transaction.atomic():
                acts.perform(act, self.case, facts, by=by, at=self.stage.now)
        except Refusal:
            assert books(self.case) == before
        else:
            self.done[act] += 1

    def _facts(self, act: Act, unfit: float) -> dict[str, Any]:
        return {
            fact.name: self._told(fact)
            if self.chance.random() >= unfit
            else self.chance.choice(UNFIT if fact.kind in WORDS else UNFIT[:2])
            for fact in LIFECYCLE.row(act).facts
            if fact.required or self.chance.random() < 0.3
            if fact.kind != "contact"
        }

    def _told(self, fact: Fact) -> Any:
        chance, town, now = self.chance, self.stage.town, self.stage.now
        unit = town.unit(chance.choice(UNITS))
        shown = [Shown(self.photo, kind, "a.jpg") for kind in EVIDENCE]
        if fact.kind == "choice":
            return chance.choice(fact.choices)
        told: Mapping[str, Any] = {
            "number": chance.randrange(0, 7),
            "limit": Limit.parse(chance.choice(LIMITS)),
            "date": (now + timedelta(days=chance.randrange(-1, 12))).date(),
            "case": chance.choice([self.case, self.other]),
            "matter": self.stage.matter(chance.choice(MATTERS)),
            "condition": chance.choice(Condition.objects.order_by("pk")),
            "unit": unit,
            "units": (unit,),
            "person": town.person("member"),
            "files": tuple(chance.sample(shown, 1)),
            "photos": tuple(photos_of(self.case)[:2]),
        }
        return told.get(fact.kind, "Said.")


def _likely(row: Row) -> float:
    """Say how likely an act is to be tried, against others."""
    if row.act in APPEALS:
        return 6.0
    return 0.2 if row.act in DULL else 3.0 if row.to else 1.0


def must_hold(case: Case, stage: Stage) -> None:
    must_have_moved_by_the_table(case)
    must_say_when_to_look(case)
    must_do_nothing_the_law_forbids(case, stage)
    must_be_counted()


def must_have_moved_by_the_table(case: Case) -> None:
    """Walk the journal: each act was open in its state, and led where the row says."""
    was = state = State.NEW
    for entry in journal.entries(subject_of(case)):
        row = LIFECYCLE.row(Act(entry.act))
        assert state in row.frm
        is_back = row.act == Act.TAKE_BACK  # to where the act before it began
        was, state = state, was if is_back else State(row.to or state)
        assert entry.facts["state"] == state
    assert case.state == state


def must_say_when_to_look(case: Case) -> None:
    running = list(Clock.objects.filter(case=case, stopped_at=None))
    going = [clock for clock in running if not clock.paused]
    assert max(Counter(clock.stage for clock in running).values(), default=0) <= 1
    if case.is_open:
        assert case.due_at == min((c.due_at for c in going), default=NEVER)
    else:
        assert (case.due_at, running) == (None, [])
    next_looks = [clock.next_at for clock in going if clock.next_at is not None]
    assert not next_looks or (case.look_at and case.look_at <= min(next_looks))
    for clock in Clock.objects.filter(case=case):
        must_run_forward(clock)


def must_do_nothing_the_law_forbids(case: Case, stage: Stage) -> None:
    assert case.handler_id is None or case.handler_id != case.verifier_id
    assert (case.state == State.MERGED) == (case.merged_into_id is not None)
    if case.against_id is not None and not case.conflict_lifted:
        assert case.unit_id != case.against_id
        body = stage.actor(BODIES.get(case.against.code, "property"))
        assert access.acts_for(body, case) == []
        assert not access.visible_cases(body).filter(pk=case.pk).exists()


def must_be_counted() -> None:
    counted: Counter[tuple[str, int | None, str]] = Counter()
    columns = ("care_path", "unit_id", "state", "count")
    for path, unit, state, n in Tally.objects.values_list(*columns):
        counted[path, unit, state] += n
    is_open = Case.objects.filter(closed_at=None)
    stand = Counter(is_open.values_list("care_path", "unit_id", "state"))
    assert {key: n for key, n in counted.items() if n} == stand


def must_run_forward(clock: Clock) -> None:
    moments = [clock.started_at]
    for since, until in clock.pauses:
        moments += [datetime.fromisoformat(m) for m in (since, until) if m is not None]
    moments += [clock.stopped_at] if clock.stopped_at else []
    assert moments == sorted(moments)
    assert clock.paused == any(until is None for _, until in clock.pauses)


def books(case: Case) -> tuple[Any, ...]:
    """Return all that is written of a case."""
    return (
        Case.objects.filter(pk=case.pk).values().get(),
        list(Clock.objects.filter(case=case).order_by("pk").values()),
        list(Call.objects.filter(case=case).order_by("pk").values()),
        case.remarks.count(),
        case.extensions.count(),
        Tally.objects.count(),
        len(list(journal.entries(subject_of(case)))),
    )


def walks(stage: Stage, *, times: int, steps: int) -> Counter[str]:
    """Walk many cases, each from the same town; return how often each act was done."""
    photo, began = stage.photo(), stage.now
    done: Counter[str] = Counter()

    @settings(max_examples=times, deadline=None, phases=[Phase.reuse, Phase.generate])
    @given(seed=SEEDS)
    def one(seed: bytes) -> None:
        stage.now = began
        with transaction.atomic():
            walk = Walk(stage, seed, photo)
            walk.take(steps)
            journal.seal(stage.now)
            assert journal.verify().holds
            done.update(walk.done)
            transaction.set_rollback(True)

    one()
    return done


def test_whatever_is_done_to_a_case_what_must_hold_holds(stage: Stage):
    assert len(walks(stage, times=12, steps=30)) > 20


@pytest.mark.drill
def test_whatever_is_done_to_a_case_ten_thousand_times(stage: Stage):
    done = walks(stage, times=250, steps=40)
    print(done.total(), done.most_common()[-8:])  # noqa: T201  # the figures of a drill
    assert set(ACTS) - set(done) <= NOT_HERE
