"""One-time sign-in: a link that opens an account once, and soon no more.

The link carries a signed token; it dies of use, of age, of a new password, and with
the account.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from sesame.backends import ModelBackend
from sesame.utils import get_token

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.staff.enrol import must_administer
from quincunx.staff.models import Person
from quincunx.staff.subjects import of_person

SCOPE = "sign-in"
LIFE = timedelta(seconds=settings.SESAME_MAX_AGE)  # by the clock of the machine


@transaction.atomic
def link_for(person: Person, *, by: Actor, at: datetime) -> str:
    """Return a token that signs `person` in once; those who administer them may ask."""
    must_administer(person, by=by)
    if not person.is_active:
        raise Refusal("account-closed", person=person.name)
    journal.record(of_person(person), "link", by=by, at=at)
    return str(get_token(person, scope=SCOPE))


@transaction.atomic
def begin_anew(person: Person, *, by: Actor, at: datetime) -> str:
    """Take away a second step that was lost, with password and sessions.

    Whoever found the telephone gets in no more. Return the link of `link_for`, with
    which the person begins anew; another person than they must ask for it.
    """
    if by.person == person.pk:
        raise Refusal("second-person-needed")
    must_administer(person, by=by)
    person = Person.objects.select_for_update().get(pk=person.pk)
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    journal.record(of_person(person), "begin-anew", by=by, at=at)
    return link_for(person, by=by, at=at)


def person_for(token: str, *, at: datetime) -> Person:
    """Return whom the token would sign in, without using it up. One query."""
    del at  # the token's age is measured by whoever signed it
    person = ModelBackend().authenticate(None, sesame=token, scope=SCOPE)
    if not isinstance(person, Person):
        raise Refusal("link-spent")
    return person


@transaction.atomic
def use(token: str, *, at: datetime) -> Person:
    """Use the token up and return whom it signs in; of two at once only one gets in."""
    person = person_for(token, at=at)
    unused = Person.objects.filter(pk=person.pk, last_login=person.last_login)
    if not unused.update(last_login=at):
        raise Refusal("link-spent")
    person.last_login = at
    by = Actor(Kind.STAFF, person.pk, person.name, received_at=at)
    journal.record(of_person(person), "sign-in", by=by, at=at)
    return person
