"""What states, acts, facts and coded reasons are called on the screens of staff."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.cases import words
from quincunx.cases.vocabulary import Act, State
from quincunx.matters.processes import Tier

Said: TypeAlias = str | Promise


@dataclass(frozen=True)
class Look:
    """A state on a chip: the word, the tone and the icon of the look."""

    word: Said
    tone: str
    icon: str


@dataclass(frozen=True)
class Deed:
    """An act as a button, and as it reads once it is done."""

    verb: Said
    done: Said
    icon: str
    mark: str = ""  # of the timeline: key (a step), bad (a set-back), or a note


S, A = State, Act

STATES: dict[str, Look] = {
    state: Look(words.STATES[state], tone, icon)
    for state, tone, icon in (
        (S.REPORTED, "act", "new"),
        (S.CHECKING, "act", "eye"),
        (S.ESTABLISHED, "act", "new"),
        (S.COORDINATING, "act", "people"),
        (S.DOCUMENTED, "act", "doc"),
        (S.ENDORSED, "act", "doc"),
        (S.EXAMINING, "act", "run"),
        (S.DISPATCHED, "act", "send"),
        (S.DISPUTED, "soon", "flag"),
        (S.HANDLING, "act", "run"),
        (S.WAITING, "", "pause"),
        (S.SUSPENDED, "", "pause"),
        (S.RESPONDING, "late", "bell"),
        (S.HANDLED, "act", "eye"),
        (S.VERIFIED, "ok", "done"),
        (S.FILED, "", "box"),
        (S.REFUSED, "", "x"),
        (S.WITHDRAWN, "", "undo"),
        (S.MERGED, "", "merge"),
    )
}

STEPS, STAGES = words.STEPS, words.STAGES

ACTS: dict[str, Deed] = {
    act: Deed(words.VERBS[act], words.DONE[act], icon, mark)
    for act, icon, mark in (
        (A.REPORT, "plus", "key"),
        (A.RECORD, "done", "key"),
        (A.FOLLOW, "people", ""),
        (A.ASK_CHECK, "eye", ""),
        (A.CHECKED, "eye", ""),
        (A.ESTABLISH, "done", "key"),
        (A.RECLASSIFY, "edit", ""),
        (A.REFUSE, "x", "bad"),
        (A.MERGE, "merge", ""),
        (A.UNMERGE, "split", ""),
        (A.NOT_THE_SAME, "split", ""),
        (A.POSSIBLY_THE_SAME, "merge", ""),
        (A.WITHDRAW, "undo", ""),
        (A.COORDINATE, "people", "key"),
        (A.AGREE, "done", "key"),
        (A.NO_AGREEMENT, "flag", "bad"),
        (A.CHECK_DOCUMENTS, "doc", "key"),
        (A.ENDORSE, "doc", "key"),
        (A.DEFINE, "send", "key"),
        (A.OPINE, "talk", ""),
        (A.APPROVE, "done", "key"),
        (A.DISAPPROVE, "x", "bad"),
        (A.ALERT, "bell", "key"),
        (A.ARRIVE, "pin", ""),
        (A.SITUATION, "talk", ""),
        (A.MAKE_SAFE, "shield", "key"),
        (A.DISPATCH, "send", "key"),
        (A.ACCEPT, "done", "key"),
        (A.SEND_BACK, "back", "bad"),
        (A.DISPUTE, "flag", "bad"),
        (A.ARBITRATE, "scale", "key"),
        (A.INTERIM, "talk", ""),
        (A.ASK_REPORTER, "talk", ""),
        (A.ANSWER, "talk", ""),
        (A.ASK_EXTENSION, "clock", ""),
        (A.GRANT_EXTENSION, "clock", ""),
        (A.REFUSE_EXTENSION, "clock", "bad"),
        (A.SUSPEND, "pause", ""),
        (A.RESUME, "run", ""),
        (A.CALL_SUPPORT, "people", ""),
        (A.WHISTLE, "whistle", ""),
        (A.RATE_ARRIVAL, "star", ""),
        (A.FINISH, "done", "key"),
        (A.MILESTONE, "flag", ""),
        (A.CONFIRM, "done", "key"),
        (A.SKIP_VERIFICATION, "done", "key"),
        (A.REWORK, "again", "bad"),
        (A.PROPOSE_CLOSING, "stop", ""),
        (A.CLOSE_BY_FORCE, "stop", "bad"),
        (A.TELL, "phone", ""),
        (A.FILE, "box", "key"),
        (A.VERDICT, "star", ""),
        (A.REOPEN, "again", "bad"),
        (A.INSPECT, "eye", ""),
        (A.APPEAL, "scale", ""),
        (A.DECIDE_APPEAL, "scale", ""),
        (A.REVIEW_APPEAL, "scale", ""),
        (A.URGE, "bell", ""),
        (A.SUPERVISE, "eye", ""),
        (A.REPLY, "talk", ""),
        (A.ESCALATE, "up", "bad"),
        (A.FLAG_CONFLICT, "lock", ""),
        (A.LIFT_CONFLICT, "lock", ""),
        (A.TAKE_BACK, "undo", "bad"),
        (A.NOTE, "edit", ""),
        (A.ADD, "talk", ""),
        (A.RELEASE, "eye", ""),
        (A.WITHHOLD, "lock", ""),
        (A.SHOW, "camera", ""),
        (A.SHOW_PHOTOS, "eye", ""),
        (A.HIDE_PHOTOS, "lock", ""),
    )
}

# The one act that stands out, in this order: where several are open, the first.
FOREMOST = (
    A.CHECKED, A.ESTABLISH, A.DISPATCH, A.ACCEPT, A.ARBITRATE, A.AGREE, A.ENDORSE,
    A.DEFINE, A.APPROVE, A.MAKE_SAFE, A.FINISH, A.CONFIRM, A.TELL, A.FILE, A.RESUME,
)  # fmt: skip

# What a case of a tier needs first once it is accepted, instead of being dispatched.
TIER_WAYS: dict[str, Act] = {
    Tier.COORDINATE: A.COORDINATE,
    Tier.APPROVE: A.CHECK_DOCUMENTS,
    Tier.EMERGENCY: A.ALERT,
}

FACTS, CHOICES, CHANNELS = words.FACTS, words.CHOICES, words.CHANNELS
UNITS_OF_TIME = words.UNITS_OF_TIME

HINTS: dict[tuple[str, str], Said] = {
    (A.INTERIM, "text"): _("The reporter reads this."),
    (A.ASK_REPORTER, "text"): _("The reporter reads this. The clock stands meanwhile."),
    (A.FINISH, "result"): _(
        "The reporter reads this. What was done, and how it is now."
    ),
    (A.REFUSE, "text"): _("The reporter reads this."),
    (A.TELL, "text"): _("What was said, and to whom."),
    (A.SEND_BACK, "text"): _("Why it is not yours, and whose it may be."),
    (A.FILE, "reason"): _("Only if nobody could be told: why not."),
    (A.RELEASE, "text"): _(
        "Everybody reads this. Take out names, numbers, plates and what tells of a"
        " home; no other word of the case goes out, only photos shown to the reporter."
    ),
    (A.RELEASE, "result"): _("Everybody reads this as well. It may stay empty."),
    (A.WITHHOLD, "text"): _("Why. Colleagues read it."),
    (A.SHOW_PHOTOS, "photos"): _(
        "Whoever reported or follows the case sees them; everybody does, where the case"
        " is released. Look for faces, plates and what tells of a home first."
    ),
    (A.HIDE_PHOTOS, "photos"): _("Nobody but colleagues sees these from then on."),
    (A.HIDE_PHOTOS, "text"): _("Why. Colleagues read it."),
    (A.NOTE, "text"): _("Colleagues on this case read it; the reporter does not."),
}


def choice(code: str) -> Said:
    """Return a coded reason in words; a code nobody named stays a code."""
    return CHOICES.get(code, code)
