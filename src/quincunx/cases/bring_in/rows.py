"""A row of a list read by its map: plain values, or a refusal that names the column."""

from dataclasses import dataclass
from datetime import UTC, datetime

from quincunx.cases.bring_in.mapping import Goal, Mapping, Values
from quincunx.cases.vocabulary import State
from quincunx.lib import coordinates, text
from quincunx.lib.civil import moment_at
from quincunx.lib.coordinates import Datum
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import Row

# The moments of a case in their order, and which of them an end must be known by.
EARLY = ("opened", "dispatched", "accepted")
LATE = ("finished", "verified", "closed")
ORDER = (*EARLY, *LATE)
ENDS = {
    State.HANDLED: LATE,
    State.VERIFIED: LATE[1:],
    State.FILED: LATE[2:],
    State.REFUSED: LATE[2:],
    State.WITHDRAWN: LATE[2:],
}
LONGEST_ID = 120


@dataclass(frozen=True)
class Told:
    """What one row says happened; `moments` are those it names, in UTC."""

    number: int
    foreign_id: str
    text: str
    place: str
    position: tuple[float, float] | None  # WGS 84
    matters: tuple[str, ...]  # what the list calls it, most exact first
    units: tuple[str, ...]
    channel: str
    goal: Goal
    outcome: str
    result: str
    moments: dict[str, datetime]

    @property
    def due(self) -> datetime | None:
        return self.moments.get("due")

    def when(self, moment: str) -> datetime:
        """Return when something was done: as told, else as it must have been.

        What is not told of the beginning was done with what is told before it; what
        is not told of the end, with what is told after it.
        """
        place = ORDER.index(moment)
        order = ORDER[place::-1] if moment in EARLY else ORDER[place:]
        return next(self.moments[name] for name in order if name in self.moments)


def read_row(row: Row, mapping: Mapping, *, now: datetime) -> Told:
    """Return what a row says. Refuses what cannot be, naming column and value."""
    columns = mapping.columns
    moments = _moments(row, mapping, now=now)
    result = row[columns["result"]] if "result" in columns else ""
    return Told(
        number=row.number,
        foreign_id=_needed(row, columns["id"])[:LONGEST_ID],
        text=text.clean(_needed(row, columns["text"])),
        place=row[columns["place"]] if "place" in columns else "",
        position=_position(row, mapping),
        matters=_meant(row, mapping.matter),
        units=_meant(row, mapping.unit),
        channel=next(iter(_meant(row, mapping.channel)), "import"),
        goal=_goal(row, mapping, moments),
        outcome=_outcome(row, mapping.outcome),
        result=text.clean(result) or mapping.result,
        moments=moments,
    )


def _needed(row: Row, column: str) -> str:
    value = row[column]
    if not value:
        raise Refusal("row-value-missing", column=column)
    return value


def _meant(row: Row, values: Values) -> tuple[str, ...]:
    """Return what the columns say, each as it is called here, the default last."""
    said = [values.values.get(row[c], row[c]) for c in values.columns if row[c]]
    return tuple(dict.fromkeys(filter(None, [*said, values.default])))


# --- moments ----------------------------------------


def _moments(row: Row, mapping: Mapping, *, now: datetime) -> dict[str, datetime]:
    """Return the moments that are told, which follow each other and have come."""
    told = {
        name: _moment(row, mapping.columns[name], mapping)
        for name in (*ORDER, "due")
        if name in mapping.columns and row[mapping.columns[name]]
    }
    if "opened" not in told:
        raise Refusal("row-value-missing", column=mapping.columns["opened"])
    before = "opened"
    for name in ORDER:
        if name not in told:
            continue
        column = mapping.columns[name]
        if told[name] > now:
            raise _wrong("row-in-the-future", row, column)
        if told[name] < told[before]:
            after = mapping.columns[before]
            raise _wrong("row-out-of-order", row, column, after=after)
        before = name
    return told


def _moment(row: Row, column: str, mapping: Mapping) -> datetime:
    """Return a moment in UTC; the first one where a clock was put back."""
    value = row[column]
    try:
        if mapping.form:
            wall = datetime.strptime(value, mapping.form)  # noqa: DTZ007  # zone below
        else:
            wall = datetime.fromisoformat(value)
        if wall.tzinfo is not None:
            return wall.astimezone(UTC)
        return moment_at(wall, mapping.zone)
    except (ValueError, OverflowError):
        form = mapping.form or "ISO 8601"
        raise _wrong("row-time-not-understood", row, column, form=form) from None


# --- place ----------------------------------------


def _position(row: Row, mapping: Mapping) -> tuple[float, float] | None:
    """Return where it is; None where the list does not know, and says so by a point."""
    columns = [mapping.columns.get(name, "") for name in ("lon", "lat")]
    if not all(columns) or not any(row[column] for column in columns):
        return None
    lon, lat = (_degrees(row, column) for column in columns)
    if (lon, lat) in mapping.default_points:
        return None
    try:
        coordinates.check_lonlat(lon, lat)
    except Refusal as refusal:
        raise _wrong("row-position-wrong", row, columns[0]) from refusal
    if mapping.datum is Datum.WGS84:
        return lon, lat
    return coordinates.convert_one(lon, lat, mapping.datum, Datum.WGS84)


def _degrees(row: Row, column: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        raise _wrong("row-not-a-number", row, column) from None


# --- how it ended ----------------------------------------


def _goal(row: Row, mapping: Mapping, moments: dict[str, datetime]) -> Goal:
    column = next(iter(mapping.goals.columns), "")
    goal = mapping.goal(row[column] if column else "")
    if goal is None:
        known = sorted(mapping.goals.values)
        raise _wrong("row-state-unknown", row, column, known=known)
    ends = ENDS.get(goal.state, ())
    if ends and not any(name in moments for name in ends):
        needed = mapping.columns.get(ends[-1], ends[-1])
        raise _wrong("row-end-missing", row, column, needed=needed)
    return goal


def _outcome(row: Row, values: Values) -> str:
    """Return the outcome of the longest beginning that the text has."""
    said = row[values.columns[0]] if values.columns else ""
    begins = [start for start in values.values if said.startswith(start)]
    return values.values[max(begins, key=len)] if begins else values.default or "solved"


def _wrong(code: str, row: Row, column: str, **facts: object) -> Refusal:
    value = row[column][:80] if column else ""
    return Refusal(code, column=column, value=value, **facts)
