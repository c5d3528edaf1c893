"""What this room's refusals say, and what its codes are called."""

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words
from quincunx.registers.renting import services


def _spoken(names: Mapping[str, str]) -> str:
    return names["zh-hans" if (get_language() or "").startswith("zh") else "en"]


_in_language = lazy(_spoken, str)

SENTENCES: dict[str, Words] = {
    "no-such-rental-house": _(
        "This sheet leads nowhere any more. Ask your landlord or your grid leader."
    ),
    "no-such-declaration": _("No declaration has this code. Compare it."),
    "renting-not-open": _(
        "Moving in is not declared here yet: the register of residents has not been"
        " opened. Nothing you told was kept. Ask at the counter."
    ),
    "rental-house-there-already": _("This is let already. Look at its page."),
    "rental-house-ended": _("This is let no more. Look at the page again."),
    "declarations-waiting": _(
        "%(most)s declarations wait for this door already. Call your grid leader."
    ),
    "declaration-of-so-many": _(
        "One to %(most)s people are declared at a time. Send the others after."
    ),
    "tenant-named-twice": _("Two people have the same card number. Compare them."),
    "move-out-of-range": _(
        "The day lies more than five years back or ninety days ahead. Correct it."
    ),
    "moved-before-born": _(
        "Somebody would have moved before they were born. Compare the days."
    ),
    "lease-ends-before-it-begins": _(
        "The lease ends before it begins. Correct one of its days."
    ),
    "moved-before-the-lease": _(
        "They move in before the lease begins. Correct one of the days."
    ),
    "lease-out-of-range": _(
        "The lease is over already, or lasts more than twenty years. Correct its end."
    ),
    "declaration-settled": _("That was settled meanwhile. Look at the page again."),
    "declaration-refused-why": _("Say why: one of %(reasons)s."),
    "nobody-moved-in": _("Nobody declared was there. Refuse it instead."),
    "nobody-moved-out": _("Choose who has left."),
}
NAMES: dict[str, dict[str, Words]] = {
    "renting_act": {"move-in": _("moves in"), "move-out": _("moves out")},
    "teller": {"tenant": _("tenant"), "landlord": _("landlord")},
    "declaration_status": {
        "declared": _("waits for a worker to come to the door"),
        "confirmed": _("confirmed at the door"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "forgotten": _("forgotten, as nobody could come in time"),
    },
    "declaration_why": {
        "not-there": _("nobody of that name was there"),
        "not-let": _("this is not let"),
        "other-house": _("it is another house"),
        "not-to-be-read": _("what was told cannot be read"),
        "told-twice": _("it was declared already"),
    },
    "trust": {
        "old": _("old, to be asked again"),
        "by-tenant": _("told by the tenant"),
        "by-landlord": _("told by the landlord"),
        "at-the-door": _("found at the door"),
    },
    "rental_service": {
        code: _in_language(names) for code, names in services.known().items()
    },
}
