"""A list from elsewhere: through the real acts, once, and nothing swallowed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from quincunx.cases import bring_in, watch
from quincunx.cases.bring_in import BroughtIn, Mapping, bring, walk
from quincunx.cases.models import Case, Clock, Foreign, Tally
from quincunx.cases.tally import open_by_state
from quincunx.cases.tidings import subject_of
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation import journal
from quincunx.foundation.models import Notice
from quincunx.lib import spreadsheets
from quincunx.lib.refusal import Refusal
from quincunx.matters.load import load
from quincunx.matters.source import Source
from quincunx.staff.models import Person
from tests.cases.conftest import PACK, Stage

COLUMNS = (
    "no",
    "type",
    "opened",
    "due",
    "closed",
    "state",
    "unit",
    "what",
    "lon",
    "lat",
)
MAP = """
source = "old-desk"
untold = "Nobody wrote down whether they were told."
[columns]
id = "no"
opened = "opened"
due = "due"
closed = "closed"
text = "what"
lon = "lon"
lat = "lat"
[time]
format = "%Y-%m-%d %H:%M"
zone = "Asia/Shanghai"
[position]
default-points = [[116.0, 39.0]]
[matter]
columns = ["type"]
[matter.values]
"路灯" = "lamp"
[unit]
columns = ["unit"]
named-by = "name"
[state]
columns = ["state"]
[state.values]
new = "reported"
sent = "dispatched"
open = "handling"
done = "filed"
no = "refused:not-ours"
gone = "withdrawn:solved-itself"
"""
DONE = {
    "no": "A-1",
    "type": "路灯",
    "opened": "2026-02-02 09:00",
    "due": "2026-02-04 09:00",
    "closed": "2026-02-03 10:00",
    "state": "done",
    "unit": "城市管理局",
    "what": "灯不亮",
    "lon": "116.405",
    "lat": "39.905",
}
TEN = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Somebody who brings in lists, with the map they have written."""

    stage: Stage
    folder: Path

    def mapping(self, text: str = MAP) -> Mapping:
        plan = self.folder / "map.toml"
        plan.write_text(text, encoding="utf-8")
        return bring_in.read_mapping(plan)

    def bring(self, *rows: dict[str, str], plan: str = MAP) -> BroughtIn:
        file = self.folder / "list.csv"
        told = [[row.get(name, "") for name in COLUMNS] for row in rows]
        file.write_bytes(b"".join(spreadsheets.csv_pieces(COLUMNS, told)))
        return self.bring_file(file, plan)

    def bring_file(self, file: Path, plan: str = MAP) -> BroughtIn:
        by, now = self.stage.town.owner, self.stage.now
        return bring_in.bring_in(file, file.name, self.mapping(plan), by=by, at=now)


@pytest.fixture
def desk(stage: Stage, tmp_path: Path) -> Desk:
    return Desk(stage, tmp_path)


def only_case() -> Case:
    return Case.objects.select_related("unit", "grid").get()


def reasons(done: BroughtIn) -> list[tuple[int, str, object]]:
    return [
        (n.row, n.refusal.code, n.refusal.facts.get("column")) for n in done.not_taken
    ]


def test_a_closed_row_walks_through_every_act_at_its_time(desk: Desk) -> None:
    assert desk.bring(DONE) == BroughtIn(rows=1, new=1)

    case = only_case()
    assert (case.state, case.grid, case.unit) == (
        State.FILED,
        desk.stage.town.area("a1"),
        desk.stage.town.unit("city-management"),
    )
    assert (case.handled_at, case.closed_at, case.overdue) == (TEN, TEN, False)
    assert case.untold_reason == "Nobody wrote down whether they were told."
    entries = list(journal.entries(subject_of(case)))
    assert [entry.act for entry in entries] == [
        "report", "establish", "dispatch", "accept", "finish", "confirm", "file",
    ]  # fmt: skip
    assert {entry.by_kind for entry in entries} == {"importer"}
    assert {entry.recorded_at for entry in entries} == {desk.stage.now}
    assert entries[0].at == datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
    assert journal.verify().holds


def test_each_act_is_done_by_a_marked_stand_in_nobody_can_sign_in_as(
    desk: Desk,
) -> None:
    desk.bring(DONE)

    case = only_case()
    made = Person.objects.filter(is_stand_in=True)
    assert made.count() == 3
    assert {case.handler, case.verifier, case.dispatcher} == set(made)
    assert not any(person.has_usable_password() for person in made)
    desk.bring(DONE | {"no": "A-2"})
    assert Person.objects.filter(is_stand_in=True).count() == 3


def test_the_deadline_is_the_one_the_list_tells(desk: Desk) -> None:
    late = DONE | {"no": "A-2", "due": "2026-02-03 09:59"}
    plain = DONE | {"no": "A-3", "due": "", "state": "open", "closed": ""}
    desk.bring(DONE, late, plain)

    told = dict(Foreign.objects.values_list("foreign_id", "case__overdue"))
    assert told == {"A-1": False, "A-2": True, "A-3": False}
    clock = Clock.objects.get(case__foreign__foreign_id="A-2", stage="handle")
    assert clock.due_at == TEN - timedelta(minutes=1)
    assert (clock.limit, clock.calendar) == ("1499 urgent-minute", "as-told")
    counted = Clock.objects.get(case__foreign__foreign_id="A-3", stage="handle")
    assert counted.due_at == datetime(2026, 2, 4, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "limit"),
    [
        (timedelta(days=-2), "1 urgent-minute"),
        (timedelta(minutes=90), "90 urgent-minute"),
        (timedelta(days=14, seconds=-1), "336 urgent-hour"),
        (timedelta(days=500), "500 natural-day"),
        (timedelta(days=99_999), "10000 natural-day"),
    ],
)
def test_a_told_deadline_is_a_limit_that_runs_day_and_night(
    span: timedelta, limit: str
) -> None:
    assert str(walk.told_limit(span)) == limit


# What a state of the list becomes, and the acts on the way there.
GOALS = {
    "new": ("reported", ["report"]),
    "sent": ("dispatched", ["report", "establish", "dispatch"]),
    "open": ("handling", ["report", "establish", "dispatch", "accept"]),
    "no": ("refused", ["report", "refuse"]),
    "gone": ("withdrawn", ["report", "withdraw"]),
}


@pytest.mark.parametrize("state", GOALS)
def test_a_row_ends_where_the_map_says(desk: Desk, state: str) -> None:
    goal, acts = GOALS[state]
    closed = DONE["closed"] if state in {"no", "gone"} else ""

    assert desk.bring(DONE | {"state": state, "closed": closed}).new == 1

    case = only_case()
    assert case.state == goal
    assert [entry.act for entry in journal.entries(subject_of(case))] == acts
    if state == "sent":
        assert case.promised_at == datetime(2026, 2, 4, 1, 0, tzinfo=UTC)
    counted = open_by_state(desk.stage.town.area("district").path)
    assert counted == ({goal: 1} if case.is_open else {})


def test_a_matter_holds_until_the_towns_own_day(desk: Desk) -> None:
    """Permits end on 2 February; at seven that morning UTC is a day behind."""
    pack = PACK.read_text().replace('code = "permit"', 'code = "stall"')
    midnight = datetime(2026, 2, 1, 16, 30, tzinfo=UTC)
    load(Source.of({"five-elms.toml": pack}), by=desk.stage.town.owner, at=midnight)
    plan = MAP.replace('"路灯" = "lamp"', '"stall" = "permit"')
    row = {**DONE, "type": "stall", "state": "new", "due": "", "closed": ""}
    late = {**row, "opened": "2026-02-02 07:00"}
    assert reasons(desk.bring(late, plan=plan)) == [(2, "row-matter-unknown", "type")]
    assert desk.bring({**row, "opened": "2026-02-01 23:00"}, plan=plan).new == 1


def test_an_emergency_and_a_matter_without_unit_find_their_own_way(desk: Desk) -> None:
    gas = DONE | {"type": "gas", "unit": "", "what": "0 ppm at the door"}
    plan = MAP.replace('text = "what"', 'text = "what"\nresult = "what"')
    routed = DONE | {"no": "A-2", "unit": ""}
    assert desk.bring(gas, routed, plan=plan).not_taken == ()

    units = Case.objects.values_list("foreign__foreign_id", "unit__code", "state")
    assert sorted(units) == [
        ("A-1", "city-management", "filed"),
        ("A-2", "city-management", "filed"),
    ]


def test_brought_in_again_nothing_is_new(desk: Desk) -> None:
    desk.bring(DONE)
    before = list(Case.objects.values())

    assert desk.bring(DONE) == BroughtIn(rows=1, known=1)
    assert list(Case.objects.values()) == before
    more = desk.bring(DONE, DONE | {"no": "A-2"})
    assert (more.new, more.known) == (1, 1)


def test_a_default_point_is_a_case_that_is_not_located(desk: Desk) -> None:
    desk.bring(
        DONE | {"lon": "116.0", "lat": "39.0"}, DONE | {"no": "2", "lon": "", "lat": ""}
    )

    for case in Case.objects.select_related("grid"):
        assert (case.located, case.lon, case.grid.level) == ("not-located", None, 1)


def test_a_place_outside_is_refused_or_kept_without_it_as_the_map_says(
    desk: Desk,
) -> None:
    outside = DONE | {"lon": "116.9"}
    assert reasons(desk.bring(outside)) == [(2, "outside-the-district", None)]

    keeping = MAP.replace("[position]", '[position]\noutside = "keep"')
    assert desk.bring(outside, plan=keeping).new == 1
    assert only_case().located == "not-located"


def test_history_counts_when_the_same_comes_back_and_opens_nothing_itself(
    desk: Desk,
) -> None:
    """Three of the list are history; the fourth, reported here, tells them together."""
    stage = desk.stage
    lon, lat = stage.town.spot("a1")
    spot = {"lon": str(lon), "lat": str(lat)}
    past = [DONE | spot | {"no": number} for number in ("A-1", "A-2", "A-3")]
    desk.bring(*past)
    watch.make_round(stage.now)
    assert not Case.objects.filter(channel="recurrence").exists()

    case = stage.handled(stage.report("lamp"))
    case = stage.do(Act.CONFIRM, case, "verifier")
    case = stage.do(Act.FILE, case, "dispatcher-centre", reason="No contact.")
    case = stage.watched(case)

    root = Case.objects.get(channel="recurrence")
    assert case.root_cause == root
    assert root.recurrences.filter(foreign__isnull=False).count() == 3


def test_nobody_is_told_and_history_is_not_looked_at_again(desk: Desk) -> None:
    desk.bring(DONE, DONE | {"no": "A-2", "state": "open", "closed": ""})

    assert not Notice.objects.exists()
    looks = dict(Case.objects.values_list("state", "look_at"))
    assert looks["filed"] is None
    assert looks["handling"] is not None


# What is wrong with a row, and the reason and column that are reported.
WRONG: dict[str, tuple[dict[str, str], str, str | None]] = {
    "no number": ({"no": ""}, "row-value-missing", "no"),
    "no text": ({"what": ""}, "row-value-missing", "what"),
    "never opened": ({"opened": ""}, "row-value-missing", "opened"),
    "a time in words": ({"opened": "yesterday"}, "row-time-not-understood", "opened"),
    "opened tomorrow": ({"opened": "2026-03-03 09:00"}, "row-in-the-future", "opened"),
    "closed tomorrow": ({"closed": "2026-03-03 09:00"}, "row-in-the-future", "closed"),
    "closed before": ({"closed": "2026-02-01 09:00"}, "row-out-of-order", "closed"),
    "closed never": ({"closed": ""}, "row-end-missing", "state"),
    "a new state": ({"state": "lost"}, "row-state-unknown", "state"),
    "a new matter": ({"type": "sky"}, "row-matter-unknown", "type"),
    "a new unit": ({"unit": "NASA"}, "row-unit-unknown", "unit"),
    "a place in words": ({"lon": "left"}, "row-not-a-number", "lon"),
    "swapped": ({"lon": "39.9", "lat": "116.4"}, "row-position-wrong", "lon"),
    "no photo": ({"type": "cover"}, "evidence", None),
    "a book": ({"what": "x" * 4001}, "too-long", None),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_row_is_refused_for(desk: Desk, wrong: str) -> None:
    told, code, column = WRONG[wrong]
    good = DONE | {"no": "good"}

    done = desk.bring(DONE | told, good)

    assert reasons(done) == [(2, code, column)]
    assert (done.new, only_case().foreign.foreign_id) == (1, "good")
    assert Tally.objects.filter(count__gt=0).count() <= 1
    assert journal.verify().holds


@pytest.mark.parametrize("batch", [1, 100])
def test_a_number_twice_in_the_list_is_taken_once(
    desk: Desk, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring, "BATCH", batch)
    done = desk.bring(DONE, DONE)
    assert (done.new, reasons(done)) == (1, [(3, "row-twice", "no")])
    assert desk.bring(DONE).known == 1


def test_a_workbook_is_read_like_a_list(desk: Desk) -> None:
    file = desk.folder / "list.xlsx"
    rows = [[DONE[name] for name in COLUMNS]]
    file.write_bytes(spreadsheets.xlsx(COLUMNS, rows, "cases"))
    assert desk.bring_file(file).new == 1


def test_a_kill_half_way_keeps_whole_batches_and_the_next_call_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database goes away in the third batch of two."""
    monkeypatch.setattr(bring, "BATCH", 2)
    rows = [DONE | {"no": f"A-{n}"} for n in range(7)]
    seen: list[object] = []

    def dying(*told: object) -> Case:
        seen.append(told)
        if len(seen) == 6:
            raise OperationalError("gone")
        return walk.walk(*told)  # type: ignore[arg-type]  # passed through

    with monkeypatch.context() as patched:
        patched.setattr(bring, "walk", dying)
        with pytest.raises(OperationalError):
            desk.bring(*rows)
    assert Case.objects.count() == Foreign.objects.count() == 4

    done = desk.bring(*rows)
    assert (done.new, done.known) == (3, 4)
    assert journal.verify().holds


def test_only_the_importer_brings_in(desk: Desk) -> None:
    file = desk.folder / "list.csv"
    file.write_text("no\n")
    by, now = desk.stage.actor("administrator"), desk.stage.now
    with pytest.raises(Refusal, match="importer-only"):
        bring_in.bring_in(file, "list.csv", desk.mapping(), by=by, at=now)


def test_a_list_without_a_column_of_the_map_changes_nothing(desk: Desk) -> None:
    with pytest.raises(Refusal, match="column-missing"):
        desk.bring(DONE, plan=MAP.replace('due = "due"', 'due = "until"'))
    assert not Person.objects.filter(is_stand_in=True).exists()


def without(key: str) -> Callable[[str], str]:
    return lambda text: text.replace(key, "# ")


# What is wrong with a map, and the key that is named.
MAPS: dict[str, tuple[Callable[[str], str], str, str | None]] = {
    "no TOML": (lambda text: text + "[", "map-malformed", None),
    "no source": (
        lambda text: text.replace("source =", "# "),
        "map-key-missing",
        "source",
    ),
    "no zone": (
        lambda text: text.replace("zone =", "# "),
        "map-key-missing",
        "time.zone",
    ),
    "no such zone": (
        lambda text: text.replace("Asia/Shanghai", "Asia/Atlantis"),
        "map-value-wrong",
        "time.zone",
    ),
    "a key nobody knows": (
        lambda text: text.replace("[position]", '[position]\ncolour = "red"'),
        "map-key-unknown",
        "position.colour",
    ),
    "a state nobody knows": (
        lambda text: text.replace('"filed"', '"finished"'),
        "map-value-wrong",
        "state.values",
    ),
    "a refusal without reason": (
        lambda text: text.replace("refused:not-ours", "refused"),
        "map-value-wrong",
        "state.values",
    ),
    "no matter": (without('columns = ["type"]'), "map-key-missing", "matter.columns"),
    "points that are none": (
        lambda text: text.replace("[[116.0, 39.0]]", '["City Hall"]'),
        "map-value-wrong",
        "position.default-points",
    ),
}


@pytest.mark.parametrize("wrong", MAPS)
def test_a_map_is_refused_for(tmp_path: Path, wrong: str) -> None:
    spoil, code, key = MAPS[wrong]
    plan = tmp_path / "map.toml"
    plan.write_text(spoil(MAP), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        bring_in.read_mapping(plan)
    assert (refused.value.code, refused.value.facts.get("key")) == (code, key)


def test_a_map_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="map-not-found"):
        bring_in.read_mapping(tmp_path / "nowhere.toml")
