"""Where notices are read by staff."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from quincunx.foundation.notices import link_with


def register() -> None:
    """Say which page shows what a notice tells of; called when the program starts."""
    link_with("case", _case)
    link_with("webhook", lambda key, _told: reverse("webhook", args=[key]))
    link_with("suggestion", lambda key, _told: reverse("staff-suggestion", args=[key]))
    link_with("appointment", lambda key, _told: reverse("staff-office", args=[key]))


def _case(_key: str, told: Mapping[str, Any]) -> str:
    """Return the page of a case; nothing for one that is not there."""
    return reverse("case", args=[told["number"]]) if told.get("number") else ""
