"""What this room knows of people: the words a visitor left for the next one."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

NOTE_KEPT_DAYS = 365

FIELDS = (
    PersonalField(
        "visits.Visit.note",
        _("To bring what was promised at the door"),
        _("The service that was accepted"),
        _("the visit"),
        kept_days=NOTE_KEPT_DAYS,
        sealed=True,
    ),
)
