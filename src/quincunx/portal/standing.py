"""How a report stands, for whoever has opened it: the page, one's say, the pictures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from quincunx.cases import acts, pages
from quincunx.cases.models import Case, Contact
from quincunx.cases.pages import Moment
from quincunx.cases.papers import Shown
from quincunx.cases.published import of as released
from quincunx.cases.vocabulary import Act, State, Word, word_of
from quincunx.cases.words import CHOICES
from quincunx.foundation import files, wording
from quincunx.foundation.actors import Actor
from quincunx.lib.numbers import grouped
from quincunx.lib.refusal import Refusal
from quincunx.portal.forms import (
    AnswerForm,
    ConfirmForm,
    NotSolvedForm,
    ReopenForm,
    UrgeForm,
    VerdictForm,
    WithdrawForm,
)
from quincunx.portal.visit import Visit
from quincunx.portal.words import HAPPENED, NOW, WORDS
from quincunx.staff.published import counter

FORMS: Mapping[str, type[forms.Form]] = {
    Act.CONFIRM: ConfirmForm,
    Act.REWORK: ReopenForm,
    Act.VERDICT: VerdictForm,
    Act.REOPEN: ReopenForm,
    Act.ANSWER: AnswerForm,
    Act.WITHDRAW: WithdrawForm,
    Act.URGE: UrgeForm,
}
TITLES: Mapping[str, str | Promise] = {
    Act.CONFIRM: _("It is fixed"),
    Act.REWORK: _("Not fixed"),
    Act.VERDICT: _("Is it solved?"),
    Act.REOPEN: _("Not fixed"),
    Act.ANSWER: _("Answer the question"),
    Act.WITHDRAW: _("Withdraw the report"),
    Act.URGE: _("Ask again"),
}


@dataclass(frozen=True)
class Opened:
    """A report and who has opened it; `here` is the address of its page.

    `code` is empty for somebody who came by their verified address. A follower holds
    a contact, and no case.
    """

    case: Case
    actor: Actor
    contact: Contact | None
    here: str
    code: str = ""

    @property
    def is_follower(self) -> bool:
        return self.case.pk not in self.actor.cases


@dataclass(frozen=True)
class Dot:
    """One of the four words, with its date."""

    word: str | Promise
    at: datetime | None
    tone: str
    expected: bool = False


@dataclass(frozen=True)
class Told:
    """What happened, as the reporter reads it."""

    at: datetime
    what: str | Promise
    detail: str
    said: tuple[str, ...]
    shown: tuple[Any, ...]
    moved: tuple[datetime, datetime] | None  # the date promised before, and now
    why: str | Promise


def show(visit: Visit, opened: Opened) -> HttpResponse:
    """Show how a report stands: four words, what happened, what one may say."""
    case = opened.case
    happened = list(_happened(opened))
    may = _open_acts(opened, visit.received_at)
    question = next((t for t in happened if t.what is HAPPENED[Act.ASK_REPORTER]), None)
    facts = {
        "opened": opened,
        "case": case,
        "here": opened.here,
        "grouped": grouped(opened.code) if opened.code else "",
        "dots": dots(case),
        "now_word": NOW[State(case.state)],
        **_goes_on(case),
        "happened": happened,
        "question": question if Act.ANSWER in may else None,
        "may": {act.replace("-", "_"): act in may for act in FORMS},
        "is_new": case.state == State.REPORTED,
        "until": pages.last_day_to_reopen(case),
        "qr": qr(visit.build_absolute_uri(opened.here)) if opened.code else "",
        "photos": pages.own_files(case, opened.actor).order_by("at", "pk"),
        "released": released(case) if opened.is_follower else None,
        "desk": counter(case.care_path),
    }
    return render(visit, "portal/tracked.html", facts)


def _goes_on(case: Case) -> dict[str, object]:
    """Return when it is expected; of a merged one, how that stands which goes on."""
    leading = pages.leading(case)
    word = NOW[State(leading.state)] if leading is not case else ""
    done = leading.verified_at or leading.closed_at
    return {"leading_word": word, "promised": None if done else leading.promised_at}


def dots(case: Case) -> list[Dot]:
    """Return the four words, ink until now, with dates, the last one expected."""
    at = {
        Word.RECEIVED: case.reported_at,
        Word.IN_HAND: case.dispatched_at or case.established_at,
        Word.DONE: case.verified_at,
        Word.CLOSED: case.closed_at,
    }
    now = list(Word).index(word_of(State(case.state)))
    return [_dot(word, n, now, at[word], case) for n, word in enumerate(Word)]


def _dot(word: Word, place: int, now: int, at: datetime | None, case: Case) -> Dot:
    if place > now:
        expected = case.promised_at if word is Word.DONE else None
        return Dot(WORDS[word], expected, "", expected=expected is not None)
    tone = "now" if place == now and case.closed_at is None else "done"
    return Dot(WORDS[word], at, tone)


def _happened(opened: Opened) -> Iterator[Told]:
    """Yield what there is to read, and each move of the date with its reason."""
    moments = pages.heard(opened.case, opened.actor)
    granted = any(moment.act == Act.GRANT_EXTENSION for moment in moments)
    reasons = pages.reasons(opened.case) if granted else {}
    for moment in moments:
        if moment.act in HAPPENED:
            yield _told(moment, reasons)


def _told(moment: Moment, reasons: Mapping[datetime, str]) -> Told:
    why = reasons.get(moment.at) if moment.act == Act.GRANT_EXTENSION else None
    return Told(
        moment.at,
        HAPPENED[moment.act],
        _detail(moment.facts),
        tuple(text for text in moment.said.values() if text),
        moment.shown,
        _moved(moment.facts),
        CHOICES[why] if why else "",
    )


def _moved(facts: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """Return the date promised before and the one promised now."""
    told = (facts.get("promised_before", ""), facts.get("promised", ""))
    before, now = map(parse_datetime, told)
    return (before, now) if before and now else None


def _detail(facts: Mapping[str, Any]) -> str:
    """Return the reporter's own word: solved or not, and how well."""
    told = [str(CHOICES[facts["verdict"]])] if "verdict" in facts else []
    if "rating" in facts:
        told.append(_("%(n)s of 5") % {"n": facts["rating"]})
    return pgettext("between two things", ", ").join(told)


def _open_acts(opened: Opened, now: datetime) -> set[str]:
    offers = pages.offers(opened.actor, opened.case, now)
    return {offer.act for offer in offers if offer.refusal is None}


def qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us, of our own address


def act(visit: Visit, opened: Opened, name: str) -> HttpResponse:
    """Let the reporter say one thing."""
    if name not in FORMS or opened.is_follower:
        raise Refusal("unknown-act", act=name)
    kind = _kind(visit, name, _open_acts(opened, visit.received_at))
    given = (visit.POST, visit.FILES) if visit.method == "POST" else ()
    form = kind(*given)
    status = 200
    if visit.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _perform(visit, opened, name, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
            else:
                return redirect(opened.here)
    facts = {"form": form, "title": TITLES[name], "act": name}
    return framed(visit, opened, "portal/act.html", facts, status=status)


def framed(
    visit: Visit,
    opened: Opened,
    template: str,
    facts: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page that belongs to a report, with the counter that looks after it."""
    case = opened.case
    told = {"case": case, "here": opened.here, "desk": counter(case.care_path), **facts}
    return render(visit, template, told, status=status)


def _kind(visit: Visit, name: str, may: set[str]) -> type[forms.Form]:
    """Return the form; "not solved" stays possible when reopening is not."""
    asked = visit.POST.get("verdict") or visit.GET.get("verdict")
    if name == Act.VERDICT and asked == "not-solved" and Act.REOPEN not in may:
        return NotSolvedForm
    return FORMS[name]


def _perform(visit: Visit, opened: Opened, name: str, form: forms.Form) -> None:
    at, by = visit.received_at, opened.actor
    told = dict(form.cleaned_data)
    if "photos" in told:
        told["files"] = _kept(told.pop("photos"), by, at)
    facts = {key: value for key, value in told.items() if value not in (None, "")}
    acts.perform(Act(name), opened.case, facts, by=by, at=at)


def _kept(given: Iterable[Any], by: Actor, at: datetime) -> tuple[Shown, ...]:
    return tuple(
        Shown(files.keep(each.file, name=each.name, by=by, at=at), "photo-before")
        for each in given
    )


def photo(opened: Opened, key: UUID) -> FileResponse:
    """Send a picture that has been reviewed, or one that they sent themselves."""
    found = pages.own_files(opened.case, opened.actor).filter(file=key).first()
    if found is None:
        raise Refusal("no-such-file")
    answer = FileResponse(
        files.open(found.file.sha), content_type=found.file.media_type
    )
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
