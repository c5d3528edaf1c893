"""What this room knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

_BASIS = _("The employment or voluntary office of the person")
_LEAVING = _("the account is closed")

FIELDS = (
    PersonalField(
        "staff.Person.login",
        _("To sign in and to tell accounts apart"),
        _BASIS,
        _LEAVING,
    ),
    PersonalField(
        "staff.Person.name",
        _("Whoever acts in office acts by name"),
        _BASIS,
        _LEAVING,
    ),
    PersonalField(
        "staff.Person.email",
        _("To send notices of work"),
        _BASIS,
        _LEAVING,
        kept_days=0,
    ),
    PersonalField(
        "staff.Person.phone",
        _("To call whoever is on duty"),
        _BASIS,
        _LEAVING,
        kept_days=0,
        sealed=True,
    ),
    PersonalField(
        "staff.Person.password",
        _("To sign in; kept as a hash that cannot be read back"),
        _BASIS,
        _LEAVING,
        kept_days=0,
    ),
    PersonalField(
        "staff.Person.last_login",
        _("To make a sign-in link work only once"),
        _BASIS,
        _LEAVING,
        kept_days=0,
    ),
    PersonalField(
        "staff.Device.kind",
        _("To recognise one's own telephones, and end the one that is lost"),
        _BASIS,
        _("the telephone is signed out"),
        kept_days=180,
    ),
    PersonalField(
        "staff.Reaching.by_mail",
        _("To be told of work in the way somebody chose"),
        _BASIS,
        _LEAVING,
    ),
    PersonalField(
        "staff.Organisation.telephone",
        _("The public number of an organisation"),
        _("Published by the organisation"),
        _("the organisation is closed"),
    ),
    PersonalField(
        "staff.Organisation.direct_line",
        _("To call the responsible person of an organisation"),
        _("The office of the person in the organisation"),
        _("the organisation is closed"),
        sealed=True,
    ),
)
