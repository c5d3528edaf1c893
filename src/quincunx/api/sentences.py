"""What the API itself refuses: what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "not-yours-to-look-at": _(
        "Only these see this, in their own areas: %(roles)s. Ask one of them."
    ),
    "no-such-package": _(
        "Case %(number)s has no sealed package. It is made soon after filing."
    ),
}
