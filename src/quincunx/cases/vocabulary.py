"""The words of a case's life: states, acts, relations, steps, stages, coded reasons."""

from enum import StrEnum


class State(StrEnum):
    NEW = "new"  # not yet in the books
    REPORTED = "reported"
    CHECKING = "checking"  # pre-verification: is the report true?
    ESTABLISHED = "established"  # matter and filing condition are chosen
    COORDINATING = "coordinating"  # on the community's table
    DOCUMENTED = "documented"  # the leader has checked the documents
    ENDORSED = "endorsed"  # the station accepts the application
    EXAMINING = "examining"  # departments examine
    DISPATCHED = "dispatched"  # waits for the unit to accept
    DISPUTED = "disputed"  # two units say: not ours
    HANDLING = "handling"
    WAITING = "waiting"  # for the reporter's answer
    SUSPENDED = "suspended"
    RESPONDING = "responding"  # emergency, on site
    HANDLED = "handled"  # says the unit
    VERIFIED = "verified"  # says somebody else
    FILED = "filed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Act(StrEnum):
    REPORT = "report"
    RECORD = "record"
    FOLLOW = "follow"
    ASK_CHECK = "ask-check"
    CHECKED = "checked"
    ESTABLISH = "establish"
    RECLASSIFY = "reclassify"
    REFUSE = "refuse"
    MERGE = "merge"
    UNMERGE = "unmerge"
    NOT_THE_SAME = "not-the-same"
    POSSIBLY_THE_SAME = "possibly-the-same"
    WITHDRAW = "withdraw"
    COORDINATE = "coordinate"
    AGREE = "agree"
    NO_AGREEMENT = "no-agreement"
    CHECK_DOCUMENTS = "check-documents"
    ENDORSE = "endorse"
    DEFINE = "define"
    OPINE = "opine"
    APPROVE = "approve"
    DISAPPROVE = "disapprove"
    ALERT = "alert"
    ARRIVE = "arrive"
    SITUATION = "situation"
    MAKE_SAFE = "make-safe"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    SEND_BACK = "send-back"
    DISPUTE = "dispute"
    ARBITRATE = "arbitrate"
    INTERIM = "interim"
    ASK_REPORTER = "ask-reporter"
    ANSWER = "answer"
    ASK_EXTENSION = "ask-extension"
    GRANT_EXTENSION = "grant-extension"
    REFUSE_EXTENSION = "refuse-extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    CALL_SUPPORT = "call-support"
    WHISTLE = "whistle"
    RATE_ARRIVAL = "rate-arrival"
    FINISH = "finish"
    MILESTONE = "milestone"
    CONFIRM = "confirm"
    SKIP_VERIFICATION = "skip-verification"
    REWORK = "rework"
    PROPOSE_CLOSING = "propose-closing"
    CLOSE_BY_FORCE = "close-by-force"
    TELL = "tell"
    FILE = "file"
    VERDICT = "verdict"
    REOPEN = "reopen"
    INSPECT = "inspect"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide-appeal"
    REVIEW_APPEAL = "review-appeal"
    URGE = "urge"
    SUPERVISE = "supervise"
    REPLY = "reply"
    ESCALATE = "escalate"
    FLAG_CONFLICT = "flag-conflict"
    LIFT_CONFLICT = "lift-conflict"
    NOTE = "note"
    TAKE_BACK = "take-back"
    ADD = "add"
    RELEASE = "release"
    WITHHOLD = "withhold"
    SHOW = "show"
    SHOW_PHOTOS = "show-photos"
    HIDE_PHOTOS = "hide-photos"


class Relation(StrEnum):
    """How somebody stands to a case, apart from the role they hold."""

    ANY = "any"
    OWN = "own"  # reported it
    CARE = "care"  # it lies in my subtree
    DESK = "desk"  # it lies on the desk of my house
    UNIT = "unit"  # my organisation leads it
    SUPPORT = "support"  # my organisation supports it or was called
    TASK = "task"  # I was asked to look
    REPORTED = "reported"  # I reported it, in office
    OUTSIDE = "outside"  # in my subtree; neither I nor my organisation handled it


class Step(StrEnum):
    """The five public steps."""

    REPORT = "report"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    VERIFY = "verify"
    FILE = "file"


class InnerStep(StrEnum):
    """The seven steps of the national rule, of which the five are a compression."""

    COLLECT = "collect"
    ESTABLISH = "establish"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    FEED_BACK = "feed-back"
    VERIFY = "verify"
    EVALUATE = "evaluate"


class Word(StrEnum):
    """What the reporter hears."""

    RECEIVED = "received"
    IN_HAND = "in-hand"
    DONE = "done"
    CLOSED = "closed"


class Stage(StrEnum):
    """What a clock runs for."""

    ESTABLISH = "establish"
    CHECK = "check"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    ARBITRATE = "arbitrate"
    HANDLE = "handle"
    ANSWER = "answer"
    VERIFY = "verify"
    TELL = "tell"
    REPLY = "reply"


RETURN_REASONS = ("not-our-duty", "not-our-area", "private-property", "unclear-report")
REFUSAL_REASONS = ("not-listed", "not-true", "not-ours", "in-court", "insufficient")
OUTCOMES = ("solved", "partly-solved", "explained", "not-ours", "cannot")
FORCED_REASONS = ("beyond-powers", "no-longer-there", "lasting-condition", "in-court")
EXTENSION_REASONS = ("materials", "weather", "complex", "third-party")
FOUND = ("as-described", "otherwise", "not-there")
GROUNDS = ("overdue", "deduction")
CHANNELS = ("in-person", "telephone", "message", "e-mail", "portal", "letter")
VERDICTS = ("solved", "partly-solved", "not-solved")
WITHDRAWALS = ("solved-itself", "by-mistake", "other-way")

S, T, W = State, Step, Word

OPEN = frozenset(
    {
        S.REPORTED, S.CHECKING, S.ESTABLISHED, S.COORDINATING, S.DOCUMENTED, S.ENDORSED,
        S.EXAMINING, S.DISPATCHED, S.DISPUTED, S.HANDLING, S.WAITING, S.SUSPENDED,
        S.RESPONDING, S.HANDLED, S.VERIFIED,
    }
)  # fmt: skip
CLOSED = frozenset({S.FILED, S.REFUSED, S.WITHDRAWN, S.MERGED})
IN_HAND = frozenset(
    {
        S.COORDINATING, S.DOCUMENTED, S.ENDORSED, S.EXAMINING, S.DISPATCHED, S.DISPUTED,
        S.HANDLING, S.WAITING, S.SUSPENDED, S.RESPONDING,
    }
)  # fmt: skip
# While another report may turn out to be of the same thing.
COMPARED = frozenset({S.REPORTED, S.CHECKING, S.ESTABLISHED, S.DISPATCHED})
HAS_UNIT = frozenset({S.DISPATCHED, S.HANDLING, S.WAITING, S.SUSPENDED, S.EXAMINING})

# Where a case stands in each state: the public step, and the word the reporter hears.
STANDS = {
    S.REPORTED: (T.REPORT, W.RECEIVED),
    S.CHECKING: (T.REPORT, W.RECEIVED),
    S.ESTABLISHED: (T.DISPATCH, W.RECEIVED),
    S.DISPUTED: (T.DISPATCH, W.RECEIVED),
    **dict.fromkeys(IN_HAND - {S.DISPUTED}, (T.HANDLE, W.IN_HAND)),
    S.HANDLED: (T.VERIFY, W.IN_HAND),
    S.VERIFIED: (T.FILE, W.DONE),
    **dict.fromkeys(CLOSED, (T.FILE, W.CLOSED)),
}


_INNER = {
    S.REPORTED: InnerStep.COLLECT,
    S.CHECKING: InnerStep.COLLECT,
    S.ESTABLISHED: InnerStep.ESTABLISH,
    S.DISPATCHED: InnerStep.DISPATCH,
    S.DISPUTED: InnerStep.DISPATCH,
    S.HANDLED: InnerStep.FEED_BACK,
    S.VERIFIED: InnerStep.VERIFY,
}


def step_of(state: State) -> Step:
    """Return where a case in `state` stands in the five public steps."""
    return STANDS[state][0]


def word_of(state: State) -> Word:
    """Return what the reporter of a case in `state` hears."""
    return STANDS[state][1]


def inner_step_of(state: State) -> InnerStep:
    """Return where a case in `state` stands in the seven steps of the national rule."""
    if state in CLOSED:
        return InnerStep.EVALUATE
    return _INNER.get(state, InnerStep.HANDLE)
