"""Where somebody looks after things, and who may ask for the whole of a place."""

from quincunx.api.visit import Visit
from quincunx.areas import access as areas
from quincunx.lib.refusal import Refusal
from quincunx.staff import access as staff
from quincunx.staff.roles import Role

LOOKERS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)


def looked_after(request: Visit, area: int | None) -> str:
    """Return the path of `area`, or of the widest one looks after; refuse others'."""
    actor = request.actor
    if area is None:
        paths = {holding.path for holding in actor.holds(LOOKERS)}
        if not paths:
            raise Refusal("not-yours-to-look-at", roles=sorted(LOOKERS))
        return min(sorted(paths), key=len)
    path = areas.area_by_key(actor, area).path
    if not staff.governs(actor, path, *LOOKERS):
        raise Refusal("not-yours-to-look-at", roles=sorted(LOOKERS))
    return path


def must_administer(request: Visit) -> None:
    """Refuse whoever administers nothing."""
    if not request.actor.holds([Role.ADMINISTRATOR]):
        raise Refusal("not-yours-to-look-at", roles=[Role.ADMINISTRATOR])
