"""What the staff's screens refuse by themselves."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "date-not-understood": _("“%(given)s” is no date. Write year, month, day."),
}
