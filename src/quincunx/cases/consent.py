"""What a reporter decides about their contact: who may know it, what it is, its end.

Whoever holds a Contact here came to it by their code or by their verified address;
that is the right to change it. Each change is written down under the contact itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from quincunx.cases import contacts, retire
from quincunx.cases.models import Case, Contact
from quincunx.foundation import journal, vault
from quincunx.foundation.actors import Actor
from quincunx.lib import text
from quincunx.lib.refusal import Refusal

DISCLOSURES = ("platform", "unit")


@dataclass(frozen=True)
class Wish:
    """Who may know the contact, and whether news goes to it."""

    disclosure: str = "platform"
    quiet: bool = False
    language: str = "zh-hans"


def contact_of(case: Case, actor: Actor, code: str) -> Contact | None:
    """Return the contact that belongs to a code: the reporter's, or a follower's."""
    left = Contact.objects.filter(case=case, erased_at__isnull=True)
    if case.pk in actor.cases:
        return left.filter(kind="reporter").order_by("pk").first()
    return left.filter(code_index=contacts.code_index(code)).first()


@transaction.atomic
def choose(contact: Contact, wish: Wish, *, by: Actor, at: datetime) -> Contact:
    """Change who may know, whether there is news, and in which language."""
    if wish.disclosure not in DISCLOSURES:
        told = {"fact": "disclosure", "choices": list(DISCLOSURES)}
        raise Refusal("not-a-choice", **told)
    now = _held(contact)
    now.disclosure, now.quiet = wish.disclosure, wish.quiet
    now.language = wish.language
    now.save(update_fields=["disclosure", "quiet", "language"])
    facts = {"disclosure": now.disclosure, "quiet": now.quiet}
    _write_down(now, "contact-chosen", facts, by=by, at=at)
    return now


@transaction.atomic
def correct(
    contact: Contact, told: Mapping[str, str], *, by: Actor, at: datetime
) -> Contact:
    """Put right what was left: name, phone, e-mail, as far as `told` names them."""
    now = _held(contact)
    key = vault.key_of(contacts.subject_of(now))
    if key is None:
        raise Refusal("contact-erased")
    plain = {
        label: _normal(label, told[label]) for label in contacts.LABELS if label in told
    }
    for label, value in plain.items():
        setattr(now, label, key.seal(label, value) if value else None)
        if label != "name":
            setattr(now, f"{label}_index", vault.blind(label, value) if value else None)
    now.save()
    _write_down(now, "contact-corrected", {"fields": sorted(plain)}, by=by, at=at)
    retire.settle_reachable([now.case_id])
    return now


@transaction.atomic
def forget(contact: Contact, *, by: Actor, at: datetime) -> None:
    """Erase a contact because whoever left it says so; nothing can bring it back."""
    now = _held(contact)
    retire.forget([now], at=at)
    retire.settle_reachable([now.case_id])
    if now.kind == "follower":
        followed = Case.objects.filter(pk=now.case_id, followers__gt=0)
        followed.update(followers=F("followers") - 1)
    _write_down(now, "contact-forgotten", {}, by=by, at=at)


def _held(contact: Contact) -> Contact:
    """Return the contact as it is, its case held against an act at this moment."""
    Case.objects.select_for_update().get(pk=contact.case_id)
    now = Contact.objects.select_related("case").get(pk=contact.pk)
    if now.erased_at is not None:
        raise Refusal("contact-erased")
    return now


def _normal(label: str, value: str) -> str:
    if not value.strip():
        return ""
    read = {"phone": text.phone, "email": text.email}
    return read.get(label, text.line)(value)


def _write_down(
    contact: Contact, act: str, facts: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    subject = contacts.subject_of(contact)
    journal.record(subject, act, by=by, at=at, facts=facts)
