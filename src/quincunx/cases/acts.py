"""Every act by its name, for doors that offer whatever the lifecycle offers.

The parameters of an action are the facts of its row, and a test holds them together;
so one form, one address and one schema serve all acts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from quincunx.cases import (
    dispatch,
    establish,
    feedback,
    file,
    handle,
    release,
    supervise,
    tiers,
    undo,
    verify,
)
from quincunx.cases.books import in_the_books
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.transition import check_facts, locked
from quincunx.cases.vocabulary import Act, State
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal

# Report and record make a case; they are called by name (`report.submit`).
ACTS: dict[Act, Callable[..., Case]] = {
    Act.FOLLOW: feedback.follow,
    Act.ASK_CHECK: establish.ask_check,
    Act.CHECKED: establish.checked,
    Act.ESTABLISH: establish.establish,
    Act.RECLASSIFY: establish.reclassify,
    Act.REFUSE: establish.refuse,
    Act.MERGE: establish.merge,
    Act.UNMERGE: establish.unmerge,
    Act.NOT_THE_SAME: establish.not_the_same,
    Act.POSSIBLY_THE_SAME: establish.possibly_the_same,
    Act.WITHDRAW: establish.withdraw,
    Act.COORDINATE: tiers.coordinate,
    Act.AGREE: tiers.agree,
    Act.NO_AGREEMENT: tiers.no_agreement,
    Act.CHECK_DOCUMENTS: tiers.check_documents,
    Act.ENDORSE: tiers.endorse,
    Act.DEFINE: tiers.define,
    Act.OPINE: tiers.opine,
    Act.APPROVE: tiers.approve,
    Act.DISAPPROVE: tiers.disapprove,
    Act.ALERT: tiers.alert,
    Act.SITUATION: tiers.situation,
    Act.MAKE_SAFE: tiers.make_safe,
    Act.DISPATCH: dispatch.dispatch,
    Act.SEND_BACK: dispatch.send_back,
    Act.DISPUTE: dispatch.dispute,
    Act.ARBITRATE: dispatch.arbitrate,
    Act.ACCEPT: handle.accept,
    Act.INTERIM: handle.interim,
    Act.ASK_REPORTER: handle.ask_reporter,
    Act.ANSWER: handle.answer,
    Act.ASK_EXTENSION: handle.ask_extension,
    Act.GRANT_EXTENSION: handle.grant_extension,
    Act.REFUSE_EXTENSION: handle.refuse_extension,
    Act.SUSPEND: handle.suspend,
    Act.RESUME: handle.resume,
    Act.CALL_SUPPORT: handle.call_support,
    Act.WHISTLE: handle.whistle,
    Act.ARRIVE: handle.arrive,
    Act.RATE_ARRIVAL: handle.rate_arrival,
    Act.FINISH: handle.finish,
    Act.MILESTONE: handle.milestone,
    Act.CONFIRM: verify.confirm,
    Act.SKIP_VERIFICATION: verify.skip,
    Act.REWORK: verify.rework,
    Act.PROPOSE_CLOSING: verify.propose_closing,
    Act.CLOSE_BY_FORCE: verify.close_by_force,
    Act.TELL: file.tell,
    Act.FILE: file.file_away,
    Act.VERDICT: feedback.verdict,
    Act.REOPEN: feedback.reopen,
    Act.INSPECT: feedback.inspect,
    Act.APPEAL: feedback.appeal,
    Act.DECIDE_APPEAL: feedback.decide_appeal,
    Act.REVIEW_APPEAL: feedback.review_appeal,
    Act.URGE: supervise.urge,
    Act.SUPERVISE: supervise.supervise,
    Act.REPLY: supervise.reply,
    Act.ESCALATE: supervise.escalate,
    Act.FLAG_CONFLICT: supervise.flag_conflict,
    Act.LIFT_CONFLICT: supervise.lift_conflict,
    Act.NOTE: supervise.note,
    Act.TAKE_BACK: undo.take_back,
    Act.ADD: feedback.add,
    Act.RELEASE: release.release,
    Act.WITHHOLD: release.withhold,
    Act.SHOW_PHOTOS: release.show_photos,
    Act.HIDE_PHOTOS: release.hide_photos,
    Act.SHOW: supervise.show,
}


@in_the_books
def perform(
    act: Act,
    case: Case,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Case:
    """Do one act by name, with the facts its row asks for.

    `revision` is what the caller saw; if the case has changed since, nothing is done
    and the newer state is told.
    """
    action = ACTS.get(act)
    if action is None:
        raise Refusal("unknown-act", act=str(act))
    now = locked(case, revision=revision)
    row = LIFECYCLE.row_for(act, State(now.state))
    check_facts(row, {name: told for name, told in facts.items() if told is not None})
    return action(now, **facts, by=by, at=at)
