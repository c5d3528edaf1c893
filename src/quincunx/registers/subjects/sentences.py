"""What this room refuses, and what its codes are called."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-subject-request": _(
        "There is no such request. Look at the code again, or ask at the counter."
    ),
    "requests-not-yours": _(
        "Requests are received at a service desk and decided by a supervisor."
    ),
    "request-kind-unknown": _("Choose what you ask for: %(request_kind)s."),
    "request-not-now": _("The request has moved on meanwhile. Load the page again."),
    "request-settled": _("The request is settled. Begin another one if you need to."),
    "request-reason-unknown": _("Choose one of the reasons."),
    "refusal-says-why": _(
        "Say to the person in your own words why it is not done, and what they can do."
    ),
    "request-nothing-kept": _(
        "Nothing is kept of them under this name and number. Answer so."
    ),
    "request-changes-nothing": _("Say what is to be put right."),
    "request-uses-unknown": _("Choose at least one use that shall end."),
    "request-file-gone": _(
        "The file was fetched already, or its seven days are over. Ask for another."
    ),
}
NAMES: dict[str, dict[str, Words]] = {
    "request_kind": {
        "see": _("see what is kept of me, and who has read it"),
        "correct": _("put something right"),
        "export": _("take it with me as a file"),
        "delete": _("have it erased"),
        "object": _("end a use of it"),
    },
    "request_state": {
        "asked": _("Waits until somebody at the counter has seen you"),
        "verified": _("Being handled"),
        "proposed": _("Handled; another person decides"),
        "granted": _("Done"),
        "refused": _("Not done"),
        "withdrawn": _("Taken back"),
    },
    "request_reason": {
        "not-kept": _("nothing of the kind is kept"),
        "law-keeps": _("a law keeps it for now"),
        "not-wrong": _("it was looked up and is right"),
        "others": _("it would tell of somebody else"),
    },
    "read_purpose": {
        "resident-visit": _("a service at the door"),
        "resident-emergency": _("an emergency"),
        "resident-form": _("a form they asked for"),
        "resident-correction": _("a correction"),
        "resident-request": _("they ask for their own"),
    },
    "fields": {"looked-up": _("found by the number")},
}
