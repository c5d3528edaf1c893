"""What this room knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

_BASIS = _("What the reporter left, by their choice")
_CLOSED = _("the case is closed")
_TO_ANSWER = _("To answer the reporter and to ask them")

FIELDS = (
    PersonalField(
        "cases.Case.accuracy",
        _("To judge how exactly a device has found the place"),
        _("The report itself, whose place it is"),
        _("the report"),
        kept_days=30,
    ),
    PersonalField(
        "cases.Contact.name", _TO_ANSWER, _BASIS, _CLOSED, kept_days=365, sealed=True
    ),
    PersonalField(
        "cases.Contact.phone", _TO_ANSWER, _BASIS, _CLOSED, kept_days=365, sealed=True
    ),
    PersonalField(
        "cases.Contact.email", _TO_ANSWER, _BASIS, _CLOSED, kept_days=365, sealed=True
    ),
    PersonalField(
        "cases.Contact.phone_index",
        _("To show residents their own reports, and nothing else"),
        _BASIS,
        _CLOSED,
        kept_days=365,
    ),
    PersonalField(
        "cases.Contact.email_index",
        _("To show residents their own reports, and nothing else"),
        _BASIS,
        _CLOSED,
        kept_days=365,
    ),
)
