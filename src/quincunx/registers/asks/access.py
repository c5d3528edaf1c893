"""Who sees the tables that are asked for, says what answers them, and answers them.

Whoever serves in a place or looks after it; what a table then holds, the room of each
field decides anew. Nobody gives themselves leave to collect more.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area, Kind
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.asks.models import Answer, Ask, Leave, State
from quincunx.registers.places.access import is_apart
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation
from quincunx.staff.roles import Role

DECLARERS = (Role.LEADER, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)
ANSWERERS = (*DECLARERS, Role.MEMBER)
MOST_AREAS = 200


def _paths(actor: Actor) -> set[str]:
    return {held.path for held in actor.holds(ANSWERERS) if not is_apart(held)}


def visible_asks(actor: Actor) -> QuerySet[Ask]:
    """Return tables of one's places and of those above, and one's own drafts."""
    paths = _paths(actor) | _committees(actor)
    above = {above for path in paths for above in ancestors(path)}
    here = subtrees("area__path", paths) | Q(area__path__in=above)
    return Ask.objects.filter(here).exclude(~Q(made_by=actor.person), state=State.DRAFT)


def ask_for(actor: Actor, key: UUID) -> Ask:
    seen = visible_asks(actor).select_related("area", "unit", "made_by")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-ask")
    return found


def draft_for(actor: Actor, key: UUID) -> Ask:
    found = ask_for(actor, key)
    if found.state != State.DRAFT:
        raise Refusal("ask-settled", ask=found.name)
    return found


def person_of(actor: Actor) -> int:
    """Return who answers for what is done; a machine does nothing here."""
    if actor.person is None:
        raise Refusal("no-such-ask")
    return actor.person


def may_answer(actor: Actor) -> bool:
    return actor.person is not None and bool(_paths(actor))


def takes_part(actor: Actor) -> bool:
    """Say whether tables are anything to somebody; one query at most."""
    return may_answer(actor) or bool(_committees(actor))


def may_declare(actor: Actor) -> bool:
    held = actor.holds(DECLARERS)
    return actor.person is not None and any(not is_apart(each) for each in held)


def areas(actor: Actor) -> QuerySet[Area]:
    """Return the places of which somebody may declare tables."""
    paths = {held.path for held in actor.holds(DECLARERS) if not is_apart(held)}
    rows = Area.objects.filter(subtrees("path", paths), valid_to=None)
    return rows.exclude(kind=Kind.BUILDING).order_by("path")[:MOST_AREAS]


def area_for(actor: Actor, key: int) -> Area:
    found = next((area for area in areas(actor) if area.pk == key), None)
    if found is None:
        raise Refusal("no-such-area", area=key)
    return found


def units() -> QuerySet[Organisation]:
    """Return whoever may ask: every organisation there is."""
    return Organisation.objects.order_by("name")


def visible_answers(actor: Actor) -> QuerySet[Answer]:
    """Return the ledger of the tables one sees; a worker's lines are among them."""
    return Answer.objects.filter(ask__in=visible_asks(actor))


def may_decide(actor: Actor, leave: Leave) -> bool:
    """Say whether somebody else than who asked may give leave to collect more."""
    if actor.person is None or actor.person == leave.asked_by_id:
        return False
    path = leave.ask.area.path
    above = bool(actor.holds([Role.ADMINISTRATOR], over=path))
    return above or any(path.startswith(held) for held in _committees(actor))


def _committees(actor: Actor) -> set[str]:
    """Return where somebody stands for the community's committee. One query at most."""
    held = [h for h in actor.holds([Role.OFFICER]) if h.unit is not None]
    if not held:
        return set()
    of_kind = Organisation.objects.filter(
        pk__in=[h.unit for h in held], kind=OrganisationKind.NEIGHBOURHOOD_COMMITTEE
    )
    keys = set(of_kind.values_list("pk", flat=True))
    return {h.path for h in held if h.unit in keys}
