"""The whole life of a case, as one table.

Read a row as a sentence: on this act, by one of these people, a case in one of these
states moves to that state, provided these facts are told and these guards hold; this
happens to its clocks; it then stands at this of the five steps, and the reporter hears
this of the four words.

Nothing here touches the database. `transition` is the only door through which the
table is applied; `docs/lifecycle.md` is drawn from it.
"""

from collections.abc import Iterable

from quincunx.cases.vocabulary import (
    CHANNELS,
    CLOSED,
    EXTENSION_REASONS,
    FORCED_REASONS,
    FOUND,
    GROUNDS,
    IN_HAND,
    OPEN,
    OUTCOMES,
    REFUSAL_REASONS,
    RETURN_REASONS,
    STANDS,
    VERDICTS,
    WITHDRAWALS,
    Act,
    Relation,
    State,
)
from quincunx.foundation.steps import Fact, Right, Row, Table
from quincunx.staff.roles import Role

S, A, R = State, Act, Relation

_TEXT = Fact("text")
_NOTE = Fact("text", required=False)
_SAID = Fact("text", public=True)  # the reporter reads it
_RESULT = Fact("result", public=True)
_FILES = Fact("files", "files", required=False, most=12)
_PHOTOS = Fact("files", "files", required=False, most=12)


def _by(relation: Relation, *roles: Role) -> frozenset[Right]:
    return frozenset(Right(role, relation) for role in roles)


_STAFF = _by(
    R.ANY, Role.DISPATCHER, Role.LEADER, Role.MEMBER, Role.OFFICER, Role.SUPERVISOR
)
_REPORTERS = _STAFF | _by(
    R.ANY, Role.REPORTER, Role.IMPORTER, Role.VERIFIER, Role.CLOCK
)
_DESKS = _by(R.CARE, Role.DISPATCHER)
_LEADER = _by(R.CARE, Role.LEADER)
_UNIT = _by(R.UNIT, Role.OFFICER)
_SUPPORT = _by(R.SUPPORT, Role.OFFICER)
_ABOVE = _by(R.CARE, Role.DISPATCHER, Role.SUPERVISOR)
_REPORTER = _by(R.OWN, Role.REPORTER)
_SAW = _by(R.REPORTED, Role.MEMBER, Role.LEADER, Role.OFFICER, Role.VERIFIER)
_CLOCK = _by(R.ANY, Role.CLOCK)
_VERIFIERS = _by(R.OUTSIDE, Role.VERIFIER, Role.LEADER, Role.MEMBER)


def _row(
    act: Act,
    frm: Iterable[State],
    to: State | None,
    rights: frozenset[Right],
    *facts: Fact,
    guards: tuple[str, ...] = (),
    clocks: tuple[str, ...] = (),
    undo: bool = False,
) -> Row:
    step, word = STANDS[to] if to else ("", "")
    holding = frozenset(guards)
    return Row(
        act, frozenset(frm), to, rights, facts, holding, clocks, step, word, undo
    )


LIFECYCLE = Table(
    (
        # --- report -----------------------------------------------------------
        _row(
            A.REPORT, {S.NEW}, S.REPORTED, _REPORTERS,
            Fact("text", most=4000),
            Fact("place", "place", required=False),
            Fact("matter", "matter", required=False),
            Fact("contact", "contact", required=False),
            _FILES,
            clocks=("start establish",),
        ),
        _row(
            A.RECORD, {S.NEW}, S.VERIFIED,
            _by(R.ANY, Role.LEADER, Role.MEMBER, Role.OFFICER, Role.IMPORTER),
            Fact("matter", "matter"),
            Fact("place", "place", required=False),
            _RESULT,
            _NOTE,
            _FILES,
            guards=("tier-on-the-spot", "admitted", "evidence"),
        ),
        _row(
            A.FOLLOW, OPEN, None, _by(R.ANY, Role.REPORTER) | _STAFF,
            Fact("contact", "contact", required=False),
        ),
        _row(
            A.ASK_CHECK, {S.REPORTED}, S.CHECKING, _DESKS,
            Fact("checker", "person", required=False),
            _NOTE,
            clocks=("pause establish", "start check"), undo=True,
        ),
        _row(
            A.CHECKED, {S.CHECKING}, S.REPORTED,
            _by(R.TASK, Role.MEMBER, Role.LEADER) | _LEADER | _DESKS,
            Fact("found", "choice", choices=FOUND),
            _NOTE,
            _PHOTOS,
            clocks=("stop check", "resume establish"), undo=True,
        ),
        _row(
            A.ESTABLISH, {S.REPORTED}, S.ESTABLISHED,
            _DESKS | _LEADER | _by(R.REPORTED, Role.MEMBER, Role.OFFICER),
            Fact("matter", "matter"),
            Fact("condition", "condition", required=False),
            _NOTE,
            clocks=("stop establish", "start dispatch"), undo=True,
        ),
        _row(
            A.RECLASSIFY, {S.ESTABLISHED, S.DISPATCHED, S.HANDLING}, S.ESTABLISHED,
            _DESKS,
            Fact("matter", "matter"),
            Fact("condition", "condition", required=False),
            Fact("text"),
            clocks=("stop accept", "stop handle", "start dispatch"),
        ),
        _row(
            A.REFUSE, {S.REPORTED}, S.REFUSED, _DESKS,
            Fact("reason", "choice", choices=REFUSAL_REASONS),
            _SAID,
            Fact("referral", "line", required=False, most=200),
            clocks=("stop all",), undo=True,
        ),
        _row(
            A.MERGE, {S.REPORTED, S.CHECKING, S.ESTABLISHED, S.DISPATCHED}, S.MERGED,
            _DESKS | _LEADER,
            Fact("into", "case"),
            _NOTE,
            guards=("not-into-itself",),
            clocks=("stop all",), undo=True,
        ),
        _row(
            A.UNMERGE, {S.MERGED}, S.REPORTED, _DESKS,
            _TEXT,
            clocks=("start establish",),
        ),
        _row(
            A.WITHDRAW,
            {S.REPORTED, S.CHECKING, S.ESTABLISHED, S.DISPATCHED, S.WAITING},
            S.WITHDRAWN,
            _REPORTER | _DESKS,
            Fact("reason", "choice", choices=WITHDRAWALS),
            _NOTE,
            clocks=("stop all",), undo=True,
        ),
        # --- coordinate: brought to the community's table ------------------------
        _row(
            A.COORDINATE, {S.REPORTED, S.ESTABLISHED}, S.COORDINATING,
            _LEADER | _DESKS,
            _TEXT,
            guards=("tier-coordinate",),
            clocks=("stop establish", "stop dispatch", "start handle"), undo=True,
        ),
        _row(
            A.AGREE, {S.COORDINATING}, S.HANDLED, _by(R.DESK, Role.DISPATCHER),
            _RESULT,
            Fact("parties", "line", most=400),
            _FILES,
            guards=("evidence",),
            clocks=("stop handle", "start verify"),
        ),
        _row(
            A.NO_AGREEMENT, {S.COORDINATING}, S.ESTABLISHED,
            _by(R.DESK, Role.DISPATCHER),
            _TEXT,
            clocks=("stop handle", "start dispatch"),
        ),
        # --- approve: documents, station, centre, departments --------------------
        _row(
            A.CHECK_DOCUMENTS, {S.REPORTED, S.ESTABLISHED}, S.DOCUMENTED, _LEADER,
            _TEXT,
            _FILES,
            guards=("tier-approve",),
            clocks=("stop establish", "stop dispatch", "start handle"),
        ),
        _row(
            A.ENDORSE, {S.DOCUMENTED}, S.ENDORSED, _by(R.DESK, Role.DISPATCHER),
            _TEXT,
        ),
        _row(
            A.DEFINE, {S.ENDORSED}, S.EXAMINING, _by(R.DESK, Role.DISPATCHER),
            _TEXT,
            Fact("unit", "unit", required=False),
            Fact("units", "units", required=False, most=12),
            guards=("unit-not-complained-of",),
        ),
        _row(
            A.OPINE, {S.EXAMINING}, None, _SUPPORT,
            Fact("opinion", "choice", choices=("agree", "disagree")),
            _TEXT,
        ),
        _row(
            A.APPROVE, {S.EXAMINING}, S.HANDLED, _UNIT,
            _RESULT,
            _FILES,
            guards=("opinions-in", "evidence"),
            clocks=("stop handle", "start verify"),
        ),
        _row(
            A.DISAPPROVE, {S.EXAMINING}, S.HANDLED, _UNIT,
            _RESULT,
            guards=("opinions-in",),
            clocks=("stop handle", "start verify"),
        ),
        # --- emergency: all at once ---------------------------------------------
        _row(
            A.ALERT, {S.REPORTED, S.ESTABLISHED}, S.RESPONDING,
            _DESKS | _LEADER | _CLOCK,
            _NOTE,
            guards=("tier-emergency",),
            clocks=("stop establish", "stop dispatch", "start handle"),
        ),
        _row(
            A.ARRIVE,
            {S.RESPONDING, S.HANDLING, S.ESTABLISHED, S.COORDINATING, S.DISPATCHED},
            None,
            _SUPPORT | _UNIT,
            _NOTE,
            guards=("called",),
        ),
        _row(
            A.SITUATION, {S.RESPONDING}, None,
            _SUPPORT | _UNIT | _LEADER | _DESKS | _by(R.CARE, Role.MEMBER),
            _TEXT,
            _PHOTOS,
        ),
        _row(
            A.MAKE_SAFE, {S.RESPONDING}, S.HANDLED, _UNIT,
            _RESULT,
            _PHOTOS,
            guards=("evidence",),
            clocks=("stop handle", "start verify"),
        ),
        # --- dispatch -----------------------------------------------------------
        _row(
            A.DISPATCH, {S.ESTABLISHED}, S.DISPATCHED, _DESKS | _LEADER,
            Fact("unit", "unit"),
            Fact("units", "units", required=False, most=12),
            _NOTE,
            guards=("unit-not-complained-of", "to-its-contact"),
            clocks=("stop dispatch", "start accept", "hand-over handle"), undo=True,
        ),
        _row(A.ACCEPT, {S.DISPATCHED}, S.HANDLING, _UNIT, clocks=("stop accept",)),
        _row(
            A.SEND_BACK, {S.DISPATCHED}, S.ESTABLISHED, _UNIT,
            Fact("reason", "choice", choices=RETURN_REASONS),
            _TEXT,
            guards=("first-return", "may-return"),
            clocks=("stop accept", "pause handle", "start dispatch"), undo=True,
        ),
        _row(
            A.DISPUTE, {S.DISPATCHED}, S.DISPUTED, _UNIT,
            Fact("reason", "choice", choices=RETURN_REASONS),
            _TEXT,
            guards=("returned-before", "not-arbitrated", "may-return"),
            clocks=("stop accept", "pause handle", "start arbitrate"), undo=True,
        ),
        _row(
            A.ARBITRATE, {S.DISPUTED}, S.DISPATCHED, _ABOVE,
            Fact("unit", "unit"),
            _TEXT,
            guards=("another-dispatcher", "unit-not-complained-of"),
            clocks=("stop arbitrate", "start accept", "hand-over handle"), undo=True,
        ),
        # --- handle -------------------------------------------------------------
        _row(A.INTERIM, IN_HAND, None, _UNIT | _DESKS | _LEADER, _SAID, _PHOTOS),
        _row(
            A.ASK_REPORTER, {S.HANDLING}, S.WAITING, _UNIT | _DESKS,
            _SAID,
            guards=("reporter-reachable",),
            clocks=("pause handle", "start answer"),
        ),
        _row(
            A.ANSWER, {S.WAITING}, S.HANDLING, _REPORTER | _DESKS | _CLOCK,
            _NOTE,
            _PHOTOS,
            clocks=("stop answer", "resume handle"),
        ),
        _row(
            A.ASK_EXTENSION, {S.HANDLING}, None, _UNIT,
            Fact("limit", "limit"),
            Fact("reason", "choice", choices=EXTENSION_REASONS),
            _TEXT,
            guards=("before-due", "extensions-left", "no-extension-pending"),
        ),
        _row(
            A.GRANT_EXTENSION, {S.HANDLING, S.WAITING}, None, _ABOVE,
            _NOTE,
            guards=("extension-pending", "another-person-asked"),
            clocks=("extend handle",),
        ),
        _row(
            A.REFUSE_EXTENSION, {S.HANDLING, S.WAITING}, None, _ABOVE,
            _TEXT,
            guards=("extension-pending", "another-person-asked"),
        ),
        _row(
            A.SUSPEND, {S.HANDLING}, S.SUSPENDED, _ABOVE,
            Fact("until", "date"),
            _SAID,
            guards=("never-suspended", "before-due", "until-within-cap"),
            clocks=("pause handle",),
        ),
        _row(
            A.RESUME, {S.SUSPENDED}, S.HANDLING, _ABOVE | _UNIT | _CLOCK,
            _NOTE,
            clocks=("resume handle",),
        ),
        _row(
            A.CALL_SUPPORT, {S.DISPATCHED, S.HANDLING, S.RESPONDING}, None,
            _UNIT | _DESKS,
            Fact("units", "units", most=12),
            _TEXT,
        ),
        _row(
            A.WHISTLE, {S.ESTABLISHED, S.COORDINATING, S.DISPATCHED, S.HANDLING}, None,
            _LEADER | _DESKS, Fact("units", "units", most=12), _TEXT,
        ),
        _row(
            A.RATE_ARRIVAL, OPEN | {S.FILED}, None, _LEADER | _DESKS | _SUPPORT,
            Fact("unit", "unit"),
            Fact("rating", "number"),
            _NOTE,
            guards=("somebody-called",),
        ),
        _row(
            A.FINISH, {S.HANDLING}, S.HANDLED, _UNIT,
            _RESULT,
            Fact("outcome", "choice", choices=OUTCOMES),
            _PHOTOS,
            guards=("evidence", "no-extension-pending"),
            clocks=("stop handle", "start verify"),
        ),
        _row(
            A.MILESTONE, {S.HANDLING, S.EXAMINING}, None, _UNIT,
            Fact("milestone", "milestone"),
            _SAID,
            guards=("milestone-open",),
        ),
        # --- verify -------------------------------------------------------------
        _row(
            A.CONFIRM, {S.HANDLED}, S.VERIFIED, _VERIFIERS | _REPORTER,
            _NOTE,
            _PHOTOS,
            guards=("may-verify", "another-verifier", "verifier-of-the-matter"),
            clocks=("stop verify", "start tell"), undo=True,
        ),
        _row(
            A.SKIP_VERIFICATION, {S.HANDLED}, S.VERIFIED, _CLOCK,
            guards=("may-skip-verification",),
            clocks=("stop verify", "start tell"),
        ),
        _row(
            A.REWORK, {S.HANDLED}, S.HANDLING, _VERIFIERS | _REPORTER,
            _TEXT,
            _PHOTOS,
            guards=("may-verify", "verifier-of-the-matter"),
            clocks=("stop verify", "go-on handle"), undo=True,
        ),
        _row(
            A.PROPOSE_CLOSING, IN_HAND | {S.ESTABLISHED, S.HANDLED}, None, _ABOVE,
            Fact("reason", "choice", choices=FORCED_REASONS),
            _TEXT,
        ),
        _row(
            A.CLOSE_BY_FORCE, IN_HAND | {S.ESTABLISHED, S.HANDLED}, S.VERIFIED, _ABOVE,
            _SAID,
            guards=("closing-proposed-by-another",),
            clocks=("stop all", "start tell"),
        ),
        # --- file ---------------------------------------------------------------
        _row(
            A.TELL, {S.VERIFIED}, None, _DESKS | _LEADER | _UNIT | _CLOCK,
            Fact("channel", "choice", choices=CHANNELS),
            _SAID,
            clocks=("stop tell",),
        ),
        _row(
            A.FILE, {S.VERIFIED}, S.FILED, _DESKS | _LEADER | _CLOCK,
            Fact("reason", "line", required=False, most=200),
            guards=("told-or-reason",),
            clocks=("stop all",),
        ),
        _row(
            A.VERDICT, {S.VERIFIED, S.FILED}, None, _REPORTER | _DESKS,
            Fact("verdict", "choice", choices=VERDICTS),
            Fact("rating", "number", required=False),
            _NOTE,
            guards=("verdict-once",),
        ),
        _row(
            A.REOPEN, {S.VERIFIED, S.FILED}, S.ESTABLISHED,
            _REPORTER | _DESKS | _by(R.OUTSIDE, Role.VERIFIER),
            _TEXT,
            _PHOTOS,
            guards=("within-reopen-window",),
            clocks=("stop all", "start dispatch"),
        ),
        _row(
            A.INSPECT, {S.FILED}, None, _by(R.OUTSIDE, Role.VERIFIER, Role.LEADER),
            Fact("found", "choice", choices=("still-good", "not-good")),
            _NOTE,
            _PHOTOS,
            guards=("sampled",),
        ),
        _row(
            A.APPEAL, {S.FILED}, None, _UNIT,
            Fact("ground", "choice", choices=GROUNDS),
            _TEXT,
            guards=("no-appeal-yet",),
        ),
        _row(
            A.DECIDE_APPEAL, {S.FILED}, None, _DESKS,
            Fact("decision", "choice", choices=("uphold", "reject")),
            _TEXT,
            guards=("appeal-at-first-step",),
        ),
        _row(
            A.REVIEW_APPEAL, {S.FILED}, None, _by(R.CARE, Role.SUPERVISOR),
            Fact("decision", "choice", choices=("uphold", "reject")),
            _TEXT,
            guards=("appeal-at-second-step",),
        ),
        # --- all along ----------------------------------------------------------
        _row(
            A.URGE, OPEN, None, _REPORTER | _ABOVE | _LEADER,
            _NOTE,
            guards=("not-urged-today",),
        ),
        _row(
            A.SUPERVISE, OPEN, None, _ABOVE,
            _TEXT,
            guards=("not-supervised",),
            clocks=("start reply",), undo=True,
        ),
        _row(
            A.REPLY, OPEN, None, _UNIT,
            _TEXT,
            guards=("supervised",),
            clocks=("stop reply",),
        ),
        _row(
            A.ESCALATE, OPEN, None, _CLOCK | _DESKS | _LEADER,
            _TEXT,
            guards=("desk-above",), undo=True,
        ),
        _row(
            A.FLAG_CONFLICT, OPEN, None, _DESKS,
            Fact("unit", "unit"),
            _TEXT,
            guards=("unit-does-not-have-it",),
        ),
        _row(A.LIFT_CONFLICT, OPEN, None, _DESKS, _TEXT, guards=("complained-of",)),
        _row(
            A.NOTE, OPEN | CLOSED, None, _DESKS | _LEADER | _UNIT | _SUPPORT | _SAW,
            _TEXT,
            _FILES,
        ),
        _row(
            A.TAKE_BACK, OPEN | CLOSED, None,
            _ABOVE | _LEADER | _UNIT | _VERIFIERS
            | _by(R.TASK, Role.MEMBER, Role.LEADER)
            | _by(R.REPORTED, Role.MEMBER, Role.OFFICER),
            guards=("may-be-taken-back",),
        ),
        _row(A.ADD, OPEN, None, _REPORTER, _TEXT, _PHOTOS),
        _row(
            A.RELEASE, OPEN - {S.REPORTED, S.CHECKING} | {S.FILED}, None, _DESKS,
            Fact("text", most=4000, public=True),
            Fact("result", required=False, public=True),
            guards=("matter-public", "nobody-complained-of"),
        ),
        _row(A.WITHHOLD, OPEN | CLOSED, None, _DESKS, _TEXT, guards=("released",)),
        _row(A.SHOW, OPEN, None, _SAW, Fact("files", "files", most=12), _NOTE),
    )
)  # fmt: skip
