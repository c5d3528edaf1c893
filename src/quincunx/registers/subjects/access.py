"""Who handles requests: desks, by the code they are shown; supervisors decide.

Whoever asks has the code and nothing else; the two ways do not meet before a person
at a desk has seen who they are.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.foundation import vault
from quincunx.foundation.actors import Actor
from quincunx.lib.numbers import read_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.registers.subjects.models import SubjectRequest
from quincunx.registers.subjects.vocabulary import State
from quincunx.staff.roles import Role

DESKS = (Role.DISPATCHER,)
DECIDERS = (Role.SUPERVISOR,)


def works_at_a_desk(actor: Actor) -> bool:
    return bool(actor.holds(DESKS)) and actor.may("manage")


def decides(actor: Actor) -> bool:
    return bool(actor.holds(DECIDERS)) and actor.may("manage")


def visible_requests(actor: Actor) -> QuerySet[SubjectRequest]:
    """All of them for whoever decides; at a desk those one has to do with."""
    if decides(actor):
        return SubjectRequest.objects.all()
    if not works_at_a_desk(actor):
        return SubjectRequest.objects.none()
    mine = Q(verified_by=actor.person) | Q(handled_by=actor.person)
    return SubjectRequest.objects.filter(mine | Q(state=State.VERIFIED))


def request_for(actor: Actor, key: UUID) -> SubjectRequest:
    found = visible_requests(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-subject-request")
    return found


def by_code(code: str) -> SubjectRequest:
    """Return what a code opens to whoever holds it."""
    index = code_index(read_tracking_code(code))
    found = SubjectRequest.objects.filter(code_index=index).first()
    if found is None:
        raise Refusal("no-such-subject-request")
    return found


def at_the_desk(actor: Actor, code: str) -> SubjectRequest:
    """Return the request of whoever stands at the desk and shows the code."""
    must_work_at_a_desk(actor)
    return by_code(code)


def must_work_at_a_desk(actor: Actor) -> None:
    if not works_at_a_desk(actor):
        raise Refusal("requests-not-yours")


def must_decide(actor: Actor) -> None:
    if not decides(actor):
        raise Refusal("requests-not-yours")


def code_index(code: str) -> bytes:
    return vault.blind("subjects.code", code)
