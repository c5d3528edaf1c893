"""People come, take posts, leave them, and go: accounts and tenures."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from quincunx.foundation import journal, vault
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.staff import appoint
from quincunx.staff.found import must_run
from quincunx.staff.models import Appointment, Person, Post, Tenure
from quincunx.staff.office import day_of
from quincunx.staff.roles import Role
from quincunx.staff.subjects import keys_of, of_person
from quincunx.staff.terms_of_office import State

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
LANGUAGES = ("zh-hans", "en")
DENSITIES = ("comfortable", "compact")


@dataclass(frozen=True)
class Enrolment:
    """Who is to get an account. `phone` is kept sealed."""

    login: str
    name: str
    email: str = ""
    phone: str = ""
    language: str = "zh-hans"
    is_stand_in: bool = False


@transaction.atomic
def person(enrolment: Enrolment, *, by: Actor, at: datetime) -> Person:
    """Make an account nobody can open yet: `sign_in.link_for` opens it once."""
    if by.kind is not Kind.IMPORTER and not by.holds([Role.ADMINISTRATOR]):
        raise Refusal("staff-act-not-yours", act="enrol")
    _check(enrolment)
    made = Person(
        login=enrolment.login,
        name=enrolment.name,
        email=enrolment.email,
        language=enrolment.language,
        is_stand_in=enrolment.is_stand_in,
        joined=at,
    )
    made.phone = _sealed_phone(made, enrolment.phone)
    made.set_unusable_password()
    made.save()
    journal.record(of_person(made), "enrol", by=by, at=at)
    return made


@transaction.atomic
def amend(
    person: Person, *, name: str, email: str, phone: str, by: Actor, at: datetime
) -> Person:
    """Correct a name and ways to reach: one's own, or as administrator."""
    if by.person != person.pk:
        must_administer(person, by=by)
    person = _locked(person)
    person.name, person.email = name, email
    person.phone = _sealed_phone(person, phone)
    person.save(update_fields=["name", "email", "phone"])
    texts = {"name": name, "email": email, "phone": phone}
    journal.record(of_person(person), "amend", by=by, at=at, texts=texts)
    return person


@transaction.atomic
def prefer(
    person: Person, *, language: str, density: str, by: Actor, at: datetime
) -> Person:
    """Choose one's own language and density of the screens."""
    if by.person != person.pk:
        raise Refusal("staff-act-not-yours", act="prefer")
    if language not in LANGUAGES or density not in DENSITIES:
        raise Refusal("no-such-preference", language=language, density=density)
    person = _locked(person)
    person.language, person.density = language, density
    person.save(update_fields=["language", "density"])
    facts = {"language": language, "density": density}
    journal.record(of_person(person), "prefer", by=by, at=at, facts=facts)
    return person


@transaction.atomic
def take_post(
    person: Person,
    *,
    post: Post,
    starts: date,
    ends: date | None = None,
    by: Actor,
    at: datetime,
) -> Tenure:
    must_run(by, post.organisation.area)
    person = _locked(person)
    if person.tenures.filter(post=post, ends=None).exists():
        raise Refusal("post-held-already", post=post.name)
    if ends is not None and ends <= starts:
        raise Refusal("term-ends-before-it-starts", starts=starts)
    tenure = person.tenures.create(post=post, starts=starts, ends=ends)
    facts = {"post": post.pk, "starts": starts.isoformat()}
    journal.record(of_person(person), "take-post", by=by, at=at, facts=facts)
    return tenure


@transaction.atomic
def leave_post(
    tenure: Tenure, *, ends: date, hand_over: str = "", by: Actor, at: datetime
) -> Tenure:
    """Every office that rests on the post ends with it."""
    must_run(by, tenure.post.organisation.area)
    person = _locked(tenure.person)
    if ends < day_of(at):
        raise Refusal("end-lies-behind", ends=ends)
    tenure.ends = max(tenure.starts, ends)
    tenure.save(update_fields=["ends"])
    facts = {"post": tenure.post_id, "ends": tenure.ends.isoformat()}
    journal.record(of_person(person), "leave-post", by=by, at=at, facts=facts)
    for office in _offices(person).filter(post=tenure.post_id):
        held = appoint.locked(office)
        appoint.conclude(held, ends=ends, hand_over=hand_over, by=by, at=at)
    return tenure


@transaction.atomic
def dismiss(person: Person, *, hand_over: str = "", by: Actor, at: datetime) -> Person:
    """Close the account now: offices and posts end, sessions and links die.

    Ways to reach the person are erased. The password's hash changes, so that no
    session lives again if the account is ever reopened.
    """
    if by.person == person.pk:
        raise Refusal("second-person-needed")
    must_administer(person, by=by)
    person = _locked(person)
    for office in _offices(person):
        held = appoint.locked(office)
        appoint.conclude(held, ends=day_of(at), hand_over=hand_over, by=by, at=at)
    for tenure in person.tenures.filter(ends=None):
        tenure.ends = max(tenure.starts, day_of(at))
        tenure.save(update_fields=["ends"])
    person.is_active, person.email, person.phone = False, "", None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "email", "phone", "password"])
    vault.erase(keys_of(person))
    journal.record(of_person(person), "dismiss", by=by, at=at)
    return person


def _check(enrolment: Enrolment) -> None:
    if not LOGIN.fullmatch(enrolment.login):
        raise Refusal("login-malformed", login=enrolment.login)
    if Person.objects.filter(login=enrolment.login).exists():
        raise Refusal("login-taken", login=enrolment.login)
    if not enrolment.name.strip():
        raise Refusal("person-name-missing")
    if enrolment.language not in LANGUAGES:
        raise Refusal("no-such-preference", language=enrolment.language)


def must_administer(person: Person, *, by: Actor) -> None:
    """Refuse all but administrators of every place where the person serves."""
    if by.kind is Kind.IMPORTER:
        return
    if not by.holds([Role.ADMINISTRATOR]):
        raise Refusal("staff-act-not-yours", act="administer")
    for office in _offices(person).select_related("area"):
        must_run(by, office.area)


def _offices(person: Person) -> QuerySet[Appointment]:
    return Appointment.objects.filter(person=person, state=State.ACTIVE)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _sealed_phone(person: Person, number: str) -> bytes | None:
    if not number:
        return None
    return vault.seal(keys_of(person), "phone", number)
