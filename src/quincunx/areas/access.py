"""Who may see areas and who may change them.

The tree is public: a resident finds their grid, its leader and its telephone. Only
an administrator of the place changes it, and the importer that brings it in; once the
first set-up is over, only by a draft that another person of the district approves.
"""

from django.db.models import Q, QuerySet

from quincunx.areas.draft_life import TABLE, Act, Relation, State
from quincunx.areas.models import Area, BorderDraft, Revision
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import EVERYWHERE, ancestors, depth
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.steps import Right
from quincunx.lib.refusal import Refusal

SHAPING_ROLES = frozenset({"administrator"})
DECIDING_ROLES = frozenset({"administrator", "supervisor"})
_FOLLOWING_ROLES = DECIDING_ROLES | {"dispatcher", "leader"}
# Who hangs posters and answers the public telephone of a place.
POSTING_ROLES = SHAPING_ROLES | {"dispatcher", "leader"}


def visible(actor: Actor) -> QuerySet[Area]:
    """Return every area there is or was: none is hidden from anybody."""
    del actor
    return Area.objects.all()


def area_by_path(actor: Actor, path: str) -> Area:
    area = visible(actor).select_related("parent").filter(path=path).first()
    if area is None:
        raise Refusal("no-such-area", area=path)
    return area


def area_by_key(actor: Actor, key: int) -> Area:
    area = visible(actor).select_related("parent").filter(pk=key).first()
    if area is None:
        raise Refusal("no-such-area", area=key)
    return area


def may_shape(actor: Actor, path: str) -> bool:
    """Say whether `actor` may change the tree at `path` ("": anywhere)."""
    return actor.kind is Kind.IMPORTER or bool(actor.holds(SHAPING_ROLES, over=path))


def must_shape(actor: Actor, path: str = EVERYWHERE) -> None:
    if not may_shape(actor, path):
        raise Refusal("tree-not-yours-to-change", area=path)


def home(actor: Actor) -> str:
    """Return the widest place whose tree is the actor's to change."""
    held = actor.holds(SHAPING_ROLES)
    return min((holding.path for holding in held), key=len, default=EVERYWHERE)


def is_settled() -> bool:
    """Say whether the first set-up is over, so that borders change by drafts alone."""
    return Revision.objects.filter(settled_on__isnull=False).exists()


def must_change(actor: Actor, path: str = EVERYWHERE) -> None:
    """Refuse a change of the tree that is not the actor's, or needs a draft.

    An approved draft is carried out by the clock.
    """
    if actor.kind is Kind.CLOCK:
        return
    must_shape(actor, path)
    if is_settled():
        raise Refusal("draft-needed")


def visible_drafts(actor: Actor) -> QuerySet[BorderDraft]:
    """Return the drafts in, above and under the areas somebody looks after."""
    paths = {holding.path for holding in actor.holds(_FOLLOWING_ROLES)}
    if actor.kind is Kind.IMPORTER:
        paths = {EVERYWHERE}
    above = {above for path in paths for above in ancestors(path)}
    return BorderDraft.objects.filter(subtrees("path", paths) | Q(path__in=above))


def draft_for(actor: Actor, key: int) -> BorderDraft:
    found = visible_drafts(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-draft", draft=key)
    return found


def may_decide(actor: Actor, path: str) -> bool:
    """Say whether `actor` has the district's word on what changes at `path`."""
    return any(depth(h.path) <= 1 for h in actor.holds(DECIDING_ROLES, over=path))


def draft_acts(actor: Actor, draft: BorderDraft) -> list[Act]:
    """Return the acts open to `actor`, for buttons; the acts check once more."""
    open_now = TABLE.open_in(State(draft.state))
    return [Act(row.act) for row in open_now if _stands(actor, row.rights, draft)]


def must_act(actor: Actor, act: Act, draft: BorderDraft) -> State | None:
    """Return where `act` leads, or refuse it: not open, not theirs, their own draft."""
    row = TABLE.row_for(act, State(draft.state))
    if not _stands(actor, row.rights, draft):
        own = actor.person is not None and actor.person == draft.drafted_by
        if own and may_decide(actor, draft.path):
            raise Refusal("draft-is-your-own")
        raise Refusal("tree-not-yours-to-change", area=draft.path)
    return State(row.to) if row.to else None


def _stands(actor: Actor, rights: frozenset[Right], draft: BorderDraft) -> bool:
    relations = {right.relation for right in rights}
    if actor.kind is Kind.CLOCK:
        return Relation.DUTY in relations
    if Relation.ANOTHER in relations:
        another = actor.person is not None and actor.person != draft.drafted_by
        return another and may_decide(actor, draft.path)
    return Relation.OVER in relations and may_shape(actor, draft.path)


def may_post(actor: Actor, path: str) -> bool:
    """Say whether `actor` looks after what residents read at `path`."""
    return actor.kind is Kind.IMPORTER or bool(actor.holds(POSTING_ROLES, over=path))


def must_post(actor: Actor, path: str) -> None:
    if not may_post(actor, path):
        raise Refusal("posters-not-yours", area=path)
