"""Who lets screens hang, who announces on them, and what a screen itself may know."""

from datetime import datetime

from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require
from quincunx.walls.models import Announcement, Screen

# What somebody does with the walls of their subtree, by role.
HANGING = frozenset({Role.ADMINISTRATOR})
ANNOUNCING = frozenset({Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR})


def visible_screens(actor: Actor) -> QuerySet[Screen]:
    """Return the screens of the areas one administers, newest first; no token."""
    paths = {held.path for held in actor.holds(HANGING)}
    found = Screen.objects.filter(subtrees("area__path", paths))
    return found.select_related("area").order_by("-pk")


def screen_for(actor: Actor, key: int) -> Screen:
    found = visible_screens(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-screen", screen=key)
    return found


def visible_announcements(actor: Actor, at: datetime) -> QuerySet[Announcement]:
    """Return what is announced now in the areas one announces for, newest first."""
    paths = {held.path for held in actor.holds(ANNOUNCING)}
    found = Announcement.objects.filter(subtrees("area__path", paths), until__gt=at)
    return found.select_related("area", "made_by").order_by("-pk")


def announcement_for(actor: Actor, key: int, at: datetime) -> Announcement:
    found = visible_announcements(actor, at).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-announcement", announcement=key)
    return found


def must_hang(actor: Actor, area: Area) -> None:
    require(actor, Scope.MANAGE)
    if not actor.holds(HANGING, over=area.path):
        raise Refusal("screens-not-yours", area=area.name)


def must_announce(actor: Actor, area: Area) -> None:
    require(actor, Scope.ACT)
    if not actor.holds(ANNOUNCING, over=area.path):
        raise Refusal("announcing-not-yours", area=area.name)
