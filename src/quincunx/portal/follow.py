"""Following a report by its code: four words, what happened, and one's own say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from quincunx.cases import acts, pages
from quincunx.cases.models import Case
from quincunx.cases.pages import Moment
from quincunx.cases.papers import Shown
from quincunx.cases.vocabulary import Act, State, Word, word_of
from quincunx.cases.words import CHOICES
from quincunx.foundation import files, wording
from quincunx.foundation.actors import Actor
from quincunx.lib.numbers import grouped, read_tracking_code
from quincunx.lib.refusal import Refusal
from quincunx.portal import throttle
from quincunx.portal.counter import counter
from quincunx.portal.forms import (
    AnswerForm,
    CodeForm,
    ConfirmForm,
    NotSolvedForm,
    ReopenForm,
    UrgeForm,
    VerdictForm,
    WithdrawForm,
)
from quincunx.portal.visit import Visit
from quincunx.portal.words import HAPPENED, NOW, WORDS

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


def follow(request: Visit) -> HttpResponse:
    """Ask for a code, and open what it opens."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _opened(request, form.cleaned_data["code"])
            except Refusal as refusal:
                form.add_error("code", wording.in_words(refusal))
            else:
                code = read_tracking_code(form.cleaned_data["code"])
                return redirect("tracked", code)
    facts = {"form": form, "desk": counter()}
    return render(request, "portal/follow.html", facts, status=status)


def _opened(visit: Visit, code: str) -> tuple[Case, Actor]:
    """Return the case; a wrong code counts as a guess."""
    try:
        return pages.tracked(code, at=visit.received_at)
    except Refusal:
        throttle.count(visit, "guess", throttle.GUESSES)
        raise


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


def _happened(case: Case) -> Iterator[Told]:
    for moment in pages.timeline(case, public=True):
        if moment.act in HAPPENED:
            yield _told(moment)


def _told(moment: Moment) -> Told:
    said = tuple(text for text in moment.said.values() if text)
    what, detail = HAPPENED[moment.act], _detail(moment.facts)
    return Told(moment.at, what, detail, said, moment.shown)


def _detail(facts: Mapping[str, Any]) -> str:
    """Return the reporter's own word: solved or not, and how well."""
    told = [str(CHOICES[facts["verdict"]])] if "verdict" in facts else []
    if "rating" in facts:
        told.append(_("%(n)s of 5") % {"n": facts["rating"]})
    return pgettext("between two things", ", ").join(told)


def _open_acts(actor: Actor, case: Case, now: datetime) -> set[str]:
    offers = pages.offers(actor, case, now)
    return {offer.act for offer in offers if offer.refusal is None}


def tracked(request: Visit, code: str) -> HttpResponse:
    """Show how a report stands to whoever holds its code."""
    case, actor = _opened(request, code)
    happened = list(_happened(case))
    may = _open_acts(actor, case, request.received_at)
    question = next((t for t in happened if t.what is HAPPENED[Act.ASK_REPORTER]), None)
    here = request.build_absolute_uri(reverse("tracked", args=[code]))
    facts = {
        "case": case,
        "code": read_tracking_code(code),
        "grouped": grouped(read_tracking_code(code)),
        "dots": dots(case),
        "now_word": NOW[State(case.state)],
        "happened": happened,
        "question": question if Act.ANSWER in may else None,
        "may": {act.replace("-", "_"): act in may for act in FORMS},
        "is_new": case.state == State.REPORTED,
        "qr": _qr(here),
        "photos": [each for told in reversed(happened) for each in told.shown],
        "desk": counter(case.care_path),
    }
    return render(request, "portal/tracked.html", facts)


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us, of our own address


def act(request: Visit, code: str, name: str) -> HttpResponse:
    """Let the reporter say one thing."""
    case, actor = _opened(request, code)
    if name not in FORMS:
        raise Refusal("unknown-act", act=name)
    kind = _kind(request, name, _open_acts(actor, case, request.received_at))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = kind(*given)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _perform(request, case, actor, name, form)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
            else:
                return redirect("tracked", code)
    facts = {
        "case": case,
        "form": form,
        "title": TITLES[name],
        "code": code,
        "act": name,
        "desk": counter(case.care_path),
    }
    return render(request, "portal/act.html", facts, status=status)


def _kind(visit: Visit, name: str, may: set[str]) -> type[forms.Form]:
    """Return the form; "not solved" stays possible when reopening is not."""
    asked = visit.POST.get("verdict") or visit.GET.get("verdict")
    if name == Act.VERDICT and asked == "not-solved" and Act.REOPEN not in may:
        return NotSolvedForm
    return FORMS[name]


def _perform(
    visit: Visit, case: Case, actor: Actor, name: str, form: forms.Form
) -> None:
    at = visit.received_at
    told = dict(form.cleaned_data)
    if "photos" in told:
        given = told.pop("photos")
        told["files"] = tuple(
            Shown(files.keep(f.file, name=f.name, by=actor, at=at), "photo-before")
            for f in given
        )
    facts = {key: value for key, value in told.items() if value not in (None, "")}
    acts.perform(Act(name), case, facts, by=actor, at=at)


def photo(request: Visit, code: str, key: UUID) -> FileResponse:
    """Send a picture that has been reviewed for the reporter."""
    case, _ = _opened(request, code)
    shown = case.attachments.filter(file=key, public=True).select_related("file")
    found = shown.first()
    if found is None:
        raise Refusal("no-such-file")
    answer = FileResponse(
        files.open(found.file.sha), content_type=found.file.media_type
    )
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
