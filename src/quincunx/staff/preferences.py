"""How somebody wants to be told of their work, and the hours in which nobody is."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff.kinds import ByMail
from quincunx.staff.models import Person, Reaching
from quincunx.staff.quiet import Quiet
from quincunx.staff.subjects import of_person


@dataclass(frozen=True)
class Wanted:
    """What somebody has chosen; `quiet` is None for the hours of the house."""

    by_mail: ByMail = ByMail.EVERYTHING
    quiet: Quiet | None = None


def of(person: Person) -> Wanted:
    """Return what a person has chosen; one query unless `reaching` was selected."""
    try:
        chosen = person.reaching
    except Reaching.DoesNotExist:
        return Wanted()
    begins, ends = chosen.quiet_from, chosen.quiet_to
    own = Quiet(begins, ends) if begins is not None and ends is not None else None
    return Wanted(ByMail(chosen.by_mail), own)


def oneself(by: Actor) -> Person:
    """Return the person who acts, with what they have chosen; refuses nobody."""
    found = Person.objects.filter(pk=by.person or 0).select_related("reaching").first()
    if found is None:
        raise Refusal("staff-act-not-yours", act="choose")
    return found


def of_the_house() -> Quiet:
    """Return the quiet hours of whoever has chosen none."""
    return Quiet.parse(settings.QUINCUNX_QUIET)


def quiet_until(quiet: Quiet | None, at: datetime) -> datetime | None:
    """Return when the quiet hours around `at` end; None if it is not quiet."""
    return (quiet or of_the_house()).over_at(localtime(at))


@transaction.atomic
def choose(wanted: Wanted, *, by: Actor, at: datetime) -> Wanted:
    """Keep how one wants to be told oneself; nobody chooses for another."""
    person, quiet = oneself(by), wanted.quiet
    Reaching.objects.update_or_create(
        person=person,
        defaults={
            "by_mail": wanted.by_mail,
            "quiet_from": quiet.begins if quiet else None,
            "quiet_to": quiet.ends if quiet else None,
        },
    )
    journal.record(of_person(person), "choose-reaching", by=by, at=at)
    return wanted
