"""How the demo's cases go: from the report to the file, straight or with a twist."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from quincunx.cases import report
from quincunx.cases.models import Case
from quincunx.cases.vocabulary import EXTENSION_REASONS, Act, State
from quincunx.demo import speech
from quincunx.demo.plan import EMPTY
from quincunx.demo.script import Script
from quincunx.demo.stage import Stage, Tale
from quincunx.demo.tale import STATION, Telling
from quincunx.lib.clocks import Limit
from quincunx.matters.processes import Tier
from quincunx.staff import actors

Twist = Callable[[Telling], Tale]
OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.MERGED, State.FILED})


def tell(stage: Stage, script: Script) -> Tale:
    """Tell one case from its first report to its end; begun when it is reported."""
    telling = Telling(stage, script)
    if script.listed.told.process.tier is Tier.ON_THE_SPOT:
        yield from _on_the_spot(telling)
        return
    yield from _report(telling)
    if telling.state() not in OVER:
        yield from _go_on(telling)


def adopt(stage: Stage, script: Script, case: Case) -> Tale:
    """Go on with a case that the clock has opened: the same thing, again and again."""
    telling = Telling(stage, script)
    telling.case = case
    telling.chain = telling.chain_of(case)
    yield telling.work(20, 200)
    telling.do(Act.ESTABLISH, telling.desk(), **telling.matter())
    yield from _go_on(telling)


def land_on_nobody(stage: Stage) -> Tale:
    """A case goes to a body whose one officer leaves soon: nobody will have it."""
    unit, grid = stage.town.units[EMPTY], "hibiscus-1"
    script = Script(
        at=stage.now,
        listed=stage.town.matters["charging-shed"],
        condition=1,
        grid=grid,
        spot=stage.town.grids[grid][0],
        channel="patrol",
    )
    telling = Telling(stage, script)
    yield from _report(telling)
    yield telling.work(20, 60)
    telling.do(Act.DISPATCH, telling.desk(), unit=unit)


def _go_on(t: Telling) -> Tale:
    tier = t.script.listed.told.process.tier
    ways: Mapping[Tier, Twist] = {
        Tier.DISPATCH: _dispatched,
        Tier.COORDINATE: _coordinated,
        Tier.APPROVE: _approved,
        Tier.EMERGENCY: _responded,
    }
    yield from ways[tier](t)
    if t.state() not in OVER:
        yield from _verified(t)
        yield from _told(t)
        yield from _afterwards(t)


# --- report ---------------------------------------------------------------------


def _on_the_spot(t: Telling) -> Tale:
    """Handled and recorded in one step; some are looked at again."""
    told = t.told(**t.matter())
    files = [t.stage.album.photo(t.script.listed.row.code, good=True)]
    kinds = {str(each.kind) for each in t.script.listed.told.evidence}
    result = speech.result(frozenset(kinds), t.stage.chance)
    shown = tuple(files) if "photo-after" in kinds else ()
    done = report.record(
        replace(told, files=shown),
        result=result,
        by=t.actor(t.finder),
        at=t.stage.now,
    )
    t.stage.acts += 2
    t.case = done.case
    yield from _inspected(t)


def _report(t: Telling) -> Tale:
    """Somebody tells us; a matter is chosen by whoever may."""
    channel = t.script.channel
    if channel == "patrol":
        t.submit(t.told(**t.matter(), serves="public"), t.actor(t.finder))
    elif channel in {"telephone", "counter"}:
        t.submit(t.told(**t.matter()), t.actor(t.desk()))
    elif channel == "department":
        unit = t.stage.town.units["city-management"]
        by = t.actor(t.stage.town.officer_of(unit.pk))
        t.submit(t.told(**t.matter(), serves="public"), by)
    elif channel == "leader-note":
        by = t.actor(f"supervisor-{t.pick((1, 2))}")
        t.submit(t.told(serves="public"), by)
    else:
        t.submit(t.told(against=t.against()), actors.reporter((), t.stage.now))
    if t.state() == State.REPORTED:
        yield from _examined(t)


def _examined(t: Telling) -> Tale:
    """A desk looks at a report: doubtful, not ours, the same again, or a case."""
    twist = t.script.twist
    yield t.work(4, 45 if not t.script.late else 300)
    if twist == "withdraw":
        t.do(Act.WITHDRAW, t.resident, reason=t.pick(("solved-itself", "by-mistake")))
        return
    if twist in {"duplicate", "unmerge"}:
        yield from _merged(t)
    if twist == "refuse":
        reason = t.pick(tuple(speech.REFUSED))
        text, referral = speech.REFUSED[reason]
        said = {"reason": reason, "text": text, "referral": referral or None}
        t.do(Act.REFUSE, t.desk(), **said)
    if twist == "check":
        t.do(Act.ASK_CHECK, t.desk(), checker=t.stage.town.people[t.leader])
        yield t.work(30, 180)
        t.do(Act.CHECKED, t.leader, found="as-described")
        yield t.work(5, 40)
    if t.state() == State.REPORTED:
        t.do(Act.ESTABLISH, t.desk(), **t.matter())


def _merged(t: Telling) -> Tale:
    """The same thing was told before, close by, and is still open."""
    first = t.stage.same_before(t.case)
    if first is None:
        return
    t.do(Act.MERGE, t.desk(), into=first)
    if t.script.twist == "unmerge":
        yield t.work(60, 300)
        t.do(Act.UNMERGE, t.desk(), text="经核对是另一处。")
        yield t.work(5, 30)


# --- through the responsible unit --------------------------------------------------


def _dispatched(t: Telling) -> Tale:
    yield t.work(3, 40 if not t.script.late else 400)
    before = BEFORE.get(t.script.twist)
    if before is not None:
        yield from before(t)
    if t.state() == State.ESTABLISHED:
        t.do(Act.DISPATCH, t.desk(), unit=t.unit())
    after = AT_DOOR.get(t.script.twist)
    if after is not None:
        yield from after(t)
    yield t.work(10, 180)
    t.do(Act.ACCEPT, t.officer)
    meanwhile = MEANWHILE.get(t.script.twist)
    if meanwhile is not None:
        yield t.stage.hours.within(t.stage.now, t.due, 0.1, 0.4)
        yield from meanwhile(t)
    if t.state() == State.HANDLING:
        yield from _finished(t)


def _finished(t: Telling) -> Tale:
    yield t.handling()
    if t.state() == State.HANDLING:
        outcome = t.pick(("solved",) * 8 + ("partly-solved", "explained"))
        said = {"result": t.result(), "outcome": outcome, "files": t.evidence()}
        t.do(Act.FINISH, t.officer, **said)


def _reclassified(t: Telling) -> Tale:
    """It was something else of the same domain."""
    domain = t.script.listed.told.domain
    others = [
        each
        for each in t.stage.town.matters.values()
        if each.told.domain == domain and each.told.process.tier is Tier.DISPATCH
    ]
    chosen = t.pick(others)
    t.script = replace(t.script, listed=chosen, condition=0)
    t.do(Act.RECLASSIFY, t.desk(), **t.matter(), text="现场与初报不同，重新归类。")
    yield t.work(3, 30)


def _whistle(t: Telling) -> Tale:
    """The community calls departments to the spot, and both sides rate."""
    kinds = ("city-management", "public-security", "market-regulation")
    units = tuple(t.stage.town.units[kind] for kind in kinds[: t.pick((2, 3))])
    t.do(Act.WHISTLE, t.desk(), units=units, text="需多部门到场会商。")
    lead = t.unit()
    t.do(Act.DISPATCH, t.desk(), unit=lead)
    for unit in units:
        yield t.work(20, 90)
        if unit.pk != lead.pk:
            t.do(Act.ARRIVE, t.stage.town.officer_of(unit.pk), text="已到场。")
    for unit in units:
        if unit.pk != lead.pk:
            t.do(Act.RATE_ARRIVAL, t.desk(), unit=unit, rating=t.pick((3, 4, 4, 5)))


def _returned(t: Telling) -> Tale:
    """The unit says: not ours; the desk chooses again."""
    yield t.work(10, 120)
    first = t.case.unit_id
    why = {"reason": "not-our-duty", "text": t.pick(speech.REASONS_BACK)}
    t.do(Act.SEND_BACK, t.officer, **why)
    yield t.work(5, 50)
    t.do(Act.DISPATCH, t.desk(), unit=t.unit(first))


def _disputed(t: Telling) -> Tale:
    """A second unit says so too, and somebody above decides for good."""
    first = t.stage.town.units_by_key[t.case.unit_id or 0]
    yield from _returned(t)
    yield t.work(20, 150)
    why = {"reason": "not-our-area", "text": t.pick(speech.REASONS_BACK)}
    t.do(Act.DISPUTE, t.officer, **why)
    yield t.work(30, 200)
    decided = {"unit": first, "text": t.pick(speech.DECIDED)}
    t.do(Act.ARBITRATE, f"supervisor-{t.pick((1, 2))}", **decided)


def _interim(t: Telling) -> Tale:
    t.do(Act.INTERIM, t.officer, text=t.pick(speech.INTERIMS))
    yield t.work(5, 30)


def _asked(t: Telling) -> Tale:
    """Ask the reporter and wait; some never answer, and the clock goes on."""
    if not (t.case.reachable or t.case.channel == "portal"):
        return
    t.do(Act.ASK_REPORTER, t.officer, text=t.pick(speech.QUESTIONS))
    if t.pick((True, True, False)):
        yield t.soon(60, 2000)
        if t.state() == State.WAITING:
            t.do(Act.ANSWER, t.resident, text=t.pick(speech.ANSWERS))
    else:
        yield t.soon(4 * 1440, 5 * 1440)


def _extended(t: Telling) -> Tale:
    """More time is asked for, and granted or refused by somebody else."""
    limit = t.terms.limits["handle"]
    if t.script.is_urgent or t.stage.now >= t.due:
        return
    more = Limit(max(1, limit.amount // 2), limit.unit)
    reason = t.pick(EXTENSION_REASONS)
    told = {"limit": more, "reason": reason, "text": "需等待材料到位。"}
    t.do(Act.ASK_EXTENSION, t.officer, **told)
    yield t.work(20, 200)
    if t.script.twist == "extend":
        t.do(Act.GRANT_EXTENSION, t.desk())
    else:
        t.do(Act.REFUSE_EXTENSION, t.desk(), text="可先完成可办部分。")


def _suspended(t: Telling) -> Tale:
    """Nothing can be done until a day; then the clock resumes it."""
    if t.script.is_urgent or t.stage.now >= t.due:
        return
    days = t.pick((7, 12, 20, 35))
    until = (t.stage.now + timedelta(days=days)).date()
    text = "需待季节性施工条件具备，到期恢复办理。"
    t.do(Act.SUSPEND, f"supervisor-{t.pick((1, 2))}", until=until, text=text)
    yield t.soon((days + 1) * 1440, (days + 2) * 1440)


def _supported(t: Telling) -> Tale:
    unit = t.stage.town.units[f"repair-team-{t.office}"]
    if unit.pk == t.case.unit_id:
        return
    t.do(Act.CALL_SUPPORT, t.officer, units=(unit,), text="请协助现场处理。")
    yield t.work(30, 200)
    t.do(Act.ARRIVE, t.stage.town.officer_of(unit.pk), text="已到场协助。")


def _urged(t: Telling) -> Tale:
    who = t.resident if t.script.is_from_resident else t.leader
    t.do(Act.URGE, who, text=t.pick(speech.URGED))
    yield t.work(5, 60)


def _supervised(t: Telling) -> Tale:
    t.do(Act.SUPERVISE, f"supervisor-{t.pick((1, 2))}", text="请说明进展和完成时间。")
    yield t.work(30, 300)
    if t.state() == State.HANDLING:
        t.do(Act.REPLY, t.officer, text="已安排，按期完成。")


def _forced(t: Telling) -> Tale:
    """It cannot be finished as it should: one proposes, another decides."""
    why = {"reason": "beyond-powers", "text": "涉及产权诉讼，本单位无权处置。"}
    t.do(Act.PROPOSE_CLOSING, t.desk(), **why)
    yield t.work(60, 400)
    t.do(Act.CLOSE_BY_FORCE, f"supervisor-{t.pick((1, 2))}", text="同意，已告知途径。")


def _complained(t: Telling) -> Tale:
    """The desk lets the organisation complained of see the case, or does not."""
    if t.case.against_id is not None and t.pick((True, False)):
        t.do(Act.LIFT_CONFLICT, t.desk(), text="反映人同意公开。")
    yield t.work(5, 30)


BEFORE: Mapping[str, Twist] = {"reclassify": _reclassified, "whistle": _whistle}
AT_DOOR: Mapping[str, Twist] = {"return": _returned, "dispute": _disputed}
MEANWHILE: Mapping[str, Twist] = {
    "interim": _interim,
    "ask": _asked,
    "extend": _extended,
    "refuse-extension": _extended,
    "suspend": _suspended,
    "support": _supported,
    "urge": _urged,
    "supervise": _supervised,
    "force": _forced,
    "complaint": _complained,
}


# --- the other tiers -----------------------------------------------------------------


def _coordinated(t: Telling) -> Tale:
    yield t.work(20, 200)
    t.do(Act.COORDINATE, t.desk(STATION), text="请各方到社区协商。")
    yield t.handling()
    if t.state() != State.COORDINATING:
        return
    if t.case.desk_path != t.community_path:  # late, and taken up by those above
        yield from _taken_up(t)
        return
    if t.pick((True,) * 7 + (False,)):
        said = {"result": t.pick(speech.AGREED), "parties": t.pick(speech.PARTIES)}
        t.do(Act.AGREE, t.desk(STATION), **said, files=t.evidence())
        return
    yield from _taken_up(t)


def _taken_up(t: Telling) -> Tale:
    """The clock has laid it on an upper desk, which ends it without an agreement."""
    t.do(Act.NO_AGREEMENT, t.at_desk(), text="社区协商超期，由上级收回办理。")
    yield t.work(20, 120)
    t.do(Act.DISPATCH, t.desk(), unit=t.unit())
    yield t.work(20, 200)
    t.do(Act.ACCEPT, t.officer)
    yield from _finished(t)


def _approved(t: Telling) -> Tale:
    """Leader, station, centre, departments: each looks, one decides."""
    yield t.work(30, 300)
    documents = (t.stage.album.of("document", t.script.listed.row.code),)
    said = {"text": "材料齐全，与原件一致。", "files": documents}
    t.do(Act.CHECK_DOCUMENTS, t.leader, **said)
    yield t.work(60, 500)
    t.do(Act.ENDORSE, t.desk(STATION), text="工作站受理。")
    yield t.work(60, 700)
    consulted = t.stage.town.units["comprehensive-management"]
    lead = t.unit(consulted.pk)
    told = {"unit": lead, "units": (consulted,), "text": "请主办部门审核。"}
    t.do(Act.DEFINE, t.desk(), **told)
    yield t.work(120, 900)
    said = {"opinion": t.pick(("agree", "agree", "disagree")), "text": "已核对。"}
    t.do(Act.OPINE, t.stage.town.officer_of(consulted.pk), **said)
    yield t.handling(0.1, 0.8)
    if t.state() != State.EXAMINING:
        return
    if t.pick((True,) * 4 + (False,)):
        result = "审核通过，自下月起执行。"
        t.do(Act.APPROVE, t.officer, result=result, files=t.evidence())
    else:
        t.do(Act.DISAPPROVE, t.officer, result="不符合条件，理由已书面告知。")


def _responded(t: Telling) -> Tale:
    """Everybody was alerted at once; they come, report, and make it safe."""
    if t.state() != State.RESPONDING:
        yield t.soon(1, 4)
        t.do(Act.ALERT, t.desk())
    yield t.soon(6, 25)
    t.do(Act.ARRIVE, t.officer, text="已到场。")
    t.do(Act.SITUATION, t.officer, text=t.pick(speech.SITUATIONS))
    yield t.handling(0.3, 0.8)
    if t.state() == State.RESPONDING:
        t.do(Act.MAKE_SAFE, t.officer, result=t.result(), files=t.evidence())


# --- verify, tell, file -------------------------------------------------------------


def _verified(t: Telling) -> Tale:
    """Somebody else looks; some work is done again."""
    if t.state() == State.VERIFIED:  # closed by force
        return
    yield t.work(30, 420)
    who = t.verifier()
    if t.script.twist == "rework" and t.state() == State.HANDLED:
        t.do(Act.REWORK, who, text=t.pick(speech.REWORKS))
        yield t.work(60, 400)
        said = {"result": t.result(), "outcome": "solved", "files": t.evidence()}
        t.do(Act.FINISH, t.officer, **said)
        yield t.work(30, 200)
    if t.state() != State.HANDLED:  # the matter does without
        return
    photo = t.stage.album.photo(t.script.listed.row.code, good=True)
    t.do(Act.CONFIRM, who, files=(photo,) if t.pick((True, False)) else ())


def _told(t: Telling) -> Tale:
    """Those it serves are told, or it says why not; then it is filed."""
    yield t.work(20, 300)
    if t.state() != State.VERIFIED:
        return
    if t.case.reachable or t.script.channel in {"portal", "counter"}:
        channel = t.pick(("telephone", "message", "in-person"))
        t.do(Act.TELL, t.desk(), channel=channel, text=t.pick(speech.TOLD))
    else:
        t.do(Act.FILE, t.desk(), reason="公共事项，已在社区公示。")


def _afterwards(t: Telling) -> Tale:
    """The reporter's word, reopening, appeals, and looking again."""
    if t.script.is_from_resident and t.pick((True, True, False)):
        yield t.soon(200, 4000)
        yield from _judged(t)
    if t.case.overdue and t.pick((True,) + (False,) * 4):
        yield t.work(200, 1500)
        yield from _appealed(t)
    yield from _inspected(t)


def _judged(t: Telling) -> Tale:
    if t.state() not in {State.VERIFIED, State.FILED}:
        return
    verdict = t.pick(("solved",) * 15 + ("partly-solved",) * 3 + ("not-solved",) * 2)
    rating = {"solved": t.pick((4, 5, 5)), "partly-solved": 3, "not-solved": 1}
    t.do(Act.VERDICT, t.resident, verdict=verdict, rating=rating[verdict])
    if verdict == "not-solved" and t.case.reopenings == 0:
        yield t.soon(5, 300)
        yield from _reopened(t)


def _reopened(t: Telling) -> Tale:
    """Dispatched again, and looked at by other eyes."""
    t.do(Act.REOPEN, t.resident, text=t.pick(speech.NOT_SOLVED))
    yield t.work(10, 60)
    t.do(Act.DISPATCH, t.desk(), unit=t.unit())
    yield t.work(20, 200)
    t.do(Act.ACCEPT, t.officer)
    yield from _finished(t)
    yield t.work(30, 400)
    if t.state() == State.HANDLED:
        t.do(Act.CONFIRM, t.other_verifier())
    yield from _told(t)
    yield t.soon(300, 3000)
    if t.state() in {State.VERIFIED, State.FILED}:
        t.do(Act.VERDICT, t.resident, verdict="solved", rating=4)


def _appealed(t: Telling) -> Tale:
    if t.state() != State.FILED:
        return
    text = "施工许可审批期间无法进场，申请不计超时。"
    t.do(Act.APPEAL, t.officer, ground="overdue", text=text)
    yield t.work(200, 900)
    decision = t.pick(("uphold", "reject"))
    t.do(Act.DECIDE_APPEAL, t.desk(), decision=decision, text="已核对审批时间。")
    yield t.work(200, 900)
    told = {"decision": decision, "text": "同意初审意见，超时事实保留。"}
    t.do(Act.REVIEW_APPEAL, "supervisor-1", **told)


def _inspected(t: Telling) -> Tale:
    """Look again, days later, at what was chosen by its key."""
    yield t.soon(5 * 1440, 12 * 1440)
    if t.state() == State.FILED and t.case.sampled:
        found = t.pick(("still-good",) * 5 + ("not-good",))
        t.do(Act.INSPECT, "verifier-2", found=found)
