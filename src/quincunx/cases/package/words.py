"""What acts, stages, reasons and roles are called in the printed file."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.cases.vocabulary import Act, Stage
from quincunx.foundation.actors import Kind
from quincunx.matters.processes import Tier
from quincunx.staff.roles import Role

Said: TypeAlias = str | Promise
A = Act

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
    A.CONFIRM: _("Confirmed done"),
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
    A.LIFT_CONFLICT: _("Conflict flag lifted"),
    A.NOTE: _("Note"),
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
    "in-court": _("Before a court"),
    "solved": _("Solved"),
    "partly-solved": _("Partly solved"),
    "not-solved": _("Not solved"),
    "explained": _("Explained"),
    "not-ours": _("Not ours"),
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
    "in-person": _("In person"),
    "telephone": _("By telephone"),
    "message": _("By message"),
    "e-mail": _("By e-mail"),
    "portal": _("On the resident's page"),
    "letter": _("By letter"),
    "agree": _("Agree"),
    "disagree": _("Disagree"),
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
