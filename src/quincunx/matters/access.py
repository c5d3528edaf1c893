"""Who may change what is in force. Reading the catalogue is open to everybody."""

from quincunx.areas.tree import EVERYWHERE, depth
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role


def may_govern(by: Actor, path: str = EVERYWHERE) -> bool:
    """Say whether `by` decides on packs at `path`, as its or a wider administrator.

    The importer is the command line of whoever runs the server.
    """
    if by.kind is Kind.IMPORTER:
        return True
    if path == EVERYWHERE:
        held = by.holds([Role.ADMINISTRATOR])
        return any(depth(holding.path) <= 1 for holding in held)
    return bool(by.holds([Role.ADMINISTRATOR], over=path))


def must_govern(by: Actor, path: str = EVERYWHERE) -> None:
    if not may_govern(by, path):
        raise Refusal("packs-not-yours-to-change")
