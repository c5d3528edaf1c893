"""What those outside are told of a case: where it stands, in a word; what happened."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import CLOSED, IN_HAND, State, Word, word_of
from quincunx.cases.words import CHOICES

Said = str | Promise
S = State

STANDS: Mapping[str, Said] = {
    Word.RECEIVED: pgettext_lazy("outside", "Received"),
    Word.IN_HAND: pgettext_lazy("outside", "In hand"),
    Word.DONE: pgettext_lazy("outside", "Done"),
    Word.CLOSED: pgettext_lazy("outside", "Closed"),
}
ENDED: Mapping[str, Said] = {
    S.REFUSED: _("Not taken up"),
    S.WITHDRAWN: _("Withdrawn"),
    S.MERGED: _("Reported before; it goes on there"),
}
# The extended statuses of FixMyStreet.
STATUSES: Mapping[str, str] = {
    S.REPORTED: "OPEN",
    S.CHECKING: "OPEN",
    S.ESTABLISHED: "INVESTIGATING",
    **dict.fromkeys(IN_HAND, "IN_PROGRESS"),
    S.DISPATCHED: "ACTION_SCHEDULED",
    S.DISPUTED: "INVESTIGATING",
    S.HANDLED: "IN_PROGRESS",
    S.MERGED: "DUPLICATE",
    S.WITHDRAWN: "CLOSED",
}
_BY_OUTCOME: Mapping[str, str] = {
    "solved": "FIXED",
    "partly-solved": "FIXED",
    "not-ours": "NOT_COUNCILS_RESPONSIBILITY",
    "explained": "NO_FURTHER_ACTION",
    "cannot": "NO_FURTHER_ACTION",
}
_BY_REFUSAL: Mapping[str, str] = {"not-ours": "NOT_COUNCILS_RESPONSIBILITY"}


def status(case: Case) -> str:
    """Return the one of the two statuses of the standard."""
    return "open" if case.closed_at is None else "closed"


def stands(case: Case) -> str:
    """Return where a case stands, with its outcome once it has one."""
    state = State(case.state)
    word = str(ENDED.get(state) or STANDS[word_of(state)])
    ended = state in CLOSED or word_of(state) is Word.DONE
    if case.outcome and ended:
        return f"{word}: {CHOICES[case.outcome]}"
    return word


def extended_status(case: Case, state: str) -> str:
    """Return the status an update brings, as FixMyStreet reads it."""
    if state == S.REFUSED:
        return _BY_REFUSAL.get(case.closed_for, "NO_FURTHER_ACTION")
    if state in (S.VERIFIED, S.FILED):
        return _BY_OUTCOME.get(case.outcome, "CLOSED")
    return STATUSES[state]
