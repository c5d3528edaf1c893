"""Who may change what is in force. Reading the catalogue is open to everybody."""

from quincunx.areas.tree import EVERYWHERE, depth, is_within
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role


def may_govern(by: Actor, path: str = EVERYWHERE) -> bool:
    """Say whether `by` decides on packs at `path`, as its or a wider administrator.

    The importer is the command line of whoever runs the server.
    """
    if by.kind is Kind.IMPORTER:
        return True
    held = by.holds([Role.ADMINISTRATOR])
    if path == EVERYWHERE:
        return any(depth(holding.path) <= 1 for holding in held)
    return any(is_within(path, holding.path) for holding in held)


def must_govern(by: Actor, path: str = EVERYWHERE) -> None:
    if not may_govern(by, path):
        raise Refusal("packs-not-yours-to-change")
