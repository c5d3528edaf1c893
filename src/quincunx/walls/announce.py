"""What is announced on the walls for some hours: words of the house."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.journal import Subject
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.walls.access import must_announce
from quincunx.walls.models import Announcement

LONGEST, MOST_SHOWN = 140, 4
FURTHEST = timedelta(days=7)
# Numbers to call, numbers of papers, addresses of mail: everybody reads the wall.
PERSONAL = re.compile(r"\d[\d -]{5,}\d|\S@\S")
DATES = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")


@transaction.atomic
def announce(
    area: Area, text: str, *, until: datetime, by: Actor, at: datetime
) -> Announcement:
    """Show a line on every wall of the area, of its parts and of what holds it."""
    must_announce(by, area)
    told = line(text)
    if not told or len(told) > LONGEST:
        raise Refusal("announcement-unfit", most=LONGEST)
    if PERSONAL.search(DATES.sub("", told)):
        raise Refusal("announcement-personal")
    if not at < until <= at + FURTHEST:
        raise Refusal("announcement-time-unfit", days=FURTHEST.days)
    made = Announcement.objects.create(
        area=area, text=told, made_by_id=by.person, made_at=at, until=until
    )
    facts = {"area": area.pk, "until": until.isoformat()}
    texts = {"text": told}
    journal.record(_subject(made), "announce", by=by, at=at, facts=facts, texts=texts)
    return made


@transaction.atomic
def withdraw(announcement: Announcement, *, by: Actor, at: datetime) -> None:
    """Take a line off the walls now."""
    must_announce(by, announcement.area)
    standing = Announcement.objects.filter(pk=announcement.pk, until__gt=at)
    if standing.update(until=at):
        journal.record(_subject(announcement), "withdraw", by=by, at=at)


def shown(actor: Actor, at: datetime) -> list[Announcement]:
    """Return what a screen shows of it, newest first. One query."""
    near = subtree("area__path", actor.within)
    above = Q(area__path__in=ancestors(actor.within))
    found = Announcement.objects.filter(near | above, until__gt=at, made_at__lte=at)
    return list(found.order_by("-pk")[:MOST_SHOWN])


def _subject(announcement: Announcement) -> Subject:
    return Subject("announcement", str(announcement.pk))
