"""What this room knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField
from quincunx.registers.renting.vocabulary import WAITS_DAYS

_BASIS = _("The legal basis recorded when the register was opened")


def _declared(name: str, purpose: object) -> PersonalField:
    return PersonalField(
        f"renting.Declaration.{name}",
        purpose,  # type: ignore[arg-type]  # words that are said later
        _BASIS,
        _("the declaration, or sooner: when it is settled"),
        kept_days=WAITS_DAYS,
        sealed=True,
    )


def _landlord(name: str, purpose: object) -> PersonalField:
    return PersonalField(
        f"renting.House.{name}",
        purpose,  # type: ignore[arg-type]  # as above
        _BASIS,
        _("the house being let no more"),
        kept_days=0,
        sealed=True,
    )


FIELDS = (
    _declared("people", _("To find at the door who has moved in, and to serve them")),
    _declared("shown", _("To know at the door whom a declaration names, masked")),
    _landlord("landlord", _("To reach who lets a house")),
    _landlord("landlord_shown", _("To know again who lets a house, masked")),
)
