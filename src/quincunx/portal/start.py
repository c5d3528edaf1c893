"""What this door tells the foundation when the program starts."""

from django.urls import reverse

from quincunx.foundation import wording
from quincunx.foundation.notices import link_with
from quincunx.portal.sentences import SENTENCES


def register() -> None:
    """Say what its refusals say, and which page of theirs residents are led to."""
    wording.add(SENTENCES)
    mine = "case-contact"
    link_with("case", lambda *_told: reverse("mine"), recipient_kind=mine)
