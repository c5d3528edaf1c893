"""Another system passes on what its people report, and what they say afterwards.

It acts for them with an account of its own: it may report if that account may, and
speaks for the reporters of the reports it brought, of no others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from quincunx.cases import access, acts, pages, report
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.outside import PassedOn
from quincunx.cases.papers import Shown
from quincunx.cases.report import Report
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.staff.actors import reporter

# What a reporter may mean, by the acts that would say it: the first that is open.
MEANINGS: Mapping[str, tuple[Act, ...]] = {
    "fixed": (Act.CONFIRM, Act.VERDICT, Act.WITHDRAW),
    "not-fixed": (Act.REWORK, Act.REOPEN, Act.VERDICT),
    "more": (Act.ANSWER,),
}
# What an act must be told beside the words.
_TOLD: Mapping[tuple[str, Act], Mapping[str, Any]] = {
    ("fixed", Act.VERDICT): {"verdict": "solved"},
    ("fixed", Act.WITHDRAW): {"reason": "solved-itself"},
    ("not-fixed", Act.VERDICT): {"verdict": "not-solved"},
}


@dataclass(frozen=True)
class Added:
    """What another system adds to a report: where a picture lies, and answers."""

    media_url: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Saying:
    """What a reporter says later, through the system they reported with."""

    means: str = "more"
    text: str = ""
    files: tuple[Shown, ...] = ()


def take_in(report_: Report, added: Added, *, account: Actor, at: datetime) -> PassedOn:
    """Take a report into the books as from a resident; it waits to be looked at."""
    may_pass_on(account)
    told = replace(report_, known_outside=True)
    with transaction.atomic():
        case = report.submit(told, by=reporter((), at), at=at).case
        return PassedOn.objects.create(
            case=case,
            token=numbers.new_token(),
            account_id=account.person or 0,
            media_url=added.media_url,
            answers=dict(added.answers),
        )


def may_pass_on(account: Actor) -> None:
    """Refuse an account that could not report itself: it holds no office any more."""
    if not access.may(Act.REPORT, account, Case()):
        raise Refusal("not-yours-to-do", act=str(Act.REPORT), roles=["officer"])


def say(case: Case, saying: Saying, *, at: datetime) -> Case:
    """Do what the reporter means as far as it is open; else keep it as their word."""
    by = reporter([case.pk], at)
    act = _act_for(saying, case, by, at)
    facts = {**_TOLD.get((saying.means, act), {}), **_words(act, saying)}
    return acts.perform(act, case, facts, by=by, at=at)


def _act_for(saying: Saying, case: Case, by: Actor, at: datetime) -> Act:
    offered = pages.offers(by, case, at)
    may = {offer.act: offer for offer in offers_open(offered)}
    for act in MEANINGS[saying.means]:
        if act in may and (saying.text or "text" not in may[act].row.required):
            return act
    if not saying.text:
        raise Refusal("nothing-said", case=case.number)
    return Act.ADD


def offers_open(offered: Sequence[pages.Offer]) -> Iterator[pages.Offer]:
    return (offer for offer in offered if offer.refusal is None)


def _words(act: Act, saying: Saying) -> dict[str, Any]:
    facts: Mapping[str, Fact] = {f.name: f for f in LIFECYCLE.row(act).facts}
    told: dict[str, Any] = {"text": saying.text, "files": saying.files}
    return {name: told[name] for name in told if name in facts and told[name]}


def passed_on_by(account: Actor, outside_id: str) -> Case:
    """Return a case by its name outside, if this account brought it."""
    rows = PassedOn.objects.filter(account=account.person, case__outside_id=outside_id)
    found = rows.select_related("case").first()
    if found is None:
        raise Refusal("no-such-request", id=outside_id)
    return found.case
