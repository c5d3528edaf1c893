"""What the field app's own door refuses."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "sending-key-needed": _("Each sending needs a key of its own. Nothing was kept."),
    "sending-not-understood": _("“%(where)s” is not as it should be: %(what)s"),
}
