"""`quincunx journal`: prove that nobody changed it; keep its head elsewhere."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from quincunx.cases import prove
from quincunx.cli.asked import FILE, NEW_FILE, Day
from quincunx.cli.program import as_json, leave, tell
from quincunx.cli.progress import ticking
from quincunx.foundation import journal as books
from quincunx.foundation.journal import Broken, Fault, Verdict
from quincunx.lib.refusal import Refusal

FAULTS: Mapping[Fault, Any] = {
    Fault.ALTERED: gettext_lazy("was altered"),
    Fault.REMOVED: gettext_lazy("was removed"),
    Fault.INSERTED: gettext_lazy("was inserted afterwards"),
    Fault.REORDERED: gettext_lazy("stands in another place than it was written"),
    Fault.TRUNCATED: gettext_lazy("is the last there is: what came after is missing"),
    Fault.REWRITTEN: gettext_lazy("is not what was known elsewhere: all is rewritten"),
}


@click.group()
def journal() -> None:
    """Prove that nobody changed the journal; export its head to keep elsewhere."""


@journal.command()
@click.option(
    "--anchor",
    "known",
    type=FILE,
    default=None,
    help="A head exported earlier by `journal anchor`; finds a tail that was cut off.",
)
@as_json
def verify(*, known: Path | None, as_json: bool) -> None:
    """Walk every chain and every seal, and name the first broken link.

    Leaves with 1 when one is broken. Without an anchor, a journal that was rewritten
    or cut off as a whole cannot be told from a true one.
    """
    anchor = _read(known) if known else None
    with ticking(gettext("links")) as tick:
        verdict = prove.prove(anchor, at=timezone.now(), progress=tick)
    tell(_facts(verdict), as_json=as_json, or_else=_lines(verdict))
    leave(faults=not verdict.holds)


def _read(anchor: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(anchor.read_bytes())
    except (ValueError, RecursionError) as wrong:
        raise Refusal("anchor-unreadable") from wrong
    if not isinstance(found, dict):
        raise Refusal("anchor-unreadable")
    return found


def _facts(verdict: Verdict) -> dict[str, object]:
    broken = verdict.broken
    return {
        "holds": verdict.holds,
        "entries": verdict.entries,
        "seals": verdict.seals,
        "unsealed": verdict.unsealed,
        "oldest_unsealed": verdict.oldest_unsealed,
        "broken": _broken_facts(broken) if broken else None,
    }


def _broken_facts(broken: Broken) -> dict[str, object]:
    subject = broken.subject
    return {
        "fault": broken.fault.value,
        "entry": broken.entry,
        "subject": f"{subject.kind} {subject.id}" if subject else None,
        "seq": broken.seq,
        "seal": broken.number,
    }


def _lines(verdict: Verdict) -> Iterator[str]:
    counts = gettext(
        "%(entries)s entries, %(seals)s seals, %(unsealed)s not sealed yet."
    )
    yield counts % _facts(verdict)
    if verdict.broken is None:
        yield gettext("Every link holds.")
        return
    yield _broken(verdict.broken)


def _broken(broken: Broken) -> str:
    facts = _broken_facts(broken) | {"what": FAULTS[broken.fault]}
    if broken.subject is not None:
        return gettext("Broken: entry %(seq)s of %(subject)s %(what)s.") % facts
    if broken.number is not None:
        return gettext("Broken: seal %(seal)s %(what)s.") % facts
    return gettext("Broken: entry %(entry)s %(what)s.") % facts


@journal.command("anchor")
@click.option("--day", type=Day(), default=None, help="Whose head. [default: today]")
@click.option(
    "--out",
    type=NEW_FILE,
    default=None,
    help="Write it there. [default: print it]",
)
def export(*, day: date | None, out: Path | None) -> None:
    """Export the day's head as JSON, to be kept on another machine or on paper."""
    head = json.dumps(books.anchor(day or timezone.localdate()), indent=2)
    if out is None:
        click.echo(head)
        return
    out.write_text(head + "\n")
    click.echo(gettext("Written to %(file)s.") % {"file": str(out)})
