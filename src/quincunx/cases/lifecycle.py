"""The whole life of a case, as one table.

Read a row as a sentence: on this act, by one of these people, a case in one of these
states moves to that state, provided these facts are told and these guards hold; this
happens to its clocks; it then stands at this of the five steps, and the reporter hears
this of the four words.

Nothing here touches the database. `transition` is the only door through which the
table is applied; `docs/lifecycle.md` is drawn from it.
"""

from quincunx.cases.rows import (
    ABOVE,
    CLOCK,
    DESKS,
    FILES,
    LEADER,
    LOOKED_AT,
    NOTE,
    OTHER,
    PHOTOS,
    REPORTER,
    REPORTERS,
    RESULT,
    REVIEWERS,
    SAID,
    SAW,
    STAFF,
    SUPPORT,
    TEXT,
    UNIT,
    VERIFIERS,
    by,
    row,
)
from quincunx.cases.vocabulary import (
    CHANNELS,
    CLOSED,
    COMPARED,
    EXTENSION_REASONS,
    FORCED_REASONS,
    FOUND,
    GROUNDS,
    IN_HAND,
    OPEN,
    OUTCOMES,
    REFUSAL_REASONS,
    RETURN_REASONS,
    VERDICTS,
    WITHDRAWALS,
    Act,
    Relation,
    State,
)
from quincunx.foundation.steps import Fact, Table
from quincunx.staff.roles import Role

S, A, R = State, Act, Relation

LIFECYCLE = Table(
    (
        # --- report -----------------------------------------------------------
        row(
            A.REPORT, {S.NEW}, S.REPORTED, REPORTERS,
            Fact("text", most=4000),
            Fact("place", "place", required=False),
            Fact("matter", "matter", required=False),
            Fact("contact", "contact", required=False),
            FILES,
            clocks=("start establish",),
        ),
        row(
            A.RECORD, {S.NEW}, S.VERIFIED,
            by(R.ANY, Role.LEADER, Role.MEMBER, Role.OFFICER, Role.IMPORTER),
            Fact("matter", "matter"),
            Fact("place", "place", required=False),
            RESULT,
            NOTE,
            FILES,
            guards=("tier-on-the-spot", "admitted", "evidence"),
        ),
        row(
            A.FOLLOW, OPEN, None, by(R.ANY, Role.REPORTER) | STAFF,
            Fact("contact", "contact", required=False),
        ),
        row(
            A.ASK_CHECK, {S.REPORTED}, S.CHECKING, DESKS,
            Fact("checker", "person", required=False),
            NOTE,
            clocks=("pause establish", "start check"), undo=True,
        ),
        row(
            A.CHECKED, {S.CHECKING}, S.REPORTED,
            by(R.TASK, Role.MEMBER, Role.LEADER) | LEADER | DESKS,
            Fact("found", "choice", choices=FOUND),
            NOTE,
            PHOTOS,
            clocks=("stop check", "resume establish"), undo=True,
        ),
        row(
            A.ESTABLISH, {S.REPORTED}, S.ESTABLISHED,
            DESKS | LEADER | by(R.REPORTED, Role.MEMBER, Role.OFFICER),
            Fact("matter", "matter"),
            Fact("condition", "condition", required=False),
            NOTE,
            clocks=("stop establish", "start dispatch"), undo=True,
        ),
        row(
            A.RECLASSIFY, {S.ESTABLISHED, S.DISPATCHED, S.HANDLING}, S.ESTABLISHED,
            DESKS,
            Fact("matter", "matter"),
            Fact("condition", "condition", required=False),
            Fact("text"),
            clocks=("stop accept", "stop handle", "start dispatch"),
        ),
        row(
            A.REFUSE, {S.REPORTED}, S.REFUSED, DESKS,
            Fact("reason", "choice", choices=REFUSAL_REASONS),
            SAID,
            Fact("referral", "line", required=False, most=200),
            clocks=("stop all",), undo=True,
        ),
        row(
            A.MERGE, COMPARED, S.MERGED,
            DESKS | LEADER,
            Fact("into", "case"),
            NOTE,
            guards=("not-into-itself",),
            clocks=("stop all",), undo=True,
        ),
        row(
            A.UNMERGE, {S.MERGED}, S.REPORTED, DESKS,
            TEXT,
            clocks=("start establish",),
        ),
        row(
            A.NOT_THE_SAME, COMPARED, None, DESKS | LEADER, OTHER, NOTE,
            guards=("another-case",),
        ),
        row(
            A.POSSIBLY_THE_SAME, COMPARED, None, DESKS | LEADER, OTHER, NOTE,
            guards=("told-apart",),
        ),
        row(
            A.WITHDRAW,
            {S.REPORTED, S.CHECKING, S.ESTABLISHED, S.DISPATCHED, S.WAITING},
            S.WITHDRAWN,
            REPORTER | DESKS,
            Fact("reason", "choice", choices=WITHDRAWALS),
            NOTE,
            clocks=("stop all",), undo=True,
        ),
        # --- coordinate: brought to the community's table ------------------------
        row(
            A.COORDINATE, {S.REPORTED, S.ESTABLISHED}, S.COORDINATING,
            LEADER | DESKS,
            TEXT,
            guards=("tier-coordinate",),
            clocks=("stop establish", "stop dispatch", "start handle"), undo=True,
        ),
        row(
            A.AGREE, {S.COORDINATING}, S.HANDLED, by(R.DESK, Role.DISPATCHER),
            RESULT,
            Fact("parties", "line", most=400),
            FILES,
            guards=("evidence",),
            clocks=("stop handle", "start verify"),
        ),
        row(
            A.NO_AGREEMENT, {S.COORDINATING}, S.ESTABLISHED,
            by(R.DESK, Role.DISPATCHER),
            TEXT,
            clocks=("stop handle", "start dispatch"),
        ),
        # --- approve: documents, station, centre, departments --------------------
        row(
            A.CHECK_DOCUMENTS, {S.REPORTED, S.ESTABLISHED}, S.DOCUMENTED, LEADER,
            TEXT,
            FILES,
            guards=("tier-approve",),
            clocks=("stop establish", "stop dispatch", "start handle"),
        ),
        row(
            A.ENDORSE, {S.DOCUMENTED}, S.ENDORSED, by(R.DESK, Role.DISPATCHER),
            TEXT,
        ),
        row(
            A.DEFINE, {S.ENDORSED}, S.EXAMINING, by(R.DESK, Role.DISPATCHER),
            TEXT,
            Fact("unit", "unit", required=False),
            Fact("units", "units", required=False, most=12),
            guards=("unit-not-complained-of",),
        ),
        row(
            A.OPINE, {S.EXAMINING}, None, SUPPORT,
            Fact("opinion", "choice", choices=("agree", "disagree")),
            TEXT,
        ),
        row(
            A.APPROVE, {S.EXAMINING}, S.HANDLED, UNIT,
            RESULT,
            FILES,
            guards=("opinions-in", "evidence"),
            clocks=("stop handle", "start verify"),
        ),
        row(
            A.DISAPPROVE, {S.EXAMINING}, S.HANDLED, UNIT,
            RESULT,
            guards=("opinions-in",),
            clocks=("stop handle", "start verify"),
        ),
        # --- emergency: all at once ---------------------------------------------
        row(
            A.ALERT, {S.REPORTED, S.ESTABLISHED}, S.RESPONDING,
            DESKS | LEADER | CLOCK,
            NOTE,
            guards=("tier-emergency",),
            clocks=("stop establish", "stop dispatch", "start handle"),
        ),
        row(
            A.ARRIVE,
            {S.RESPONDING, S.HANDLING, S.ESTABLISHED, S.COORDINATING, S.DISPATCHED},
            None,
            SUPPORT | UNIT,
            NOTE,
            guards=("called",),
        ),
        row(
            A.SITUATION, {S.RESPONDING}, None,
            SUPPORT | UNIT | LEADER | DESKS | by(R.CARE, Role.MEMBER),
            TEXT,
            PHOTOS,
        ),
        row(
            A.MAKE_SAFE, {S.RESPONDING}, S.HANDLED, UNIT,
            RESULT,
            PHOTOS,
            guards=("evidence",),
            clocks=("stop handle", "start verify"),
        ),
        # --- dispatch -----------------------------------------------------------
        row(
            A.DISPATCH, {S.ESTABLISHED}, S.DISPATCHED, DESKS | LEADER,
            Fact("unit", "unit"),
            Fact("units", "units", required=False, most=12),
            NOTE,
            guards=("unit-not-complained-of", "to-its-contact"),
            clocks=("stop dispatch", "start accept", "hand-over handle"), undo=True,
        ),
        row(A.ACCEPT, {S.DISPATCHED}, S.HANDLING, UNIT, clocks=("stop accept",)),
        row(
            A.SEND_BACK, {S.DISPATCHED}, S.ESTABLISHED, UNIT,
            Fact("reason", "choice", choices=RETURN_REASONS),
            TEXT,
            guards=("first-return", "may-return"),
            clocks=("stop accept", "pause handle", "start dispatch"), undo=True,
        ),
        row(
            A.DISPUTE, {S.DISPATCHED}, S.DISPUTED, UNIT,
            Fact("reason", "choice", choices=RETURN_REASONS),
            TEXT,
            guards=("returned-before", "not-arbitrated", "may-return"),
            clocks=("stop accept", "pause handle", "start arbitrate"), undo=True,
        ),
        row(
            A.ARBITRATE, {S.DISPUTED}, S.DISPATCHED, ABOVE,
            Fact("unit", "unit"),
            TEXT,
            guards=("another-dispatcher", "unit-not-complained-of"),
            clocks=("stop arbitrate", "start accept", "hand-over handle"), undo=True,
        ),
        # --- handle -------------------------------------------------------------
        row(A.INTERIM, IN_HAND, None, UNIT | DESKS | LEADER, SAID, PHOTOS),
        row(
            A.ASK_REPORTER, {S.HANDLING}, S.WAITING, UNIT | DESKS,
            SAID,
            guards=("reporter-reachable",),
            clocks=("pause handle", "start answer"),
        ),
        row(
            A.ANSWER, {S.WAITING}, S.HANDLING, REPORTER | DESKS | CLOCK,
            NOTE,
            PHOTOS,
            clocks=("stop answer", "resume handle"),
        ),
        row(
            A.ASK_EXTENSION, {S.HANDLING}, None, UNIT,
            Fact("limit", "limit"),
            Fact("reason", "choice", choices=EXTENSION_REASONS),
            TEXT,
            guards=("before-due", "extensions-left", "no-extension-pending"),
        ),
        row(
            A.GRANT_EXTENSION, {S.HANDLING, S.WAITING}, None, ABOVE,
            NOTE,
            guards=("extension-pending", "another-person-asked"),
            clocks=("extend handle",),
        ),
        row(
            A.REFUSE_EXTENSION, {S.HANDLING, S.WAITING}, None, ABOVE,
            TEXT,
            guards=("extension-pending", "another-person-asked"),
        ),
        row(
            A.SUSPEND, {S.HANDLING}, S.SUSPENDED, ABOVE,
            Fact("until", "date"),
            SAID,
            guards=("never-suspended", "before-due", "until-within-cap"),
            clocks=("pause handle",),
        ),
        row(
            A.RESUME, {S.SUSPENDED}, S.HANDLING, ABOVE | UNIT | CLOCK,
            NOTE,
            clocks=("resume handle",),
        ),
        row(
            A.CALL_SUPPORT, {S.DISPATCHED, S.HANDLING, S.RESPONDING}, None,
            UNIT | DESKS,
            Fact("units", "units", most=12),
            TEXT,
        ),
        row(
            A.WHISTLE, {S.ESTABLISHED, S.COORDINATING, S.DISPATCHED, S.HANDLING}, None,
            LEADER | DESKS, Fact("units", "units", most=12), TEXT,
        ),
        row(
            A.RATE_ARRIVAL, OPEN | {S.FILED}, None, LEADER | DESKS | SUPPORT,
            Fact("unit", "unit"),
            Fact("rating", "number"),
            NOTE,
            guards=("somebody-called",),
        ),
        row(
            A.FINISH, {S.HANDLING}, S.HANDLED, UNIT,
            RESULT,
            Fact("outcome", "choice", choices=OUTCOMES),
            PHOTOS,
            guards=("evidence", "no-extension-pending"),
            clocks=("stop handle", "start verify"),
        ),
        row(
            A.MILESTONE, {S.HANDLING, S.EXAMINING}, None, UNIT,
            Fact("milestone", "milestone"),
            SAID,
            guards=("milestone-open",),
        ),
        # --- verify -------------------------------------------------------------
        row(
            A.CONFIRM, {S.HANDLED}, S.VERIFIED, VERIFIERS | REPORTER,
            NOTE,
            PHOTOS,
            guards=("may-verify", "another-verifier", "verifier-of-the-matter"),
            clocks=("stop verify", "start tell"), undo=True,
        ),
        row(
            A.SKIP_VERIFICATION, {S.HANDLED}, S.VERIFIED, CLOCK,
            guards=("may-skip-verification",),
            clocks=("stop verify", "start tell"),
        ),
        row(
            A.REWORK, {S.HANDLED}, S.HANDLING, VERIFIERS | REPORTER,
            TEXT,
            PHOTOS,
            guards=("may-verify", "verifier-of-the-matter"),
            clocks=("stop verify", "go-on handle"), undo=True,
        ),
        row(
            A.PROPOSE_CLOSING, IN_HAND | {S.ESTABLISHED, S.HANDLED}, None, ABOVE,
            Fact("reason", "choice", choices=FORCED_REASONS),
            TEXT,
        ),
        row(
            A.CLOSE_BY_FORCE, IN_HAND | {S.ESTABLISHED, S.HANDLED}, S.VERIFIED, ABOVE,
            SAID,
            guards=("closing-proposed-by-another",),
            clocks=("stop all", "start tell"),
        ),
        # --- file ---------------------------------------------------------------
        row(
            A.TELL, {S.VERIFIED}, None, DESKS | LEADER | UNIT | CLOCK,
            Fact("channel", "choice", choices=CHANNELS),
            SAID,
            clocks=("stop tell",),
        ),
        row(
            A.FILE, {S.VERIFIED}, S.FILED, DESKS | LEADER | CLOCK,
            Fact("reason", "line", required=False, most=200),
            guards=("told-or-reason",),
            clocks=("stop all",),
        ),
        row(
            A.VERDICT, {S.VERIFIED, S.FILED}, None, REPORTER | DESKS,
            Fact("verdict", "choice", choices=VERDICTS),
            Fact("rating", "number", required=False),
            NOTE,
            guards=("verdict-once",),
        ),
        row(
            A.REOPEN, {S.VERIFIED, S.FILED}, S.ESTABLISHED,
            REPORTER | DESKS | by(R.OUTSIDE, Role.VERIFIER),
            TEXT,
            PHOTOS,
            guards=("within-reopen-window",),
            clocks=("stop all", "start dispatch"),
        ),
        row(
            A.INSPECT, {S.FILED}, None, by(R.OUTSIDE, Role.VERIFIER, Role.LEADER),
            Fact("found", "choice", choices=("still-good", "not-good")),
            NOTE,
            PHOTOS,
            guards=("sampled",),
        ),
        row(
            A.APPEAL, {S.FILED}, None, UNIT,
            Fact("ground", "choice", choices=GROUNDS),
            TEXT,
            guards=("no-appeal-yet",),
        ),
        row(
            A.DECIDE_APPEAL, {S.FILED}, None, DESKS,
            Fact("decision", "choice", choices=("uphold", "reject")),
            TEXT,
            guards=("appeal-at-first-step",),
        ),
        row(
            A.REVIEW_APPEAL, {S.FILED}, None, by(R.CARE, Role.SUPERVISOR),
            Fact("decision", "choice", choices=("uphold", "reject")),
            TEXT,
            guards=("appeal-at-second-step",),
        ),
        # --- all along ----------------------------------------------------------
        row(
            A.URGE, OPEN, None, REPORTER | ABOVE | LEADER,
            NOTE,
            guards=("not-urged-today",),
        ),
        row(
            A.SUPERVISE, OPEN, None, ABOVE,
            TEXT,
            guards=("not-supervised",),
            clocks=("start reply",), undo=True,
        ),
        row(
            A.REPLY, OPEN, None, UNIT,
            TEXT,
            guards=("supervised",),
            clocks=("stop reply",),
        ),
        row(
            A.ESCALATE, OPEN, None, CLOCK | DESKS | LEADER,
            TEXT,
            guards=("desk-above",), undo=True,
        ),
        row(
            A.FLAG_CONFLICT, OPEN, None, DESKS,
            Fact("unit", "unit"),
            TEXT,
            guards=("unit-does-not-have-it",),
        ),
        row(A.LIFT_CONFLICT, OPEN, None, DESKS, TEXT, guards=("complained-of",)),
        row(
            A.NOTE, OPEN | CLOSED, None, DESKS | LEADER | UNIT | SUPPORT | SAW,
            TEXT,
            FILES,
        ),
        row(
            A.TAKE_BACK, OPEN | CLOSED, None,
            ABOVE | LEADER | UNIT | VERIFIERS
            | by(R.TASK, Role.MEMBER, Role.LEADER)
            | by(R.REPORTED, Role.MEMBER, Role.OFFICER),
            guards=("may-be-taken-back",),
        ),
        row(A.ADD, OPEN, None, REPORTER, TEXT, PHOTOS),
        row(
            A.RELEASE, OPEN - {S.REPORTED, S.CHECKING} | {S.FILED}, None, DESKS,
            Fact("text", most=4000, public=True),
            Fact("result", required=False, public=True),
            guards=("matter-public", "nobody-complained-of"),
        ),
        row(A.WITHHOLD, OPEN | CLOSED, None, DESKS, TEXT, guards=("released",)),
        row(A.SHOW, OPEN, None, SAW, Fact("files", "files", most=12), NOTE),
        row(
            A.SHOW_PHOTOS, OPEN | CLOSED, None, REVIEWERS, LOOKED_AT, NOTE,
            guards=("photo-hidden",),
        ),
        row(
            A.HIDE_PHOTOS, OPEN | CLOSED, None, REVIEWERS, LOOKED_AT, TEXT,
            guards=("photo-shown",),
        ),
    )
)  # fmt: skip
