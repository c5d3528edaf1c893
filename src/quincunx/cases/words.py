"""What acts, states, stages, reasons and roles are called, wherever they are read."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.cases.vocabulary import Act, Stage, State, Step
from quincunx.foundation.actors import Kind
from quincunx.matters.processes import Tier
from quincunx.staff.roles import Role

Said: TypeAlias = str | Promise
A, S = Act, State

# An act as a button says it, and as it reads once it is done.
VERBS: dict[str, Said] = {
    A.REPORT: _("Report"),
    A.RECORD: _("Record it as handled on the spot"),
    A.FOLLOW: _("Follow"),
    A.ASK_CHECK: _("Have it checked on the spot"),
    A.CHECKED: _("Say what you found"),
    A.ESTABLISH: _("Accept as a case"),
    A.RECLASSIFY: _("Change the matter"),
    A.REFUSE: _("Refuse with a reason"),
    A.MERGE: _("Merge into another case"),
    A.UNMERGE: _("Take apart again"),
    A.WITHDRAW: _("Withdraw"),
    A.COORDINATE: _("Bring to the community's table"),
    A.AGREE: _("Record the agreement"),
    A.NO_AGREEMENT: _("Record that there is none"),
    A.CHECK_DOCUMENTS: _("Confirm the documents"),
    A.ENDORSE: _("Endorse the application"),
    A.DEFINE: _("Define who examines"),
    A.OPINE: _("Give your opinion"),
    A.APPROVE: _("Approve"),
    A.DISAPPROVE: _("Do not approve"),
    A.ALERT: _("Alert everybody"),
    A.ARRIVE: _("We have arrived"),
    A.SITUATION: _("Report the situation"),
    A.MAKE_SAFE: _("Report it made safe"),
    A.DISPATCH: _("Dispatch"),
    A.ACCEPT: _("Accept the order"),
    A.SEND_BACK: _("Return as not ours"),
    A.DISPUTE: _("Dispute the order"),
    A.ARBITRATE: _("Decide the dispute"),
    A.INTERIM: _("Give an interim answer"),
    A.ASK_REPORTER: _("Ask the reporter"),
    A.ANSWER: _("Record the answer"),
    A.ASK_EXTENSION: _("Ask for an extension"),
    A.GRANT_EXTENSION: _("Grant the extension"),
    A.REFUSE_EXTENSION: _("Refuse the extension"),
    A.SUSPEND: _("Suspend until a date"),
    A.RESUME: _("Resume"),
    A.CALL_SUPPORT: _("Call a supporting unit"),
    A.WHISTLE: _("Whistle departments to the spot"),
    A.RATE_ARRIVAL: _("Rate the arrival"),
    A.FINISH: _("Report it done"),
    A.MILESTONE: _("Report a milestone reached"),
    A.CONFIRM: _("Confirm it is done"),
    A.SKIP_VERIFICATION: _("Do without verification"),
    A.REWORK: _("Send back for rework"),
    A.PROPOSE_CLOSING: _("Propose to close without a result"),
    A.CLOSE_BY_FORCE: _("Agree to close without a result"),
    A.TELL: _("Record that they were told"),
    A.FILE: _("File"),
    A.VERDICT: _("Record the verdict"),
    A.REOPEN: _("Reopen"),
    A.INSPECT: _("Re-inspect"),
    A.APPEAL: _("Appeal"),
    A.DECIDE_APPEAL: _("Decide the appeal"),
    A.REVIEW_APPEAL: _("Review the appeal"),
    A.URGE: _("Urge"),
    A.SUPERVISE: _("Supervise, reply required"),
    A.REPLY: _("Reply to the supervisor"),
    A.ESCALATE: _("Escalate to the level above"),
    A.FLAG_CONFLICT: _("Flag a conflict of interest"),
    A.LIFT_CONFLICT: _("Lift the conflict flag"),
    A.NOTE: _("Add a note"),
    A.TAKE_BACK: _("Take the last act back"),
    A.ADD: _("Add to the report"),
    A.RELEASE: _("Release to the public"),
    A.WITHHOLD: _("Withhold from the public"),
    A.SHOW: _("Add photos"),
}

DONE: dict[str, Said] = {
    A.REPORT: _("Reported"),
    A.RECORD: _("Handled on the spot"),
    A.FOLLOW: _("Followed by one more"),
    A.ASK_CHECK: _("Check on the spot asked for"),
    A.CHECKED: _("Checked on the spot"),
    A.ESTABLISH: _("Accepted as a case"),
    A.RECLASSIFY: _("Matter changed"),
    A.REFUSE: _("Refused"),
    A.MERGE: _("Merged"),
    A.UNMERGE: _("Taken apart again"),
    A.WITHDRAW: _("Withdrawn"),
    A.COORDINATE: _("Brought to the community's table"),
    A.AGREE: _("An agreement was reached"),
    A.NO_AGREEMENT: _("No agreement was reached"),
    A.CHECK_DOCUMENTS: _("Documents checked by the leader"),
    A.ENDORSE: _("Endorsed by the station"),
    A.DEFINE: _("Departments asked to examine"),
    A.OPINE: _("Opinion given"),
    A.APPROVE: _("Approved"),
    A.DISAPPROVE: _("Not approved"),
    A.ALERT: _("Everybody alerted"),
    A.ARRIVE: _("Arrived on site"),
    A.SITUATION: _("Situation on site"),
    A.MAKE_SAFE: _("Made safe"),
    A.DISPATCH: _("Dispatched"),
    A.ACCEPT: _("Order accepted"),
    A.SEND_BACK: _("Returned as not ours"),
    A.DISPUTE: _("Order disputed"),
    A.ARBITRATE: _("Dispute decided"),
    A.INTERIM: _("Interim answer"),
    A.ASK_REPORTER: _("Reporter asked"),
    A.ANSWER: _("Reporter answered"),
    A.ASK_EXTENSION: _("Extension asked for"),
    A.GRANT_EXTENSION: _("Extension granted"),
    A.REFUSE_EXTENSION: _("Extension refused"),
    A.SUSPEND: _("Suspended"),
    A.RESUME: _("Resumed"),
    A.CALL_SUPPORT: _("Supporting units called"),
    A.WHISTLE: _("Departments whistled to the spot"),
    A.RATE_ARRIVAL: _("Arrival rated"),
    A.FINISH: _("Reported done"),
    A.MILESTONE: _("Milestone reached"),
    A.CONFIRM: _("Confirmed done"),
    A.SKIP_VERIFICATION: _("Verification not needed for this matter"),
    A.REWORK: _("Sent back for rework"),
    A.PROPOSE_CLOSING: _("Closing proposed"),
    A.CLOSE_BY_FORCE: _("Closed without a result, by two people"),
    A.TELL: _("Result told"),
    A.FILE: _("Filed"),
    A.VERDICT: _("Reporter's verdict"),
    A.REOPEN: _("Reopened"),
    A.INSPECT: _("Re-inspected"),
    A.APPEAL: _("Appealed"),
    A.DECIDE_APPEAL: _("Appeal decided"),
    A.REVIEW_APPEAL: _("Appeal reviewed"),
    A.URGE: _("Urged"),
    A.SUPERVISE: _("Put under supervision"),
    A.REPLY: _("Replied to the supervisor"),
    A.ESCALATE: _("Escalated"),
    A.FLAG_CONFLICT: _("Conflict flag set"),
    A.LIFT_CONFLICT: _("Conflict flag lifted"),
    A.NOTE: _("Note"),
    A.TAKE_BACK: _("Taken back"),
    A.ADD: _("Something added by the reporter"),
    A.RELEASE: _("Released to the public"),
    A.WITHHOLD: _("Withheld from the public"),
    A.SHOW: _("Photos added"),
}

STATES: dict[str, Said] = {
    S.REPORTED: _("New"),
    S.CHECKING: _("Being checked"),
    S.ESTABLISHED: _("To dispatch"),
    S.COORDINATING: _("On the community's table"),
    S.DOCUMENTED: _("Documents checked"),
    S.ENDORSED: _("Endorsed by the station"),
    S.EXAMINING: _("Departments examine"),
    S.DISPATCHED: _("Dispatched"),
    S.DISPUTED: _("Disputed"),
    S.HANDLING: _("In hand"),
    S.WAITING: _("Waits for the reporter"),
    S.SUSPENDED: _("Suspended"),
    S.RESPONDING: _("Emergency, on site"),
    S.HANDLED: _("To verify"),
    S.VERIFIED: _("Done"),
    S.FILED: _("Filed"),
    S.REFUSED: _("Refused"),
    S.WITHDRAWN: _("Withdrawn"),
    S.MERGED: _("Merged"),
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

SPANS: dict[str, Said] = {
    "counted": _("counted"),
    "paused": _("paused"),
    "not-counted": _("not counted"),
    "left": _("left over"),
    "over": _("late"),
}

ROLES: dict[str, Said] = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.DISPATCHER: _("dispatcher"),
    Role.LEADER: _("grid leader"),
    Role.MEMBER: _("grid member"),
    Role.OFFICER: _("officer"),
    Role.VERIFIER: _("verifier"),
    Role.SUPERVISOR: _("supervisor"),
    Role.IMPORTER: _("importer, by a stand-in"),
}

KINDS: dict[str, Said] = {
    Kind.STAFF: _("staff"),
    Kind.REPORTER: _("the reporter"),
    Kind.CLOCK: _("the clock"),
    Kind.IMPORTER: _("importer, by a stand-in"),
    Kind.SYSTEM: _("another system"),
    Kind.SCREEN: _("a wall screen"),
}

TIERS: dict[str, Said] = {
    Tier.ON_THE_SPOT: _("On the spot"),
    Tier.COORDINATE: _("Coordinate"),
    Tier.APPROVE: _("Approve"),
    Tier.EMERGENCY: _("Emergency"),
    Tier.DISPATCH: _("Dispatch"),
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

# How a further unit stands to a case.
CALLS: dict[str, Said] = {
    "support": _("supports"),
    "whistle": _("whistled for"),
    "consult": _("consulted"),
    "alert": _("alerted"),
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
    "milestone": _("Milestone"),
}

SHOWN: dict[str, Said] = {
    "photo-before": _("Photo, before"),
    "photo-after": _("Photo, after"),
    "document": _("Document"),
    "reading": _("Reading"),
    "agreement": _("Agreement"),
}

# Coded facts of an act that are printed beside what was said.
CODED = ("reason", "outcome", "found", "opinion", "channel", "verdict")


def say(names: dict[str, Said], code: str) -> str:
    """Return a code in words; one nobody named stays a code."""
    return str(names.get(code, code))
