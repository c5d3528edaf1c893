"""What the residents' door refuses."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "too-many-tries": _(
        "More than %(most)s tries within an hour from this connection."
        " Wait an hour, or call the service station."
    ),
    "draft-lost": _(
        "What you had written is older than a day and is gone. Start again."
    ),
}
