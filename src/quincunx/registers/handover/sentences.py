"""What the refusals of this room say, and what its codes are called."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-hand-over": _("There is no such hand-over among those you may see."),
    "no-such-taker": _(
        "No grid that keeps a register of residents is known by this. Choose one from"
        " the list, or ask its administrators to open theirs."
    ),
    "no-such-installation": _("There is no such installation for your places."),
    "installation-not-yours": _(
        "Only an administrator of %(area)s names other installations there."
    ),
    "consent-not-fresh": _(
        "Nothing is handed over without consent of the last %(days)s days. Ask the"
        " resident, and give the day on which they agreed."
    ),
    "hand-over-offered-already": _(
        "This file is offered already. Wait for the answer, or withdraw it first."
    ),
    "hand-over-settled": _("This hand-over is settled: %(hand_over_state)s."),
    "hand-over-needs-a-home": _(
        "Where they live now is not in the register, so nobody has a file to give."
    ),
    "hand-over-to-itself": _("They live in this grid already. Choose where they go."),
    "hand-over-is-for-another-grid": _(
        "The file was offered to another grid than the one of this building."
    ),
    "address-of-no-one-room": _(
        "This address means %(found)s rooms. Write it so that it means one: building,"
        " unit, room."
    ),
    "hand-over-reason-unknown": _("Choose one of the reasons: %(hand_over_reason)s."),
}
NAMES: dict[str, dict[str, Words]] = {
    "hand_over_state": {
        "offered": _("waits for an answer"),
        "accepted": _("taken over"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "expired": _("expired"),
    },
    "consent": {
        "written": _("in writing"),
        "spoken": _("by word of mouth"),
    },
    "hand_over_reason": {
        "not-here": _("nobody of this name came here"),
        "not-wanted": _("they do not want it any more"),
        "no-service": _("there is no such service here"),
        "known-already": _("they are known here already"),
    },
}
