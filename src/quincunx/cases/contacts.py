"""How to reach somebody about one case: sealed, indexed blind, erased by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from quincunx.cases.models import Case, Contact
from quincunx.foundation import vault
from quincunx.foundation.notices import Address
from quincunx.foundation.subjects import Subject
from quincunx.lib import text


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


def keep(details: ContactDetails, case: Case) -> Contact:
    """Seal and save; two inserts. Refuses what is no telephone number or address."""
    phone = text.phone(details.phone) if details.phone else ""
    email = text.email(details.email) if details.email else ""
    contact = Contact(
        case=case,
        kind=details.kind,
        disclosure=details.disclosure,
        language=details.language,
    )
    key = vault.new_key(subject_of(contact))
    contact.name = _sealed(key, "name", text.line(details.name))
    contact.phone = _sealed(key, "phone", phone)
    contact.email = _sealed(key, "email", email)
    contact.phone_index = vault.blind("phone", phone) if phone else None
    contact.email_index = vault.blind("email", email) if email else None
    contact.save(force_insert=True)
    return contact


def subject_of(contact: Contact) -> Subject:
    """Return the contact as the vault and the read log know it."""
    return Subject("contact", str(contact.pk))


def hearing(cases: Collection[str]) -> QuerySet[Contact]:
    """Return who hears of these cases: their own, and of those merged into them."""
    return Contact.objects.filter(
        Q(case__in=cases) | Q(case__merged_into__in=cases), erased_at__isnull=True
    )


def addresses(cases: Collection[str], at: datetime) -> dict[str, list[Address]]:
    """Resolve "case-reporter": where those who hear of each case are reached.

    Not an identity view: the address goes into the message and nowhere else.
    """
    del at
    found: dict[str, list[Address]] = {}
    for contact in hearing(cases):
        if contact.email:
            reached = vault.open_sealed(
                subject_of(contact), "email", bytes(contact.email)
            )
            to = Address("mail", reached, language=contact.language)
            found.setdefault(str(contact.case_id), []).append(to)
    return found


def code_index(code: str) -> bytes:
    """Return the blind index under which a tracking code is kept."""
    return vault.blind("case.code", code)


def _sealed(key: vault.Key, label: str, plain: str) -> bytes | None:
    return key.seal(label, plain) if plain else None
