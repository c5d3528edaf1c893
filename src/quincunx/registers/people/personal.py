"""What this room knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

_BASIS = _("The legal basis recorded when the register was opened")
_LEAVING = _("the resident has moved away")
KEPT_DAYS = 365


def _field(name: str, purpose: object, *, sealed: bool = False) -> PersonalField:
    return PersonalField(
        f"people.{name}",
        purpose,  # type: ignore[arg-type]  # words that are said later
        _BASIS,
        _LEAVING,
        kept_days=KEPT_DAYS,
        sealed=sealed,
    )


FIELDS = (
    _field("Identity.name", _("To call somebody by their name"), sealed=True),
    _field("Identity.phone", _("To arrange a visit or to warn"), sealed=True),
    _field(
        "Identity.number",
        _("To know one person from another where a form asks for it"),
        sealed=True,
    ),
    _field("Identity.born", _("To offer what is meant for an age"), sealed=True),
    _field("Resident.shown", _("To know somebody again, masked"), sealed=True),
    _field("Resident.name_index", _("To find equal names")),
    _field("Resident.phone_index", _("To find who has a number")),
    _field("Resident.number_index", _("To register nobody twice")),
    _field("Resident.birth_index", _("To find records of one person")),
    _field(
        "Resident.needs",
        _("To help as somebody asked for themselves, without the reason"),
    ),
    _field("Resident.objected", _("To end uses that somebody has objected to")),
    _field("NameToken.token", _("To find somebody by a part of the name")),
    _field("Stay.room", _("To know who lives where, for services at the door")),
    _field(
        "Tie.other", _("To reach who answers for somebody, where a service needs it")
    ),
)
