"""What this room's refusals say."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-screen": _("There is no such screen among those you may see."),
    "no-such-announcement": _("This is not announced any more, or not by you."),
    "screens-not-yours": _(
        "Only an administrator of %(area)s lets screens hang there."
    ),
    "announcing-not-yours": _(
        "Only a dispatcher, a supervisor or an administrator of %(area)s announces"
        " there."
    ),
    "screen-name-missing": _("Give the screen a name: where it hangs."),
    "screen-time-unfit": _(
        "Choose a day that lies ahead, at most %(days)s days from now."
    ),
    "announcement-unfit": _("Write one line of at most %(most)s characters."),
    "announcement-personal": _(
        "This looks like a telephone number, the number of a paper or an e-mail"
        " address. Everybody in the room reads the wall: leave it out."
    ),
    "announcement-time-unfit": _(
        "Choose an end that lies ahead, at most %(days)s days from now."
    ),
}
