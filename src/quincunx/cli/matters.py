"""`quincunx matters`: check a policy pack, load it, compare two, try one."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language, gettext

from quincunx.cases.replaying import pasts
from quincunx.cli.asked import PLACE, Day, Moment
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import doing
from quincunx.matters import packs, words
from quincunx.matters.comparing import Change, Kind
from quincunx.matters.packs import Checked, Loaded, Replay, Trial
from quincunx.matters.reading import Fault
from quincunx.matters.replay import Fate, Moved
from quincunx.staff.access import visible_organisations

SIGNS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}


class Pack(click.ParamType[Path]):
    """A folder or a file; `default` is the pack that comes with the program."""

    name = "pack"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        if value == packs.DEFAULT.name and not Path(value).exists():
            return packs.DEFAULT
        found: Path = PLACE.convert(value, param, ctx)
        return found


@click.group()
def matters() -> None:
    """Check a policy pack, load it, compare two, or try one on a report."""


@matters.command()
@click.argument("pack", type=Pack())
@click.option("--under", type=PLACE, default=None, help="The pack it stands under.")
@click.option(
    "--installed",
    is_flag=True,
    help="Count the units of this installation as known; needs its database.",
)
@as_json
def check(*, pack: Path, under: Path | None, installed: bool, as_json: bool) -> None:
    """Name every fault of PACK with its place, and run the tests inside it.

    PACK is a folder of TOML files or one file; `default` is the one that comes with
    the program. Leaves with 1 when there is a fault.
    """
    known = _units() if installed else ()
    checked = packs.check(pack, under=under, known=known)
    facts = {**checked.counts, "faults": [_fault_facts(f) for f in checked.faults]}
    tell(facts, as_json=as_json, or_else=_verdict(checked))
    leave(faults=not checked.is_sound)


def _units() -> list[str]:
    seen = visible_organisations(owner(timezone.now()))
    return list(seen.values_list("code", flat=True))


def _fault_facts(fault: Fault) -> dict[str, str]:
    return {"code": fault.code, "place": fault.place, "says": words.fault(fault)}


def _verdict(checked: Checked) -> Iterator[str]:
    for fault in checked.faults:
        yield words.fault_line(fault)
    counts = gettext(
        "%(matters)s matters, %(conditions)s filing conditions, %(routes)s routes, "
        "%(tests)s tests."
    )
    yield counts % checked.counts
    if checked.is_sound:
        yield gettext("The pack is sound.")
    else:
        faults = {"faults": len(checked.faults)}
        yield gettext("Faults: %(faults)s. The pack cannot be loaded.") % faults


@matters.command()
@click.argument("pack", type=Pack())
@as_json
def load(*, pack: Path, as_json: bool) -> None:
    """Load PACK as its next version, whole or not at all.

    Units that it lists and nobody has founded are founded.
    """
    at = timezone.now()
    with doing(gettext("Loading")):
        loaded = packs.load(pack, by=owner(at), at=at)
    facts = {
        "version": _version(loaded),
        "new": loaded.is_new,
        "matters": loaded.matters,
        "changed": loaded.changed,
        "removed": loaded.removed,
        "founded": list(loaded.founded),
    }
    tell(facts, as_json=as_json, or_else=_loaded(loaded, facts))


def _version(loaded: Loaded) -> str:
    return f"{loaded.version.pack.code}@{loaded.version.number}"


def _loaded(loaded: Loaded, facts: dict[str, object]) -> Iterator[str]:
    if not loaded.is_new:
        yield gettext("%(version)s holds already; nothing was changed.") % facts
        return
    said = gettext(
        "%(version)s holds now: %(matters)s matters, %(changed)s of them new or "
        "changed, %(removed)s removed."
    )
    yield said % facts
    for unit in loaded.founded:
        yield gettext("Founded: %(unit)s") % {"unit": unit}


@matters.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@as_json
def diff(*, before: str, after: str, as_json: bool) -> None:
    """Say what differs between packs A and B, key by key.

    Each is a folder, a file, or a loaded pack by its name: `default` is its version
    in force, `default@3` its third.
    """
    changes = packs.diff(before, after)
    tell([_change_facts(c) for c in changes], as_json=as_json, or_else=_diff(changes))


def _change_facts(change: Change) -> dict[str, str]:
    return {
        "kind": change.kind.value,
        "table": change.table,
        "code": change.code,
        "key": change.key,
        "before": change.before,
        "after": change.after,
    }


def _diff(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        place = " ".join(filter(None, (change.table, change.code, change.key)))
        told = f": {change.before} → {change.after}" if change.key else ""
        yield f"{SIGNS[change.kind]} {place}{told}"
    if not changes:
        yield gettext("No difference.")


@matters.command("try")
@click.argument("pack")
@click.option("--matter", metavar="M", required=True, help="Code of the matter.")
@click.option("--condition", default=None, help="Its filing condition. [first]")
@click.option("--lon", type=float, default=None, help="Longitude, WGS 84.")
@click.option("--lat", type=float, default=None, help="Latitude, WGS 84.")
@click.option("--at", type=Moment(), default=None, help="When it is reported. [now]")
@as_json
def try_out(
    *,
    pack: str,
    matter: str,
    condition: str | None,
    lon: float | None,
    lat: float | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Explain what PACK would make of a report: route, clocks, deadline, step by step.

    PACK is a folder, a file, or a loaded pack by its name. Without a position the
    report counts as not located.
    """
    if (lon is None) != (lat is None):
        raise click.UsageError("Give both --lon and --lat, or neither.")
    when = timezone.localtime(at or timezone.now())
    trial = packs.try_(pack, matter, lon, lat, when, condition=condition)
    said = trial.in_words(get_language() or "en")
    tell(_trial(trial, said), as_json=as_json, or_else=said)


def _trial(trial: Trial, said: list[str]) -> dict[str, object]:
    return {
        "matter": trial.matter,
        "condition": trial.condition,
        "route": trial.route,
        "unit": trial.unit,
        "fallback": trial.fallback,
        "due": trial.due,
        "steps": [
            {"code": step.code, "says": line}
            for step, line in zip(trial.steps, said, strict=True)
        ],
    }


@matters.command()
@click.argument("pack", type=Pack())
@click.option(
    "--against",
    default=None,
    metavar="NAME",
    help="A loaded pack, like default@3. [the one of the same code in force]",
)
@click.option("--since", type=Day(), default=None, help="First day. [30 days ago]")
@click.option("--until", type=Day(), default=None, help="Last day. [today]")
@as_json
def replay(
    *,
    pack: Path,
    against: str | None,
    since: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Ask PACK about the cases of the last month: what would fare differently?

    Names each case that would go to another unit, have another deadline or become
    late, by the rules alone: what people decided otherwise then is not asked. Nothing
    is loaded or changed.
    """
    now = timezone.now()
    last = until or timezone.localdate(now)
    first = since or last - timedelta(days=30)
    if first > last:
        raise click.UsageError("--since lies after --until.")
    after = packs.rules_of(pack)
    before = packs.rules_of(against or after.packs[0].code)
    end = min(now, _midnight(last + timedelta(days=1)))
    with doing(gettext("Asking")):
        told = packs.replay(
            before, after, pasts(owner(end), before, _midnight(first), end)
        )
    facts = {
        "before": before.name,
        "after": after.name,
        "since": first,
        "until": last,
        **_counts(told),
        "rows": [_moved_facts(moved) for moved in told.moved],
    }
    tell(facts, as_json=as_json, or_else=_replay(told))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _counts(told: Replay) -> dict[str, int]:
    return {
        "asked": told.asked,
        "moved": len(told.moved),
        "elsewhere": sum(moved.goes_elsewhere for moved in told.moved),
        "due_elsewhen": sum(moved.is_due_elsewhen for moved in told.moved),
        "late": sum(moved.becomes_late for moved in told.moved),
        "late_no_more": sum(moved.is_late_no_more for moved in told.moved),
        "without_matter": sum(moved.after is None for moved in told.moved),
    }


def _moved_facts(moved: Moved) -> dict[str, object]:
    return {
        "number": moved.number,
        "before": asdict(moved.before) if moved.before else None,
        "after": asdict(moved.after) if moved.after else None,
        "becomes_late": moved.becomes_late,
    }


def _replay(told: Replay) -> Iterator[str]:
    for moved in told.moved:
        yield f"{moved.number}: {_fate(moved.before)} → {_fate(moved.after)}"
    counts = _counts(told)
    yield gettext("%(asked)s cases asked about, %(moved)s fare differently.") % counts
    said = gettext(
        "Another unit: %(elsewhere)s. Another deadline: %(due_elsewhen)s. Late only"
        " then: %(late)s. Late no more: %(late_no_more)s. Matter gone:"
        " %(without_matter)s."
    )
    if told.moved:
        yield said % counts


def _fate(fate: Fate | None) -> str:
    if fate is None:
        return gettext("no such matter")
    due = timezone.localtime(fate.due)
    late = f", {gettext('late')}" if fate.late else ""
    return f"{fate.unit}, {fate.limit}, {due:%Y-%m-%d %H:%M}{late}"
