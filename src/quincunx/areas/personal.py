"""What this room knows of people: a number somebody answers, and it is public."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "areas.Area.telephone",
        _("A resident finds the public telephone of their grid"),
        _("The public service of the place"),
        _("the area ends"),
    ),
)
