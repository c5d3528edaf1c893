"""How to reach somebody about one case: sealed, indexed blind, erased by itself."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.cases.access import Stance
from quincunx.cases.models import Case, Contact
from quincunx.cases.vocabulary import Relation
from quincunx.foundation import reveals, vault
from quincunx.foundation.actors import Actor
from quincunx.foundation.notices import Address, Recipient
from quincunx.foundation.reveals import Way
from quincunx.foundation.steps import Right
from quincunx.foundation.subjects import Subject
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.staff import preferences
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require

PURPOSES = ("ask", "tell-result", "verify")
LABELS = ("name", "phone", "email")
WAY = Way("contact", tuple(f"contact-{each}" for each in PURPOSES), most_a_day=200)

# The platform itself may always ask; the handling unit if the reporter said so.
_PLATFORM = (Right(Role.DISPATCHER, Relation.CARE),)
_UNIT = (Right(Role.OFFICER, Relation.UNIT),)


@dataclass(frozen=True)
class ContactDetails:
    """What the reporter left, and to whom they allow it to be shown."""

    name: str = ""
    phone: str = ""
    email: str = ""
    disclosure: str = "platform"  # or "unit": the handling unit may see it
    language: str = "zh-hans"
    kind: str = "reporter"  # served, follower

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.email)


def keep(details: ContactDetails, case: Case, *, code: str = "") -> Contact:
    """Seal and save; two inserts. Refuses what is no telephone number or address.

    `code` is what opens the case to a follower; it is kept as a blind index only.
    """
    phone = text.phone(details.phone) if details.phone else ""
    email = text.email(details.email) if details.email else ""
    contact = Contact(
        case=case,
        kind=details.kind,
        disclosure=details.disclosure,
        language=details.language,
        code_index=code_index(code) if code else None,
    )
    key = vault.new_key(subject_of(contact))
    contact.name = _sealed(key, "name", text.line(details.name))
    contact.phone = _sealed(key, "phone", phone)
    contact.email = _sealed(key, "email", email)
    contact.phone_index = vault.blind("phone", phone) if phone else None
    contact.email_index = vault.blind("email", email) if email else None
    contact.save(force_insert=True)
    return contact


@transaction.atomic
def reveal(case: Case, *, purpose: str, by: Actor, at: datetime) -> ContactDetails:
    """Show how to reach the reporter, once, after the read has been written down.

    `purpose` is one of PURPOSES. Eight queries at most.
    """
    require(by, Scope.CONTACTS)
    if purpose not in PURPOSES:
        raise Refusal("contact-without-purpose", purposes=list(PURPOSES))
    contact = _of_reporter(case)
    if not _may_see(case, contact, by):
        raise Refusal("contact-not-for-you", case=case.number)
    if contact is None:
        raise Refusal("contact-not-left", case=case.number)
    sealed = {
        label: bytes(value)
        for label in LABELS
        if (value := getattr(contact, label)) is not None
    }
    opened = reveals.reveal(
        subject_of(contact), sealed, purpose=f"contact-{purpose}", by=by, at=at
    )
    return ContactDetails(
        **opened,
        disclosure=contact.disclosure,
        language=contact.language,
        kind=contact.kind,
    )


def may_reveal(case: Case, by: Actor) -> bool:
    """Say whether there is a contact that `by` may be shown; at most one query."""
    if not case.reachable or not by.may(Scope.CONTACTS) or not _may_ever(case, by):
        return False
    contact = _of_reporter(case)
    return contact is not None and _may_see(case, contact, by)


def _of_reporter(case: Case) -> Contact | None:
    left = Contact.objects.filter(case=case, kind="reporter", erased_at__isnull=True)
    return left.order_by("pk").first()


def _may_ever(case: Case, by: Actor) -> bool:
    """Nobody of a body complained of, not even after the conflict is lifted."""
    if case.against_id is not None and case.against_id in by.units:
        return False
    return Stance(by, case).has((*_PLATFORM, *_UNIT))


def _may_see(case: Case, contact: Contact | None, by: Actor) -> bool:
    if not _may_ever(case, by):
        return False
    unit_may = contact is not None and contact.disclosure == "unit"
    return unit_may or Stance(by, case).has(_PLATFORM)


def subject_of(contact: Contact) -> Subject:
    """Return the contact as the vault and the read log know it."""
    return Subject("contact", str(contact.pk))


def hearing(cases: Collection[str]) -> QuerySet[Contact]:
    """Return who hears of these cases: their own, and of those merged into them."""
    return Contact.objects.filter(
        Q(case__in=cases) | Q(case__merged_into__in=cases),
        erased_at__isnull=True,
        quiet=False,
    )


def hearers(cases: Collection[str], at: datetime) -> dict[str, list[Recipient]]:
    """Resolve "case-reporter": each of those who hear of a case, one by one."""
    del at
    found: dict[str, list[Recipient]] = {}
    for contact in hearing(cases).select_related("case").order_by("pk"):
        to = Recipient("case-contact", str(contact.pk))
        for case in {str(contact.case_id), str(contact.case.merged_into_id)}:
            found.setdefault(case, []).append(to)
    return found


def addresses(keys: Collection[str], at: datetime) -> dict[str, list[Address]]:
    """Resolve "case-contact": where each is reached.

    Not an identity view: the address goes into the message and nowhere else.
    """
    known = Contact.objects.filter(pk__in=keys, erased_at__isnull=True, quiet=False)
    quiet = preferences.quiet_until(None, at)
    return {str(contact.pk): list(_ways(contact, quiet)) for contact in known}


def _ways(contact: Contact, quiet: datetime | None) -> Iterator[Address]:
    if contact.email:
        mail = _opened(contact, "email", contact.email)
        yield Address("mail", mail, contact.language)
    if contact.phone:
        phone = _opened(contact, "phone", contact.phone)
        yield Address("sms", phone, contact.language, not_before=quiet)


def _opened(contact: Contact, label: str, sealed: bytes | memoryview) -> str:
    return vault.open_sealed(subject_of(contact), label, bytes(sealed))


def code_index(code: str) -> bytes:
    """Return the blind index under which a tracking code is kept."""
    return vault.blind("case.code", code)


def _sealed(key: vault.Key, label: str, plain: str) -> bytes | None:
    return key.seal(label, plain) if plain else None
