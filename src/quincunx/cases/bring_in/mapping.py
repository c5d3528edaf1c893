"""The map of a list: which column says what, and what its values mean here.

See docs/guides/import-cases.md for every key.
"""

import tomllib
from collections.abc import Mapping as Raw
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quincunx.cases.vocabulary import OUTCOMES, REFUSAL_REASONS, WITHDRAWALS, State
from quincunx.lib.coordinates import Datum
from quincunx.lib.refusal import Refusal

# How far a row may have come. Refused and withdrawn add a reason: "refused:not-ours".
GOALS = (
    State.REPORTED,
    State.ESTABLISHED,
    State.DISPATCHED,
    State.HANDLING,
    State.HANDLED,
    State.VERIFIED,
    State.FILED,
    State.REFUSED,
    State.WITHDRAWN,
)
REASONS = {State.REFUSED: REFUSAL_REASONS, State.WITHDRAWN: WITHDRAWALS}
# Columns a list must have, and those it may have.
NEEDED = ("id", "opened", "text")
MOMENTS = ("opened", "dispatched", "accepted", "finished", "verified", "closed", "due")
OTHERS = ("place", "lon", "lat", "result")
NAMED_BY = ("code", "name")
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Values:
    """Columns whose first known value counts, and what the values are called here."""

    columns: tuple[str, ...] = ()
    values: Raw[str, str] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True)
class Goal:
    """Where a case ends, and for which reason if it is refused or withdrawn."""

    state: State
    reason: str = ""


@dataclass(frozen=True)
class Mapping:
    """What a map says, checked."""

    source: str
    columns: Raw[str, str]
    form: str  # of moments, as strptime reads them; "" is ISO 8601
    zone: ZoneInfo
    matter: Values
    unit: Values
    channel: Values
    outcome: Values  # by the beginning of a text
    goals: Values
    matter_by: str = "code"
    unit_by: str = "code"
    datum: Datum = Datum.WGS84
    default_points: frozenset[tuple[float, float]] = frozenset()
    keeps_outside: bool = False
    result: str = ""
    untold: str = ""

    def goal(self, value: str) -> Goal | None:
        """Return where a row with this state ends; None for a state nobody mapped."""
        told = self.goals.values.get(value, self.goals.default)
        state, _, reason = told.partition(":")
        return Goal(State(state), reason) if told else None


def read_mapping(path: Path) -> Mapping:
    """Read a map, or refuse it, naming the key that is wrong."""
    return _Reader(_parsed(path)).read()


def _parsed(path: Path) -> dict[str, Any]:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise Refusal("map-not-found", file=path.name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Refusal("map-malformed", file=path.name, fault=str(fault)) from fault


class _Table:
    """One table of a map; refuses what it does not know when it is read to the end."""

    def __init__(self, raw: Any, name: str) -> None:
        if not isinstance(raw, dict):
            raise Refusal("map-value-wrong", key=name, value=str(raw)[:80], known="[…]")
        self._raw = dict(raw)
        self._name = name

    def key(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def table(self, key: str) -> "_Table":
        return _Table(self._raw.pop(key, {}), self.key(key))

    def text(self, key: str, default: str | None = None) -> str:
        value = self._raw.pop(key, default)
        if value is None:
            raise Refusal("map-key-missing", key=self.key(key))
        if not isinstance(value, str):
            raise self.wrong(key, value, '"…"')
        return value

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        value = self.text(key, known[0])
        if value not in known:
            raise self.wrong(key, value, ", ".join(known))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._raw.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(key, value, '["…"]')
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        """Return a table of texts by texts."""
        raw = self._raw.pop(key, {})
        if not isinstance(raw, dict) or not all(
            isinstance(v, str) for v in raw.values()
        ):
            raise self.wrong(key, raw, '"…" = "…"')
        return dict(raw)

    def points(self, key: str) -> frozenset[tuple[float, float]]:
        raw = self._raw.pop(key, [])
        try:
            return frozenset((float(lon), float(lat)) for lon, lat in raw)
        except (TypeError, ValueError):
            raise self.wrong(key, raw, "[[lon, lat]]") from None

    def wrong(self, key: str, value: object, known: str) -> Refusal:
        told = str(value)[:80]
        return Refusal("map-value-wrong", key=self.key(key), value=told, known=known)

    def done(self) -> None:
        if self._raw:
            raise Refusal("map-key-unknown", key=self.key(next(iter(self._raw))))


class _Reader:
    """Reads the tables of a map in turn."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._whole = _Table(raw, "")

    def read(self) -> Mapping:
        whole = self._whole
        time, position = whole.table("time"), whole.table("position")
        matter, unit = whole.table("matter"), whole.table("unit")
        read = Mapping(
            source=whole.text("source"),
            result=whole.text("result", ""),
            untold=whole.text("untold", ""),
            columns=self._columns(),
            form=time.text("format", ""),
            zone=_zone(time),
            datum=Datum(position.choice("system", tuple(Datum))),
            default_points=position.points("default-points"),
            keeps_outside=position.choice("outside", ("refuse", "keep")) == "keep",
            matter_by=matter.choice("named-by", NAMED_BY),
            matter=_values(matter),
            unit_by=unit.choice("named-by", NAMED_BY),
            unit=_values(unit),
            channel=_values(whole.table("channel")),
            outcome=_known(whole.table("outcome"), OUTCOMES),
            goals=_goals(whole.table("state")),
        )
        for table in (time, position, whole):
            table.done()
        if not read.matter.columns and not read.matter.default:
            raise Refusal("map-key-missing", key="matter.columns")
        return read

    def _columns(self) -> dict[str, str]:
        table = self._whole.table("columns")
        columns = {name: table.text(name) for name in NEEDED}
        optional = {name: table.text(name, "") for name in (*MOMENTS[1:], *OTHERS)}
        table.done()
        return columns | {name: column for name, column in optional.items() if column}


def _zone(table: _Table) -> ZoneInfo:
    name = table.text("zone")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise table.wrong("zone", name, "Asia/Shanghai") from None


def _values(table: _Table) -> Values:
    values = Values(
        columns=table.texts("columns"),
        values=table.words("values"),
        default=table.text("default", ""),
    )
    table.done()
    return values


def _known(table: _Table, known: tuple[str, ...]) -> Values:
    """Read values that must be among `known`."""
    read = _values(table)
    for value in filter(None, (*read.values.values(), read.default)):
        if value not in known:
            raise table.wrong("values", value, ", ".join(known))
    return read


def _goals(table: _Table) -> Values:
    """Read what the states of the list mean: a goal, with its reason if it has one."""
    plain = [state.value for state in GOALS if state not in REASONS]
    ended = [f"{state}:{reason}" for state in REASONS for reason in REASONS[state]]
    return _known(table, (*plain, *ended))
