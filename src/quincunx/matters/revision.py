"""The token by which every process knows that its book is out of date."""

from uuid import uuid4

from quincunx.matters import book
from quincunx.matters.models import Revision

ONLY = 1


def lock() -> Revision:
    """Hold everybody else off from loading until this transaction ends."""
    Revision.objects.get_or_create(pk=ONLY, defaults={"token": uuid4()})
    return Revision.objects.select_for_update().get(pk=ONLY)


def renew() -> None:
    """Give a new token; after a roll-back the old one is right again."""
    held = lock()
    book.forget()
    held.token = uuid4()
    held.save(update_fields=["token"])
