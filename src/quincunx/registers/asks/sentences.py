"""What this room says."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-ask": _("There is no such table for you. Choose one of the list."),
    "ask-settled": _("“%(ask)s” is declared already. Look at it in the list."),
    "ask-not-now": _("“%(ask)s” cannot be answered now. Look at it again."),
    "ask-answers-nothing": _(
        "No column is answered yet. Choose a field for one at least, or close the form."
    ),
    "ask-field-unknown": _(
        "The column “%(column_name)s” has a field that these rows do not have."
    ),
    "ask-forbidden": _(
        "“%(column_name)s” may not be asked of anybody here, because of “%(word)s”."
        " Leave the column empty."
    ),
    "ask-says-too-little": _("Say the %(ask_part)s in %(least)s characters at least."),
    "ask-rows-unfit": _("Write how many rows were filled in: 1 to %(most)s."),
    "asked-already": _(
        "Collected already: %(there)s. Nothing is asked anew; declare the table and"
        " press “Answer”."
    ),
    "leave-for-nothing": _(
        "Leave is asked for columns of this table that nothing answers. Choose some."
    ),
    "leave-kept-too-long": _("Say for how many days it is kept: 1 to %(most)s."),
    "leave-waits": _("Leave for this table waits for another person already."),
    "no-such-leave": _("Nothing of the kind waits for you."),
    "burden-not-yours": _("You do not look after this place."),
    "rows-unknown": _("Choose what a row is: %(known)s."),
    "form-without-head": _(
        "No row with the names of columns was found in the first 20 rows. Write the"
        " names into one row, each in its own cell."
    ),
    "form-filled-in": _(
        "%(rows_found)s rows are filled in under the names. Send the form blank."
    ),
    "form-too-wide": _("%(file)s has more than %(most)s columns."),
    "form-too-long": _("%(file)s has more than %(most)s rows. Send the form blank."),
    "form-too-large": _("A blank form is %(most)s MB at most."),
}
NAMES: dict[str, dict[str, Words]] = {
    "ask_every": {
        "once": pgettext_lazy("how often", "once"),
        "week": _("every week"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "year": _("every year"),
    },
    "ask_state": {
        "draft": _("not declared yet"),
        "stands": _("answers with one press"),
        "ended": pgettext_lazy("a table", "ended"),
    },
    "ask_how": {
        "press": _("from the registers"),
        "hand": _("by hand"),
    },
    "ask_part": {
        "purpose": _("purpose"),
        "basis": _("legal basis"),
        "why": pgettext_lazy("of a request", "reason"),
    },
    "burden_kind": {
        "doors": _("Confirming at the door"),
        "visits": _("Writing visits down"),
        "press": _("Tables, by press"),
        "hand": _("Tables, by hand"),
    },
}
