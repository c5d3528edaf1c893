"""What this room knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

FIELDS = (
    PersonalField(
        "handover.HandOver.content",
        _("To go on with a service where somebody moved"),
        _("Consent, given for this hand-over"),
        _("it was accepted, refused, withdrawn or forgotten"),
        kept_days=0,
        sealed=True,
    ),
)
