"""How each channel fares, for the page of channels; and whose turn it is to rest."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from quincunx.foundation.models import ChannelState


def note(fared: Mapping[str, str], at: datetime) -> None:
    """Write down for each channel what went wrong, or "" for what went well."""
    for name, fault in fared.items():
        told = {"failed_at": at, "fault": fault} if fault else {"went_at": at}
        ChannelState.objects.update_or_create(name=name, defaults=told)


def take_turn(name: str, at: datetime, pause: timedelta) -> datetime | None:
    """Take the turn of a channel that rests between messages; else say until when.

    Of two loops at once only one gets it.
    """
    ChannelState.objects.bulk_create([ChannelState(name=name)], ignore_conflicts=True)
    rested = Q(rests_until=None) | Q(rests_until__lte=at)
    with transaction.atomic():
        of_name = ChannelState.objects.filter(name=name)
        if of_name.filter(rested).update(rests_until=at + pause):
            return None
        return of_name.values_list("rests_until", flat=True).get()


def states(names: Iterable[str]) -> dict[str, ChannelState]:
    """Return what is known of these channels by name."""
    return ChannelState.objects.in_bulk(list(names))
