"""Who may do what, standing how, in which state: the reviewed table, kept by everybody.

`rights.csv` is the table, one line for each act and role. The lifecycle must draw it
exactly, and every person of the cast must be allowed and refused as it says.
"""

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from quincunx.cases import access, acts, maps, pages, queries
from quincunx.cases.acts import ACTS
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.maps import Box
from quincunx.cases.models import Case
from quincunx.cases.queries import Lane, Wanted
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from tests.cases import ways
from tests.cases.conftest import Stage
from tests.cases.standing import TABLE, everybody, permitted, sees
from tests.cases.ways import CANARY, WAYS, Way
from tools.draw_rights import drawn

TOWN = Box(116.0, 39.0, 117.0, 40.0)
# What an action finds out beside the guards of its row.
OWN_REFUSALS = {"extension-too-long", "limits-of-two-units", "no-clock-to-extend"}
DONE = "done"


def outcome(
    act: Act, case: Case, facts: dict[str, Any], by: Actor, stage: Stage
) -> str:
    """Try an act and take it back; return what came of it."""
    try:
        with transaction.atomic():
            acts.perform(act, case, facts, by=by, at=stage.now)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return DONE


def expected(act: Act, who: str, way: Way) -> set[str]:
    """Return every outcome that would be right."""
    row = LIFECYCLE.row(act)
    if way.case.state not in row.frm:
        return {"act-not-open"}
    if act not in permitted(who, way):
        return {"not-yours-to-do"}
    return {DONE, *row.guards, *OWN_REFUSALS}


def wrong(stage: Stage, way: Way, asked: Iterable[tuple[Act, str]]) -> list[str]:
    """Try acts as people of the cast; return what came out otherwise than expected."""
    cast, other = everybody(stage, way), stage.report("lamp")
    found = []
    for act, who in asked:
        facts = ways.facts_for(LIFECYCLE.row(act), stage, other)
        came = outcome(act, way.case, facts, cast[who], stage)
        if came not in expected(act, who, way):
            found.append(f"{way.case.state}: {act} by {who}: {came}")
    return found


def test_the_lifecycle_draws_the_reviewed_table():
    """If this fails and is meant: tools/draw_rights.py writes it anew, to be read."""
    assert drawn() == TABLE.read_text()


def test_everybody_is_offered_what_the_table_says_in_every_state(stage: Stage):
    differing = []
    for walk in WAYS.values():
        way = walk(stage)
        for who, actor in everybody(stage, way).items():
            offered = {str(act) for act in access.acts_for(actor, way.case)}
            shown = {str(each.act) for each in pages.offers(actor, way.case, stage.now)}
            if (offered, shown) != (permitted(who, way), offered):
                differing.append((way.case.state, who, offered ^ permitted(who, way)))
    assert differing == []


def test_ways_lead_where_they_say(stage: Stage):
    assert {state: walk(stage).case.state for state, walk in WAYS.items()} == {
        state: state for state in WAYS
    }
    assert set(WAYS) == set(State) - {State.NEW}


@pytest.mark.parametrize("state", [State.ESTABLISHED, State.HANDLING, State.FILED])
def test_a_sample_of_attempts_ends_as_the_table_says(stage: Stage, state: State):
    way = WAYS[state](stage)
    whole = [(act, who) for act in ACTS for who in everybody(stage, way)]
    sample = random.Random(state).sample(whole, 120)  # a test's choice
    assert wrong(stage, way, sample) == []


@pytest.mark.drill
@pytest.mark.parametrize("state", sorted(WAYS))
def test_every_attempt_ends_as_the_table_says(stage: Stage, state: State):
    way = WAYS[state](stage)
    whole = [(act, who) for act in ACTS for who in everybody(stage, way)]
    assert wrong(stage, way, whole) == []


@pytest.mark.parametrize("state", [State.REPORTED, State.HANDLING, State.VERIFIED])
def test_the_body_complained_of_may_do_nothing_and_sees_nothing(
    stage: Stage, state: State
):
    way = WAYS[state](stage)
    Case.objects.filter(pk=way.case.pk).update(against=stage.town.unit("landscaping"))
    way.case.refresh_from_db()
    body = stage.actor("officer-landscaping")
    assert access.acts_for(body, way.case) == []
    assert pages.offers(body, way.case, stage.now) == []
    assert came_across(body, way.case, stage.now) == []


@pytest.mark.parametrize("state", [State.REPORTED, State.RESPONDING, State.VERIFIED])
def test_what_the_page_would_refuse_is_found_on_no_other_way(
    stage: Stage, state: State
):
    """The words of a case are a canary: nobody else hears it sing."""
    way = WAYS[state](stage)
    reads = {who: came_across(a, way.case, stage.now) for who, a in cast_of(stage, way)}
    assert {who for who in reads if reads[who]} == {
        who for who in reads if sees(who, way)
    }


def test_hidden_and_absent_are_refused_alike(stage: Stage):
    way = ways.handling(stage)
    absent = way.case.number[:-6] + "000000"
    for who, actor in cast_of(stage, way):
        if not sees(who, way):
            said = [refused(actor, number) for number in (way.case.number, absent)]
            assert said[0].replace(way.case.number, absent) == said[1]


def test_counts_tell_no_more_than_the_lists(stage: Stage):
    way = ways.handling(stage)
    stage.report("lamp", by="leader-c1", at="c1")
    for _, actor in cast_of(stage, way):
        rows = {lane: len(queries.queue(actor, lane, stage.now).rows) for lane in Lane}
        assert queries.lane_counts(actor, stage.now) == rows
        cells = maps.cells(actor, TOWN, Wanted(), stage.now)
        points = maps.points(actor, TOWN, Wanted(), stage.now)
        assert sum(cell.count for cell in cells) == len(points)


def cast_of(stage: Stage, way: Way) -> list[tuple[str, Actor]]:
    return list(everybody(stage, way).items())


def refused(actor: Actor, number: str) -> str:
    with pytest.raises(Refusal) as refusal:
        access.case_for(actor, number)
    return f"{refusal.value.code}: {wording.in_words(refusal.value)}"


def came_across(actor: Actor, case: Case, now: datetime) -> list[str]:
    """Return on which of all the reads somebody comes across a case."""
    assert case.lon is not None
    assert case.lat is not None
    near = Case(lon=case.lon, lat=case.lat, reported_at=case.reported_at)
    wanted = [Wanted(), Wanted(words=case.number), Wanted(words=case.place)]
    wanted += [Wanted(path=case.care_path), Wanted(lane=Lane.IN_HAND, is_open=True)]
    found = {
        "page": access.visible_cases(actor).filter(number=case.number),
        "points": maps.points(actor, TOWN, Wanted(), now),
        "neighbours": maps.possibly_same(actor, near),
        **{lane: queries.queue(actor, lane, now).rows for lane in Lane},
        **{each: queries.listing(actor, each, now).rows for each in wanted},
    }
    return [str(name) for name, rows in found.items() if _tells(rows, case)]


def _tells(rows: Iterable[Case], case: Case) -> bool:
    return any(row == case or CANARY in f"{row.text} {row.place}" for row in rows)


def test_those_who_report_nearby_hear_no_words(stage: Stage):
    waiting, looked_at = ways.reported(stage).case, ways.dispatched(stage).case
    lon, lat = stage.town.spot("a1")
    Case.objects.filter(pk=waiting.pk).update(public=True)
    assert maps.public_near(lon, lat, stage.now) == [looked_at]
    Case.objects.filter(pk=looked_at.pk).update(public=False)
    assert maps.public_near(lon, lat, stage.now) == []


def test_the_reporter_reads_what_was_said_to_them_and_no_name(stage: Stage):
    way = ways.verified(stage)
    for moment in pages.timeline(way.case, public=True):
        assert (moment.person, moment.facts) == (None, {})
        assert moment.act not in {Act.ASK_EXTENSION, Act.NOTE, Act.SUPERVISE}
