"""Where notices are read by staff."""

from django.urls import reverse

from quincunx.foundation.notices import link_with


def register() -> None:
    """Say which page shows what a notice tells of; called when the program starts."""
    link_with("case", lambda _key, told: reverse("case", args=[told["number"]]))
    link_with("suggestion", lambda key, _told: reverse("staff-suggestion", args=[key]))
    link_with("appointment", lambda key, _told: reverse("staff-office", args=[key]))
