"""What the API itself refuses: what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "content-type-wrong": _(
        "This address takes JSON, not “%(sent)s”. Send Content-Type: application/json."
    ),
    "body-not-utf8": _(
        "What you sent is not UTF-8: byte %(byte)s. Write it in UTF-8 and send it"
        " again."
    ),
    "json-not-understood": _(
        "This is not JSON: line %(line)s, column %(column)s. Correct it there."
    ),
    "json-too-deep": _(
        "This JSON is nested too deeply, or has a number without end. Send only the"
        " fields that this address describes."
    ),
    "text-not-keepable": _(
        "The text of “%(field)s” holds half a character or a NUL. Take it out."
    ),
    "not-yours-to-look-at": _(
        "Only these see this, in their own areas: %(roles)s. Ask one of them."
    ),
    "no-such-package": _(
        "Case %(number)s has no sealed package. It is made soon after filing."
    ),
}
