"""The table of a case's life holds together: nothing hangs loose, nothing is short."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from quincunx.cases import clocks, guards, report
from quincunx.cases.acts import ACTS
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.vocabulary import (
    CLOSED,
    HAS_UNIT,
    IN_HAND,
    OPEN,
    STANDS,
    Act,
    Relation,
    Stage,
    State,
    Step,
    Word,
    inner_step_of,
    step_of,
    word_of,
)
from quincunx.foundation.steps import Row, Table
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role

# Report and record make a case: their facts stand in `Report`, and in one more.
MAKING = {Act.REPORT, Act.RECORD}
ROWS = [pytest.param(row, id=str(row.act)) for row in LIFECYCLE]
# Only looked after from outside the streets: appoints and founds, handles no case.
NO_CASES = {Role.ADMINISTRATOR}


def told_to(action: Callable[..., Any]) -> dict[str, bool]:
    """Return what an action asks for beside case, by and at, and whether it must."""
    return {
        name: each.default is each.empty
        for name, each in inspect.signature(action).parameters.items()
        if name not in {"case", "by", "at"}
    }


def reached(frm: State) -> set[State]:
    """Return every state that some sequence of acts leads to."""
    found, fresh = set(), {frm}
    while fresh:
        found |= fresh
        fresh = {
            State(row.to)
            for state in fresh
            for row in LIFECYCLE.open_in(state)
            if row.to is not None
        } - found
    return found


def test_every_act_stands_once():
    assert sorted(row.act for row in LIFECYCLE) == sorted(Act)
    twice = LIFECYCLE.rows[0]
    with pytest.raises(ValueError, match="stands twice"):
        Table([twice, twice])


def test_every_state_is_reached_by_acts_from_a_report():
    assert reached(State.NEW) == set(State)


def test_every_open_case_can_come_to_the_file():
    assert {state for state in OPEN if State.FILED not in reached(state)} == set()


def test_every_state_is_new_open_or_closed_and_stands_somewhere():
    assert OPEN | CLOSED | {State.NEW} == set(State)
    assert not OPEN & CLOSED
    assert (IN_HAND | HAS_UNIT) <= OPEN
    assert set(STANDS) == OPEN | CLOSED


def test_what_is_closed_opens_again_only_by_an_act_that_says_so():
    ways_back = {
        (row.act, state)
        for row in LIFECYCLE
        for state in row.frm & CLOSED
        if row.to in OPEN
    }
    assert ways_back == {(Act.UNMERGE, State.MERGED), (Act.REOPEN, State.FILED)}


@pytest.mark.parametrize("state", sorted(OPEN | CLOSED))
def test_steps_and_words_agree(state: State):
    assert STANDS[state] == (step_of(state), word_of(state))
    assert step_of(state) in Step
    assert word_of(state) in Word
    assert (word_of(state) is Word.CLOSED) == (state in CLOSED)
    assert inner_step_of(state)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_where_the_case_stands_afterwards(row: Row):
    assert (row.step, row.public) == (STANDS[State(row.to)] if row.to else ("", ""))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_states_roles_and_relations_there_are(row: Row):
    assert row.frm
    assert row.frm <= set(State)
    assert row.rights
    assert {right.role for right in row.rights} <= set(Role) - NO_CASES
    assert {right.relation for right in row.rights} <= set(Relation)


@pytest.mark.parametrize("row", ROWS)
def test_every_word_about_clocks_is_understood(row: Row):
    for effect in row.clocks:
        word, stage = effect.split(" ")
        assert word in clocks._WORDS
        assert stage in {*Stage, "all"}
        assert stage != "all" or word == "stop"


def test_every_stage_starts_and_ends_and_has_a_usual_limit():
    said = {effect for row in LIFECYCLE for effect in row.clocks}
    starts = {each.split()[1] for each in said if each.split()[0] in ("start", "go-on")}
    ends = {each.split()[1] for each in said if each.startswith("stop ")} - {"all"}
    assert starts == set(Stage)
    assert ends == set(Stage)
    assert set(clocks.USUAL) == set(Stage)


def test_every_word_about_clocks_is_used():
    said = {effect.split()[0] for row in LIFECYCLE for effect in row.clocks}
    assert said == set(clocks._WORDS)


def test_every_guard_is_known_and_used():
    named = {guard for row in LIFECYCLE for guard in row.guards}
    assert named == set(guards.GUARDS)


def test_every_act_but_those_that_make_a_case_is_done_by_name():
    assert set(ACTS) == set(Act) - MAKING


@pytest.mark.parametrize("row", [row for row in LIFECYCLE if row.act in ACTS])
def test_an_action_asks_for_the_facts_of_its_row(row: Row):
    facts = {fact.name: fact.required for fact in row.facts}
    assert told_to(ACTS[Act(row.act)]) == facts


def test_reports_and_records_take_the_facts_of_their_rows():
    said = {*inspect.signature(report.Report).parameters, *told_to(report.record)}
    for act in MAKING:
        assert {fact.name for fact in LIFECYCLE.row(act).facts} <= said


@pytest.mark.parametrize("row", ROWS)
def test_facts_are_bounded(row: Row):
    for fact in row.facts:
        assert (fact.kind == "choice") == bool(fact.choices)
        assert 0 < fact.most <= 4000


def test_an_act_nobody_knows_and_one_not_open_are_refused():
    with pytest.raises(Refusal, match="unknown-act"):
        LIFECYCLE.row(State.NEW)
    with pytest.raises(Refusal, match="act-not-open"):
        LIFECYCLE.row_for(Act.FILE, State.REPORTED)
