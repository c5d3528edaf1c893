"""What a case needs before it is done, ticked as far as it is met; its milestones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quincunx.cases import clocks, evidence, milestones
from quincunx.cases.models import Case
from quincunx.cases.models import Milestone as Laid
from quincunx.cases.pages import Moment
from quincunx.cases.vocabulary import State
from quincunx.matters.processes import Evidence, Milestone, Terms
from quincunx.web.shell import words
from quincunx.web.shell.case_words import ACTS
from quincunx.web.shell.evidence import EVIDENCE

# What nobody will do, nobody has to do well.
NEVER_DONE = frozenset({State.REFUSED, State.WITHDRAWN, State.MERGED})


@dataclass(frozen=True)
class Need:
    """One thing the standard asks for: met, still open, or never met."""

    word: str
    icon: str
    tone: str
    note: str = ""


@dataclass(frozen=True)
class Standard:
    """What "done" means for this case, in words and as a list."""

    text: str
    needs: tuple[Need, ...]
    closing: str = ""  # the closing condition of what it was filed under
    sample: str = ""  # how a good word on finishing it reads


def standard(case: Case, moments: Sequence[Moment]) -> Standard | None:
    """Return the completion standard; None where there is nothing to complete."""
    terms = clocks.terms_of(case)
    if terms is None or case.state in NEVER_DONE:
        return None
    needs = (*_evidence(case, terms, moments), _told(case))
    return Standard(
        words.local(terms.standard),
        needs,
        words.local(terms.closing),
        words.local(terms.sample),
    )


def _evidence(case: Case, terms: Terms, moments: Sequence[Moment]) -> Iterable[Need]:
    """Tick what was shown and said, once somebody has said that it is done."""
    shown = [each.kind for moment in moments for each in moment.shown]
    said = next((m.said["result"] for m in moments if m.said.get("result")), "")
    handled = case.handled_at is not None
    missing = evidence.missing(terms.evidence, shown, said=said if handled else "")
    for each in terms.evidence:
        yield _need(case, _kind(each), met=each.kind not in missing)


def _kind(wanted: Evidence) -> str:
    word = str(EVIDENCE[wanted.kind])
    return f"{word} × {wanted.least}" if wanted.least > 1 else word


def _told(case: Case) -> Need:
    word = _("The reporter told, in the channel they chose")
    return _need(case, word, met=case.told_at is not None, note=case.untold_reason)


def _need(case: Case, word: str, *, met: bool, note: str = "") -> Need:
    if met:
        return Need(word, "done", "tone-ok", _("met"))
    if case.closed_at is not None:
        return Need(word, "x", "", note or _("not met"))
    return Need(word, "todo", "")


@dataclass(frozen=True)
class Result:
    """A milestone: what is due on the way, and how it stands."""

    word: str
    icon: str
    tone: str
    when: str


def results(case: Case, now: datetime) -> list[Result]:
    """Return the milestones by their time. One query, none where there are none."""
    terms = clocks.terms_of(case)
    if terms is None or not terms.milestones or case.state in NEVER_DONE:
        return []
    named = {each.code: milestone_name(each) for each in terms.milestones}
    laid = milestones.of(case)
    if not laid:
        return [Result(word, "todo", "", "") for word in named.values()]
    coming = next((each.pk for each in laid if each.reached_at is None), None)
    return [
        Result(
            named.get(each.code, each.code),
            *_stands(case, each, now, is_next=each.pk == coming),
        )
        for each in laid
    ]


def _stands(
    case: Case, laid: Laid, now: datetime, *, is_next: bool
) -> tuple[str, str, str]:
    """Return icon, tone and words of one milestone."""
    reached = laid.reached_at
    if reached is not None:
        told = _("reached %(time)s") % {"time": words.moment(reached, now)}
        if reached <= laid.due_at:
            return "done", "tone-ok", told
        due = _("due %(time)s") % {"time": words.moment(laid.due_at, now)}
        return "done", "", pgettext("between two things", ", ").join((told, due))
    if case.closed_at is not None or case.handled_at is not None:
        return "x", "", _("not reached")
    due_now = words.due(laid.due_at, now)
    told = f"{due_now.text}, {due_now.clock}"
    if due_now.tone == "late":
        return "late", "tone-late", told
    if is_next:
        return "clock", "", _("next: %(due)s") % {"due": told}
    return "todo", "", told


def milestone_name(each: Milestone) -> str:
    """Return a milestone's own name, else that of the step it stands for."""
    deed = ACTS.get(each.code)
    return words.local(each.name) or (str(deed.verb) if deed else each.code)
