"""What belongs to one verified address: its reports, its data, who has looked at them.

A contact is a row of its case and of nobody's record. Who has proved to read an
address finds the rows that carry its blind index, and nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.cases import beside, contacts, pages
from quincunx.cases.models import Case, Contact
from quincunx.foundation import read_log, vault
from quincunx.foundation.actors import Actor, Kind
from quincunx.foundation.models import Proof
from quincunx.foundation.notices import Address
from quincunx.foundation.proofs import KINDS, Proven
from quincunx.lib.refusal import Refusal
from quincunx.staff import published
from quincunx.staff.actors import reporter

MOST = 100  # reports on a page, the newest
MOST_READS = 200
OWN = "own-data"  # the purpose of somebody's look at what is kept of themselves


@dataclass(frozen=True)
class Mine:
    """One report of somebody's, with the contact they left; what it says, if asked."""

    contact: Contact
    case: Case

    @property
    def is_follower(self) -> bool:
        return self.contact.kind == "follower"


@dataclass(frozen=True)
class Look:
    """Somebody looked at who a reporter is: when, of which unit, as what, what for."""

    at: datetime
    case: Case
    unit: str
    role: str
    purpose: str
    fields: tuple[str, ...]
    own: bool


def reports(proven: Proven) -> list[Mine]:
    """Return the reports of an address, newest first. Four queries."""
    rows = list(_rows(proven).order_by("-case__reported_at")[:MOST])
    known = beside.known(Case.objects.filter(pk__in=[row.case_id for row in rows]))
    cases = {case.pk: case for case in known}
    return [Mine(row, cases[row.case_id]) for row in rows]


def report(proven: Proven, key: UUID, *, at: datetime) -> tuple[Mine, Actor]:
    """Return one of them, and who may act on it: nobody, where it is followed."""
    row = _rows(proven).filter(pk=key).first()
    if row is None:
        raise Refusal("no-such-report")
    [case] = beside.known(Case.objects.filter(pk=row.case_id))
    mine = Mine(row, case)
    return mine, reporter(() if mine.is_follower else [case.pk], at)


def told(mine: Sequence[Mine], *, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Return what is kept of somebody in each contact; the look is written down.

    Two queries in all: one INSERT into the read log, one SELECT of the keys.
    """
    subjects = [contacts.subject_of(each.contact) for each in mine]
    read_log.note_all(subjects, contacts.LABELS, purpose=OWN, by=by, at=at)
    vault.warm(subjects)
    return [_opened(each.contact) for each in mine]


def looks(mine: Sequence[Mine]) -> list[Look]:
    """Return who has looked, newest first; names of staff are not told. Two queries."""
    cases = {str(each.contact.pk): each.case for each in mine}
    subjects = [contacts.subject_of(each.contact) for each in mine]
    reads = read_log.reads_of_all(subjects, MOST_READS)
    posts = published.posts_at({(r.by_person, r.at) for r in reads if r.by_person})
    found = []
    for read in reads:
        post = posts.get((read.by_person or 0, read.at), published.Post("", ""))
        look = Look(
            read.at,
            cases[read.subject_id],
            post.unit,
            post.role,
            read.purpose,
            tuple(read.fields),
            own=read.by_kind == Kind.REPORTER,
        )
        found.append(look)
    return found


def export(mine: Sequence[Mine], *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return everything that is kept of somebody here, for a machine to read."""
    opened = told(mine, by=by, at=at)
    seen = looks(mine)
    return [
        {
            "report": _plain(each),
            "contact": {**kept, **_choices(each.contact)},
            "looks": [
                {
                    "at": look.at.isoformat(),
                    "unit": look.unit,
                    "role": look.role,
                    "purpose": look.purpose,
                    "fields": list(look.fields),
                }
                for look in seen
                if look.case.pk == each.case.pk
            ],
        }
        for each, kept in zip(mine, opened, strict=True)
    ]


def _plain(mine: Mine) -> dict[str, Any]:
    """Return the report as it is told to them; of a followed one, nothing said."""
    case = mine.case
    by = reporter(() if mine.is_follower else [case.pk], case.reported_at)
    common = {
        "kind": mine.contact.kind,
        "reported_at": case.reported_at.isoformat(),
        "matter": case.matter.code if case.matter else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "outcome": case.outcome,
    }
    if mine.is_follower:
        return common
    happened = [
        {"at": m.at.isoformat(), "act": m.act, "said": dict(m.said)}
        for m in pages.heard(case, by)
    ]
    where = {"lon": case.lon, "lat": case.lat, "words": case.place}
    own = {"number": case.number, "text": case.text, "place": where}
    return {**common, **own, "happened": happened}


def _choices(contact: Contact) -> dict[str, Any]:
    return {
        "disclosure": contact.disclosure,
        "news": not contact.quiet,
        "language": contact.language,
    }


def _opened(contact: Contact) -> dict[str, str]:
    subject = contacts.subject_of(contact)
    return {
        label: vault.open_sealed(subject, label, bytes(sealed))
        for label in contacts.LABELS
        if (sealed := getattr(contact, label)) is not None
    }


def _rows(proven: Proven) -> QuerySet[Contact]:
    return Contact.objects.filter(_carries(proven), erased_at__isnull=True)


def _carries(proven: Proven) -> Q:
    return Q(**{f"{proven.label}_index": proven.index})


def addresses(keys: Collection[str], at: datetime) -> dict[str, list[Address]]:
    """Resolve "proof": the address, as one who left it with a report wrote it.

    Nobody is written to whom we do not know, so our messages cannot be turned on
    strangers; whoever asks learns nothing of that. Two queries.
    """
    del at
    proofs = list(Proof.objects.filter(pk__in=keys))
    asked = [Proven(each.label, bytes(each.index)) for each in proofs]
    known = reduce(or_, map(_carries, asked), Q(pk__in=()))
    left = list(Contact.objects.filter(known, erased_at__isnull=True).order_by("-pk"))
    found: dict[str, list[Address]] = {}
    for proof in proofs:
        carried = (c for c in left if _index(c, proof.label) == bytes(proof.index))
        contact = next(carried, None)
        if contact is not None:
            sealed = bytes(getattr(contact, proof.label))
            value = vault.open_sealed(contacts.subject_of(contact), proof.label, sealed)
            to = Address(KINDS[proof.label], value, language=contact.language)
            found[str(proof.pk)] = [to]
    return found


def _index(contact: Contact, label: str) -> bytes | None:
    kept = getattr(contact, f"{label}_index")
    return bytes(kept) if kept is not None else None
