"""Who may know of a reporter: changed, or erased, by whoever holds the code."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from quincunx.cases import consent
from quincunx.cases.consent import Wish
from quincunx.cases.models import Contact
from quincunx.foundation import wording
from quincunx.lib.refusal import Refusal
from quincunx.portal.forms import ConsentForm, LeaveForm
from quincunx.portal.standing import Opened, framed
from quincunx.portal.visit import Visit


def show(visit: Visit, opened: Opened) -> HttpResponse:
    """Ask who may know, and do as they say."""
    contact = opened.contact
    if contact is None:
        raise Refusal("contact-not-left", case=opened.case.number)
    form, status = _form(visit, opened, contact), 200
    if visit.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _settle(visit, opened, contact, form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
            else:
                return redirect("home" if opened.is_follower else opened.here)
    facts = {"form": form, "opened": opened}
    return framed(visit, opened, "portal/contact.html", facts, status=status)


def _form(visit: Visit, opened: Opened, contact: Contact) -> forms.Form:
    given = visit.POST if visit.method == "POST" else None
    if opened.is_follower:
        return LeaveForm(given)
    known = {"disclosure": contact.disclosure, "news": not contact.quiet}
    return ConsentForm(given, initial=known)


def _settle(
    visit: Visit, opened: Opened, contact: Contact, told: dict[str, Any]
) -> None:
    by, at = opened.actor, visit.received_at
    if opened.is_follower or told["disclosure"] == "erase":
        consent.forget(contact, by=by, at=at)
        return
    language = get_language() or contact.language
    wish = Wish(told["disclosure"], quiet=not told["news"], language=language)
    consent.choose(contact, wish, by=by, at=at)
