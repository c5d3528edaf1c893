"""What this room knows of people: who answers for a place, and how to reach them."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

_BASIS = _("Whoever runs a place names who answers for it")
_ENDS = _("the place is closed")

FIELDS = (
    PersonalField(
        "places.Premise.responsible",
        _("To speak with whoever answers for a place"),
        _BASIS,
        _ENDS,
        kept_days=0,
        sealed=True,
    ),
    PersonalField(
        "places.Premise.telephone",
        _("To reach whoever answers for a place, in an emergency above all"),
        _BASIS,
        _ENDS,
        kept_days=0,
        sealed=True,
    ),
)
