"""What the exchange says: what is wrong, in which cell, and what to do."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-sheet": _(
        "There is no table “%(sheet)s” for you. Choose one of the list."
    ),
    "no-such-intake": _("There is no such table of yours. Choose one of the list."),
    "intake-forgotten": _(
        "The rows of %(file)s were erased a day after it came. Send the file again."
    ),
    "intake-not-now": _("%(file)s is %(intake_state)s now. Look at it again."),
    "intake-stopped": _(
        "Reading ended at %(faults)s faults. Correct these and send the file again."
    ),
    "intake-has-faults": _(
        "%(faults)s rows cannot be taken. Correct them, or bring in the others only."
    ),
    "intake-changes-nothing": _("Nothing in %(file)s differs from what is here."),
    "rows-changed-meanwhile": _(
        "Rows %(rows_named)s have been changed since you looked. Send the file again."
    ),
    "row-changed-since": _("Changed again since; correct it by hand."),
    "undo-too-late": _("Taking back is possible for %(hours)s hours, no longer."),
    "extract-of-persons": _(
        "A table of people is not taken out here. Ask the data protection officer."
    ),
    "release-needed": _(
        "This tells of %(persons)s persons. Another person must agree first; they have"
        " been asked. Come back when they have."
    ),
    "release-waits": _(
        "Another person has been asked to agree to %(persons)s persons, and has not"
        " answered yet."
    ),
    "no-such-release": _("Nothing of the kind waits for you."),
    "template-of-another": _(
        "%(file)s was made for another table. Choose that table, or its template."
    ),
    "template-old": _(
        "The template %(file)s was made from is an old one. Get the new one and copy"
        " your rows into it."
    ),
    "cells-merged": _(
        "Cells %(cells)s of %(file)s are merged. Undo that: every row needs its own."
    ),
    "cells-formula": _(
        "Cells %(cells)s of %(file)s hold formulas. Copy them and paste the values."
    ),
    "cell-missing": _("Nothing is written here, and something must be."),
    "cell-choice": _("It must be one of: %(known)s."),
    "row-twice-in-file": _("Row %(first)s says the same already. Leave one of them."),
}
NAMES: dict[str, dict[str, Words]] = {
    "intake_state": {
        "waiting": _("waiting to be read"),
        "reading": _("being read"),
        "seen": _("looked at, not written"),
        "refused": _("refused"),
        "cancelled": _("cancelled"),
        "ordered": pgettext_lazy("a table", "being written"),
        "written": _("written"),
        "undoing": _("being taken back"),
        "undone": _("taken back"),
    },
    "sheet_kind": {
        "new": pgettext_lazy("a row", "new"),
        "changed": pgettext_lazy("a row", "changed"),
        "wrong": _("cannot be taken"),
        "stayed": _("stayed as written"),
    },
}
