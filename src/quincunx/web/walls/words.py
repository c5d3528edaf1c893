"""What the piles of a wall screen are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PILES: Mapping[str, Promise] = {
    "new": pgettext_lazy("pile", "New"),
    "dispatch": pgettext_lazy("pile", "To dispatch"),
    "in_hand": pgettext_lazy("pile", "In hand"),
    "paused": pgettext_lazy("pile", "Paused"),
    "verify": pgettext_lazy("pile", "To verify"),
    "tell": pgettext_lazy("pile", "To tell"),
}
LANGUAGES = (("zh-hans", "中文"), ("en", "English"))
THEMES = (
    ("", _("As the device says")),
    ("light", _("Light")),
    ("dark", _("Dark")),
)
