"""Policy packs: check one, load one, compare two, try one on a report.

A pack is a folder of TOML files, or one file; a loaded pack is named by its code, one
version of it by code and number, `default@3`.
"""

from collections.abc import Collection
from pathlib import Path

from quincunx.matters import checks, stored
from quincunx.matters.assembly import Assembly, assemble
from quincunx.matters.checks import Checked
from quincunx.matters.comparing import Change, compare
from quincunx.matters.load import Loaded, load, retire
from quincunx.matters.proving import Rules
from quincunx.matters.replay import Past, Replay, replay
from quincunx.matters.source import Source, read
from quincunx.matters.stored import PackName, rules_of
from quincunx.matters.trial import Trial, try_

__all__ = [
    "DEFAULT",
    "Change",
    "Checked",
    "Loaded",
    "Past",
    "Replay",
    "Rules",
    "Trial",
    "check",
    "diff",
    "files_of",
    "load",
    "opened",
    "replay",
    "retire",
    "rules_of",
    "try_",
]

DEFAULT = Path(__file__).with_name("default")


def check(
    place: Path | Source, *, under: Path | None = None, known: Collection[str] = ()
) -> Checked:
    """Name every fault of a pack, and run its tests. Needs a database only for a
    parent that is not given as a folder (`under`).

    `known` are codes of organisations that exist though the pack does not list them.
    """
    source = place if isinstance(place, Source) else read(place)
    parent = stored.parent_of(assemble(read(under))) if under else None
    if parent is None:
        above = assemble(source).definition.parent
        parent = stored.parent_named(above) if above else None
    return checks.check(assemble(source, parent), parent, known)


def diff(before: str | Path, after: str | Path) -> tuple[Change, ...]:
    """Return what differs between two packs, each a folder, a file or a loaded pack."""
    return compare(opened(before), opened(after))


def files_of(pack: str) -> dict[str, str]:
    """Return the files of a loaded pack, to review, change and load again."""
    return dict(stored.version_of(PackName.parse(pack)).source)


def opened(pack: str | Path) -> Assembly:
    """Return a pack from its place, or from the database by its name."""
    if isinstance(pack, Path) or Path(pack).exists():
        source = read(Path(pack))
        above = assemble(source).definition.parent
        return assemble(source, stored.parent_named(above) if above else None)
    return stored.assembly_of(stored.version_of(PackName.parse(pack)))
