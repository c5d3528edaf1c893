"""What is known of a reporter ends by itself: a year after the case was closed.

That a device measured the place, and how exactly, ends thirty days after the report:
then it is the place of the case and no position of a person any more.

The key of the contact is destroyed, so that backups tell nothing either; the empty row
stays and says when. What was said of the matter stays with the case, and its journal
holds: it never knew the contact.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.cases import contacts
from quincunx.cases.models import Case, Contact
from quincunx.foundation import vault

KEPT = timedelta(days=365)  # as the catalogue of personal fields says
POSITION_KEPT = timedelta(days=30)  # since the report
AT_ONCE = 500  # cases in one transaction


def due(at: datetime) -> QuerySet[Contact]:
    """Return the contacts whose time is over at `at`.

    Who reported the same thing as somebody else hears of that other case, and is
    known as long as it is.
    """
    before = at - KEPT
    return Contact.objects.filter(
        Q(case__merged_into=None) | Q(case__merged_into__closed_at__lte=before),
        case__closed_at__lte=before,
        erased_at__isnull=True,
    )


def positions_over(at: datetime) -> QuerySet[Case]:
    """Return the cases that remember too long that a device measured their place."""
    return Case.objects.filter(
        accuracy__isnull=False, reported_at__lte=at - POSITION_KEPT
    )


def forget_positions(at: datetime, *, most: int = AT_ONCE) -> int:
    """Forget that devices measured places, of `most` cases; return of how many."""
    over = positions_over(at)
    keys = list(over.order_by("reported_at").values_list("pk", flat=True)[:most])
    return Case.objects.filter(pk__in=keys).update(accuracy=None)


def preview(at: datetime) -> int:
    """Return how many contacts `erase_due` would erase."""
    return due(at).count()


def erase_due(at: datetime, *, most: int = AT_ONCE) -> int:
    """Erase the contacts whose time is over; return how many, of `most` cases."""
    cases = due(at).order_by("case").values_list("case", flat=True).distinct()
    return _erase(list(cases[:most]), at)


@transaction.atomic
def _erase(keys: Collection[UUID], at: datetime) -> int:
    """Erase under the locks of the cases, for one may just have been reopened."""
    held = Case.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    over = list(due(at).filter(case__in=list(held)).values_list("pk", flat=True))
    forget([Contact(pk=key) for key in over], at=at)
    settle_reachable(keys)
    return len(over)


def forget(left: Collection[Contact], *, at: datetime) -> None:
    """Destroy the keys of contacts and empty their rows, under the locks of the cases.

    One DELETE each and one UPDATE; `settle_reachable` is for the caller.
    """
    for contact in left:
        vault.erase(contacts.subject_of(contact))
    Contact.objects.filter(pk__in=[contact.pk for contact in left]).update(
        name=None,
        phone=None,
        email=None,
        phone_index=None,
        email_index=None,
        code_index=None,
        erased_at=at,
    )


def settle_reachable(keys: Collection[UUID]) -> None:
    """Let cases whose reporter can no longer be reached say so. One UPDATE."""
    known = Contact.objects.filter(
        Q(phone__isnull=False) | Q(email__isnull=False),
        case__in=keys,
        erased_at__isnull=True,
    ).exclude(kind="follower")
    silent = Case.objects.filter(pk__in=keys, reachable=True)
    silent.exclude(pk__in=known.values("case")).update(reachable=False)
