"""What states, acts, facts and coded reasons are called on the screens of staff."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.cases.vocabulary import Act, Stage, State, Step

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
    S.REPORTED: Look(_("New"), "act", "new"),
    S.CHECKING: Look(_("Being checked"), "act", "eye"),
    S.ESTABLISHED: Look(_("To dispatch"), "act", "new"),
    S.COORDINATING: Look(_("On the community's table"), "act", "people"),
    S.DOCUMENTED: Look(_("Documents checked"), "act", "doc"),
    S.ENDORSED: Look(_("Endorsed by the station"), "act", "doc"),
    S.EXAMINING: Look(_("Departments examine"), "act", "run"),
    S.DISPATCHED: Look(_("Dispatched"), "act", "send"),
    S.DISPUTED: Look(_("Disputed"), "soon", "flag"),
    S.HANDLING: Look(_("In hand"), "act", "run"),
    S.WAITING: Look(_("Waits for the reporter"), "", "pause"),
    S.SUSPENDED: Look(_("Suspended"), "", "pause"),
    S.RESPONDING: Look(_("Emergency, on site"), "late", "bell"),
    S.HANDLED: Look(_("To verify"), "act", "eye"),
    S.VERIFIED: Look(_("Done"), "ok", "done"),
    S.FILED: Look(_("Filed"), "", "box"),
    S.REFUSED: Look(_("Refused"), "", "x"),
    S.WITHDRAWN: Look(_("Withdrawn"), "", "undo"),
    S.MERGED: Look(_("Merged"), "", "merge"),
}

STEPS: dict[str, Said] = {
    Step.REPORT: pgettext_lazy("step", "Report"),
    Step.DISPATCH: pgettext_lazy("step", "Dispatch"),
    Step.HANDLE: pgettext_lazy("step", "Handle"),
    Step.VERIFY: pgettext_lazy("step", "Verify"),
    Step.FILE: pgettext_lazy("step", "File"),
}

STAGES: dict[str, Said] = {
    Stage.ESTABLISH: _("Accept the report"),
    Stage.CHECK: _("Check on the spot"),
    Stage.DISPATCH: _("Dispatch"),
    Stage.ACCEPT: _("Accept the order"),
    Stage.ARBITRATE: _("Decide the dispute"),
    Stage.HANDLE: _("Handle"),
    Stage.ANSWER: _("Answer of the reporter"),
    Stage.VERIFY: _("Verify"),
    Stage.TELL: _("Tell the result"),
    Stage.REPLY: _("Reply to the supervisor"),
}

ACTS: dict[str, Deed] = {
    A.REPORT: Deed(_("Report"), _("Reported"), "plus", "key"),
    A.RECORD: Deed(
        _("Record it as handled on the spot"), _("Handled on the spot"), "done", "key"
    ),
    A.FOLLOW: Deed(_("Follow"), _("Followed by one more"), "people"),
    A.ASK_CHECK: Deed(
        _("Have it checked on the spot"), _("Check on the spot asked for"), "eye"
    ),
    A.CHECKED: Deed(_("Say what you found"), _("Checked on the spot"), "eye"),
    A.ESTABLISH: Deed(_("Accept as a case"), _("Accepted as a case"), "done", "key"),
    A.RECLASSIFY: Deed(_("Change the matter"), _("Matter changed"), "edit"),
    A.REFUSE: Deed(_("Refuse with a reason"), _("Refused"), "x", "bad"),
    A.MERGE: Deed(_("Merge into another case"), _("Merged"), "merge"),
    A.UNMERGE: Deed(_("Take apart again"), _("Taken apart again"), "split"),
    A.WITHDRAW: Deed(_("Withdraw"), _("Withdrawn"), "undo"),
    A.COORDINATE: Deed(
        _("Bring to the community's table"),
        _("Brought to the community's table"),
        "people",
        "key",
    ),
    A.AGREE: Deed(
        _("Record the agreement"), _("An agreement was reached"), "done", "key"
    ),
    A.NO_AGREEMENT: Deed(
        _("Record that there is none"), _("No agreement was reached"), "flag", "bad"
    ),
    A.CHECK_DOCUMENTS: Deed(
        _("Confirm the documents"), _("Documents checked by the leader"), "doc", "key"
    ),
    A.ENDORSE: Deed(
        _("Endorse the application"), _("Endorsed by the station"), "doc", "key"
    ),
    A.DEFINE: Deed(
        _("Define who examines"), _("Departments asked to examine"), "send", "key"
    ),
    A.OPINE: Deed(_("Give your opinion"), _("Opinion given"), "talk"),
    A.APPROVE: Deed(_("Approve"), _("Approved"), "done", "key"),
    A.DISAPPROVE: Deed(_("Do not approve"), _("Not approved"), "x", "bad"),
    A.ALERT: Deed(_("Alert everybody"), _("Everybody alerted"), "bell", "key"),
    A.ARRIVE: Deed(_("We have arrived"), _("Arrived on site"), "pin"),
    A.SITUATION: Deed(_("Report the situation"), _("Situation on site"), "talk"),
    A.MAKE_SAFE: Deed(_("Report it made safe"), _("Made safe"), "shield", "key"),
    A.DISPATCH: Deed(_("Dispatch"), _("Dispatched"), "send", "key"),
    A.ACCEPT: Deed(_("Accept the order"), _("Order accepted"), "done", "key"),
    A.SEND_BACK: Deed(
        _("Return as not ours"), _("Returned as not ours"), "back", "bad"
    ),
    A.DISPUTE: Deed(_("Dispute the order"), _("Order disputed"), "flag", "bad"),
    A.ARBITRATE: Deed(_("Decide the dispute"), _("Dispute decided"), "scale", "key"),
    A.INTERIM: Deed(_("Give an interim answer"), _("Interim answer"), "talk"),
    A.ASK_REPORTER: Deed(_("Ask the reporter"), _("Reporter asked"), "talk"),
    A.ANSWER: Deed(_("Record the answer"), _("Reporter answered"), "talk"),
    A.ASK_EXTENSION: Deed(_("Ask for an extension"), _("Extension asked for"), "clock"),
    A.GRANT_EXTENSION: Deed(_("Grant the extension"), _("Extension granted"), "clock"),
    A.REFUSE_EXTENSION: Deed(
        _("Refuse the extension"), _("Extension refused"), "clock", "bad"
    ),
    A.SUSPEND: Deed(_("Suspend until a date"), _("Suspended"), "pause"),
    A.RESUME: Deed(_("Resume"), _("Resumed"), "run"),
    A.CALL_SUPPORT: Deed(
        _("Call a supporting unit"), _("Supporting units called"), "people"
    ),
    A.WHISTLE: Deed(
        _("Whistle departments to the spot"),
        _("Departments whistled to the spot"),
        "whistle",
    ),
    A.RATE_ARRIVAL: Deed(_("Rate the arrival"), _("Arrival rated"), "star"),
    A.FINISH: Deed(_("Report it done"), _("Reported done"), "done", "key"),
    A.CONFIRM: Deed(_("Confirm it is done"), _("Confirmed done"), "done", "key"),
    A.REWORK: Deed(
        _("Send back for rework"), _("Sent back for rework"), "again", "bad"
    ),
    A.PROPOSE_CLOSING: Deed(
        _("Propose to close without a result"), _("Closing proposed"), "stop"
    ),
    A.CLOSE_BY_FORCE: Deed(
        _("Agree to close without a result"),
        _("Closed without a result, by two people"),
        "stop",
        "bad",
    ),
    A.TELL: Deed(_("Record that they were told"), _("Result told"), "phone"),
    A.FILE: Deed(_("File"), _("Filed"), "box", "key"),
    A.VERDICT: Deed(_("Record the verdict"), _("Reporter's verdict"), "star"),
    A.REOPEN: Deed(_("Reopen"), _("Reopened"), "again", "bad"),
    A.INSPECT: Deed(_("Re-inspect"), _("Re-inspected"), "eye"),
    A.APPEAL: Deed(_("Appeal"), _("Appealed"), "scale"),
    A.DECIDE_APPEAL: Deed(_("Decide the appeal"), _("Appeal decided"), "scale"),
    A.REVIEW_APPEAL: Deed(_("Review the appeal"), _("Appeal reviewed"), "scale"),
    A.URGE: Deed(_("Urge"), _("Urged"), "bell"),
    A.SUPERVISE: Deed(
        _("Supervise, reply required"), _("Put under supervision"), "eye"
    ),
    A.REPLY: Deed(_("Reply to the supervisor"), _("Replied to the supervisor"), "talk"),
    A.ESCALATE: Deed(_("Escalate to the level above"), _("Escalated"), "up", "bad"),
    A.LIFT_CONFLICT: Deed(
        _("Lift the conflict flag"), _("Conflict flag lifted"), "lock"
    ),
    A.NOTE: Deed(_("Add a note"), _("Note"), "edit"),
}

# The one act that stands out, in this order: where several are open, the first.
FOREMOST = (
    A.CHECKED, A.ESTABLISH, A.DISPATCH, A.ACCEPT, A.ARBITRATE, A.AGREE, A.ENDORSE,
    A.DEFINE, A.APPROVE, A.MAKE_SAFE, A.FINISH, A.CONFIRM, A.TELL, A.FILE, A.RESUME,
)  # fmt: skip

FACTS: dict[str, Said] = {
    "text": _("In words"),
    "result": _("What was done"),
    "reason": _("Reason"),
    "files": _("Photos and documents"),
    "place": _("Where"),
    "matter": _("Matter"),
    "condition": _("Filing condition"),
    "contact": _("How to reach the reporter"),
    "checker": _("Who looks"),
    "found": _("What was found"),
    "referral": _("Where the reporter can turn to"),
    "into": _("Number of the other case"),
    "parties": _("Who agreed"),
    "unit": _("Responsible unit"),
    "units": _("Further units"),
    "opinion": _("Opinion"),
    "limit": _("How much more time"),
    "until": _("Until"),
    "rating": _("Rating, 1 to 5"),
    "outcome": _("Outcome"),
    "channel": _("How they were told"),
    "verdict": _("What the reporter says"),
    "ground": _("Against what"),
    "decision": _("Decision"),
}

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
    (A.NOTE, "text"): _("Colleagues on this case read it; the reporter does not."),
}

CHOICES: dict[str, Said] = {
    "not-our-duty": _("Not our duty"),
    "not-our-area": _("Not our area"),
    "private-property": _("Private property"),
    "unclear-report": _("The report is unclear"),
    "not-listed": _("Not in the catalogue"),
    "not-true": _("Not as reported"),
    "not-ours": _("Not ours"),
    "in-court": _("Before a court"),
    "insufficient": _("Too little to go on"),
    "solved": _("Solved"),
    "partly-solved": _("Partly solved"),
    "not-solved": _("Not solved"),
    "explained": _("Explained"),
    "cannot": _("Cannot be done"),
    "beyond-powers": _("Beyond our powers"),
    "no-longer-there": _("No longer there"),
    "lasting-condition": _("A lasting condition"),
    "materials": _("Materials missing"),
    "weather": _("Weather"),
    "complex": _("More work than expected"),
    "third-party": _("Waits for somebody else"),
    "as-described": _("As described"),
    "otherwise": _("Otherwise than described"),
    "not-there": _("Not there"),
    "overdue": _("Overdue mark"),
    "deduction": _("Deduction"),
    "in-person": _("In person"),
    "telephone": _("By telephone"),
    "message": _("By message"),
    "e-mail": _("By e-mail"),
    "portal": _("On the resident's page"),
    "letter": _("By letter"),
    "solved-itself": _("Solved itself"),
    "by-mistake": _("Reported by mistake"),
    "other-way": _("Settled another way"),
    "agree": _("Agree"),
    "disagree": _("Disagree"),
    "uphold": _("Uphold"),
    "reject": _("Reject"),
    "still-good": _("Still good"),
    "not-good": _("Not good any more"),
}

CHANNELS: dict[str, Said] = {
    "portal": _("a resident, on the web"),
    "qr": _("a resident, through a QR code"),
    "counter": _("a resident, at the counter"),
    "telephone": _("a resident, by telephone"),
    "patrol": _("a grid worker on patrol"),
    "on-the-spot": _("a grid worker, on the spot"),
    "department": _("a department"),
    "leader": _("a grid leader"),
    "open311": _("another system"),
    "api": _("another system"),
    "import": _("a list brought in"),
}

UNITS_OF_TIME: dict[str, Said] = {
    "urgent-hour": _("hours, day and night"),
    "urgent-minute": _("minutes, day and night"),
    "work-hour": _("work hours"),
    "work-minute": _("work minutes"),
    "work-day": _("work days"),
    "natural-day": _("days"),
}


def choice(code: str) -> Said:
    """Return a coded reason in words; a code nobody named stays a code."""
    return CHOICES.get(code, code)
