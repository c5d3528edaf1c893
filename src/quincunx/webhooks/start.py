"""What this room tells the foundation when the program starts."""

from collections.abc import Collection, Mapping
from typing import Any

from quincunx.foundation import notices, wording
from quincunx.webhooks.models import Subscription
from quincunx.webhooks.sentences import NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    wording.add_notices(NOTICES)
    notices.describe_with("webhook", _described)


def _described(keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    found = Subscription.objects.filter(pk__in=keys)
    return {str(each.pk): {"name": each.name} for each in found}
