"""What this room's refusals say, and what its codes are called."""

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words
from quincunx.registers.visits import purposes


def _spoken(names: Mapping[str, str]) -> str:
    return names["zh-hans" if (get_language() or "").startswith("zh") else "en"]


_in_language = lazy(_spoken, str)

SENTENCES: dict[str, Words] = {
    "no-such-visit": _("Nothing is due there any more. Choose from the list."),
    "no-such-offer": _("There is no such offer here. Choose one from the visit."),
    "visit-not-yours": _(
        "Doors in %(area)s are visited by those who serve in its grid. Ask its leader."
    ),
    "visit-purpose-missing": _("Nobody is visited for nothing. Choose a purpose."),
    "visit-purpose-unknown": _(
        "This is no purpose of a visit. Choose one of: %(visit_purpose)s."
    ),
    "visit-purpose-without-service": _(
        "The purpose “%(value)s” brings no service that is known. Name one."
    ),
    "visit-door-elsewhere": _(
        "This door is not in %(area)s, or is two doors. Choose one from its chart."
    ),
    "visit-offer-to-nobody": _(
        "Nobody was met, so nothing was offered. Leave the services out."
    ),
    "visit-offer-unknown": _(
        "These purposes do not bring this service. Choose from: %(visit_service)s."
    ),
    "visit-note-too-long": _("A note has at most %(most)s characters. Shorten it."),
    "offer-not-accepted": _("It was not accepted, so it can neither come nor fail."),
    "offer-unmet-why": _("Say why it does not come: %(offer_unmet)s."),
}

_KNOWN = purposes.known()
NAMES: dict[str, dict[str, Words]] = {
    "visit_purpose": {
        code: _in_language(each.name) for code, each in _KNOWN.purposes.items()
    },
    "visit_asks": {
        code: _in_language(each.asks) for code, each in _KNOWN.purposes.items()
    },
    "visit_service": {
        code: _in_language(each.name) for code, each in _KNOWN.services.items()
    },
    "visit_found": {
        "met": _("somebody was there"),
        "nobody": _("nobody was there"),
        "refused": _("would rather not"),
        "gone": _("gone"),
    },
    "offer_answer": {
        "accepted": _("accepted"),
        "declined": _("declined"),
        "has-it": _("has it already"),
    },
    "offer_unmet": {
        "none-here": _("there is none here"),
        "waiting": _("there is a waiting list"),
        "not-entitled": _("not entitled"),
        "moved": _("moved away"),
    },
}
