"""Who sees what is let and what is declared: who works there, while people are kept.

Whoever declares sees no more than what they told, by their code.
"""

from uuid import UUID

from django.db.models import QuerySet

from quincunx.areas.paths import subtrees
from quincunx.foundation import vault
from quincunx.foundation.actors import Actor
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.registers.people.access import is_open, must_reach, reached
from quincunx.registers.renting.models import Declaration, House
from quincunx.registers.renting.vocabulary import Status


def visible_houses(actor: Actor) -> QuerySet[House]:
    return House.objects.filter(subtrees("building__path", reached(actor)))


def visible_declarations(actor: Actor) -> QuerySet[Declaration]:
    """Return what waits to be looked at in the places somebody works in."""
    here = subtrees("house__building__path", reached(actor))
    return Declaration.objects.filter(here, status=Status.DECLARED)


def house_for(actor: Actor, key: UUID) -> House:
    must_reach(actor)
    seen = visible_houses(actor).select_related("building", "room", "premise")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-rental-house")
    return found


def declaration_for(actor: Actor, key: UUID) -> Declaration:
    must_reach(actor)
    seen = visible_declarations(actor).select_related("house__building", "house__room")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-declaration")
    return found


def let_by(code: str) -> House:
    """Return the house whose door sheet has a code; refuses while people are not kept.

    A code nobody made and one of a house let no more are refused alike.
    """
    seen = House.objects.select_related("building", "room")
    found = seen.filter(code=numbers.read_poster_code(code), until=None).first()
    if found is None:
        raise Refusal("no-such-rental-house")
    if not is_open(found.building.path):
        raise Refusal("renting-not-open")
    return found


def declared_by(code: str) -> Declaration:
    """Return what somebody declared, by the code they were given."""
    index = code_index(numbers.read_tracking_code(code))
    found = Declaration.objects.select_related("house").filter(code_index=index).first()
    if found is None:
        raise Refusal("no-such-declaration")
    return found


def code_index(code: str) -> bytes:
    return vault.blind("renting.code", code)
