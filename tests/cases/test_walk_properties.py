"""Anybody does anything to a case, at any time: what must hold, holds.

Acts are drawn from all there are, by all there are, with fit and unfit facts; the clock
looks in between. What is refused has changed nothing; what is done is in the table.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from quincunx.cases import access, acts, pages, report, watch
from quincunx.cases.acts import ACTS
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import NEVER, Call, Case, Clock, Tally
from quincunx.cases.report import Report
from quincunx.cases.tidings import subject_of
from quincunx.cases.transition import Shown
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters.models import Condition
from quincunx.staff import actors
from tests.cases.conftest import Stage
from tests.cases.standing import EVERYBODY, GUESTS
from tests.cases.ways import WAYS

SEEDS = strategies.integers(0, 2**32 - 1)
MATTERS = ("lamp", "noise", "meals", "gas", "cover")
UNITS = ("city-management", "landscaping", "handling-team", "property-company")
LIMITS = ("1 work-day", "9 work-day", "1 work-hour")
EVIDENCE = ("photo-after", "reading", "text")
PEOPLE = ("resident", "clock", *(who for who in EVERYBODY if who not in GUESTS))


class Walk(RuleBasedStateMachine):
    stage: Stage  # given by the test that runs this
    photo: Any

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.began = self.stage.now
        self.refused: Counter[str] = Counter()

    def teardown(self) -> None:
        try:
            self._chains_hold()
        finally:
            self.stage.now = self.began
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize(seed=SEEDS)
    def somebody_reports(self, seed: int) -> None:
        """A report, at times against a body, at times already some way along."""
        chance = dice(seed)
        self.other = self.stage.report("lamp")
        if chance.random() < 0.5:
            way = WAYS[chance.choice(sorted(WAYS))](self.stage)
            self.case = way.case
            return
        against = chance.choice([None, self.stage.town.unit("property-company")])
        said = Report(
            text="It is dark.",
            place=self.stage.place("a1"),
            contact=ContactDetails(phone="13800138000"),
            against=against,
        )
        by = actors.reporter((), self.stage.now)
        self.case = report.submit(said, by=by, at=self.stage.now).case

    @rule(seed=SEEDS)
    def somebody_does_what_is_theirs(self, seed: int) -> None:
        chance = dice(seed)
        everybody = {who: self._actor(who) for who in PEOPLE}
        theirs = [
            (act, who)
            for who, actor in everybody.items()
            for act in access.acts_for(actor, self.case)
        ]
        if theirs:
            # Each act as often as any other, however many may do it.
            act = chance.choice(sorted({act for act, _ in theirs}))
            who = chance.choice([each for done, each in theirs if done == act])
            self._try(act, everybody[who], chance)

    @rule(seed=SEEDS)
    def somebody_does_anything(self, seed: int) -> None:
        chance = dice(seed)
        act = chance.choice(sorted(ACTS))
        self._try(act, self._actor(chance.choice(PEOPLE)), chance, unfit=0.2)

    @rule(hours=strategies.sampled_from([1, 3, 9, 26, 24 * 5, 24 * 40]))
    def time_passes_and_the_clock_looks(self, hours: int) -> None:
        self.stage.wait(hours=hours)
        watch.make_round(self.stage.now)
        self.case.refresh_from_db()

    @rule(seed=SEEDS)
    def somebody_looks(self, seed: int) -> None:
        """Pages open for whoever may see the case, in whatever state it is."""
        actor = self._actor(dice(seed).choice(PEOPLE))
        pages.offers(actor, self.case, self.stage.now)
        for each in pages.deadlines(self.case, self.stage.now):
            assert each.used >= timedelta(0)

    def _actor(self, who: str) -> Actor:
        if who == "resident":
            return actors.reporter([self.case.pk], self.stage.now)
        return self.stage.actor(who)

    def _try(self, act: Act, by: Actor, chance: Random, *, unfit: float = 0.0) -> None:
        before = books(self.case)
        facts = self._facts(act, chance, unfit)
        try:
            with transaction.atomic():
                acts.perform(act, self.case, facts, by=by, at=self.stage.now)
        except Refusal as refusal:
            self.refused[refusal.code] += 1
            assert books(self.case) == before
        self.case.refresh_from_db()

    def _facts(self, act: Act, chance: Random, unfit: float) -> dict[str, Any]:
        return {
            fact.name: self._told(fact, chance)
            if chance.random() >= unfit
            else chance.choice([None, "", "x" * 5000])
            for fact in LIFECYCLE.row(act).facts
            if fact.required or chance.random() < 0.3
            if fact.kind != "contact"
        }

    def _told(self, fact: Fact, chance: Random) -> Any:
        town, now = self.stage.town, self.stage.now
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
        }
        return told.get(fact.kind, "Said.")

    @invariant()
    def the_state_moved_by_the_table_only(self) -> None:
        if not hasattr(self, "case"):
            return
        state = State.NEW
        for entry in journal.entries(subject_of(self.case)):
            row = LIFECYCLE.row(Act(entry.act))
            assert state in row.frm
            state = State(row.to or state)
            assert entry.facts["state"] == state
        assert self.case.state == state

    @invariant()
    def the_case_says_when_to_look(self) -> None:
        if not hasattr(self, "case"):
            return
        case = self.case
        running = list(Clock.objects.filter(case=case, stopped_at=None))
        going = [clock for clock in running if not clock.paused]
        assert max(Counter(clock.stage for clock in running).values(), default=0) <= 1
        if case.is_open:
            assert case.due_at == min((c.due_at for c in going), default=NEVER)
        else:
            assert (case.due_at, running) == (None, [])
        for clock in going:
            if clock.next_at is not None:
                assert case.look_at is not None
                assert case.look_at <= clock.next_at
        for clock in Clock.objects.filter(case=case):
            must_run_forward(clock)

    @invariant()
    def nobody_does_what_the_law_forbids(self) -> None:
        if not hasattr(self, "case"):
            return
        case = self.case
        assert case.handler_id is None or case.handler_id != case.verifier_id
        assert (case.state == State.MERGED) == (case.merged_into_id is not None)
        if case.against_id is not None and not case.conflict_lifted:
            assert case.unit_id != case.against_id
            body = self.stage.actor("property")
            assert access.acts_for(body, case) == []
            assert not access.visible_cases(body).filter(pk=case.pk).exists()

    @invariant()
    def counts_count(self) -> None:
        counted: Counter[tuple[str, int | None, str]] = Counter()
        for path, unit, state, n in Tally.objects.values_list(
            "care_path", "unit_id", "state", "count"
        ):
            counted[path, unit, state] += n
        is_open = Case.objects.filter(closed_at=None)
        stand = Counter(is_open.values_list("care_path", "unit_id", "state"))
        assert {key: n for key, n in counted.items() if n} == stand

    def _chains_hold(self) -> None:
        journal.seal(self.stage.now)
        assert journal.verify().holds


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


def dice(seed: int) -> Random:
    return Random(seed)  # chooses what a test does


def run(stage: Stage, *, examples: int, steps: int) -> None:
    given = {"stage": stage, "photo": stage.photo()}
    run_state_machine_as_test(
        type("ThisWalk", (Walk,), given),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],  # to shrink takes minutes here
        ),
    )


def test_whatever_is_done_to_a_case_what_must_hold_holds(stage: Stage):
    run(stage, examples=6, steps=25)


@pytest.mark.drill
def test_whatever_is_done_to_a_case_for_six_thousand_steps(stage: Stage):
    run(stage, examples=120, steps=50)
