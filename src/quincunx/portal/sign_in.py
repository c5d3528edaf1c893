"""Signing in by six digits sent to one's own address: for my reports and my data.

What was typed is answered alike whether we know it or not, and as fast: the message is
sent later, by the duty loop, and only to addresses that stand with a report.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from quincunx.foundation import proofs, wording
from quincunx.foundation.channels import sms
from quincunx.foundation.proofs import Proven
from quincunx.lib.refusal import Refusal
from quincunx.portal import throttle
from quincunx.portal.visit import Visit
from quincunx.staff.published import counter

LASTS = timedelta(minutes=30)
ASKED, PROVEN = "resident-asked", "resident-proven"

P = ParamSpec("P")
View = Callable[Concatenate[Visit, Proven, P], HttpResponseBase]


class AskForm(forms.Form):
    """Where the code is to go; a telephone only where messages can be sent."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )

    def without_phone(self) -> "AskForm":
        del self.fields["phone"]
        self.fields["email"].required = True
        return self


class TypeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
            }
        ),
        error_messages={"required": _("Type the six digits of the message.")},
    )


def ask(request: Visit) -> HttpResponse:
    """Ask for an address, and send a code there."""
    form = AskForm(request.POST or None)
    with_texts = sms.is_there()
    if not with_texts:
        form = form.without_phone()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _sent(request, form):
            return redirect("mine-code")
    facts = {"form": form, "desk": counter(), "with_texts": with_texts}
    return render(request, "portal/sign_in.html", facts, status=status)


def _sent(visit: Visit, form: forms.Form) -> bool:
    """Send a code; say on the form why not."""
    told = form.cleaned_data
    label = "email" if told.get("email") else "phone"
    value = told.get(label, "")
    if not value:
        form.add_error("email", _("Write an e-mail address or a telephone number."))
        return False
    try:
        throttle.count(visit, "sign-in", throttle.SIGN_INS)
        key = proofs.ask(label, value, at=visit.received_at)
    except Refusal as refusal:
        form.add_error(label, wording.in_words(refusal))
        return False
    visit.session[ASKED] = str(key)
    return True


def code(request: Visit) -> HttpResponse:
    """Ask for the six digits, and let in whoever has them."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("mine-sign-in")
    form, status = TypeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                throttle.count(request, "code", throttle.GUESSES)
                typed, at = form.cleaned_data["code"], request.received_at
                _let_in(request, proofs.prove(UUID(asked), typed, at=at))
            except Refusal as refusal:
                form.add_error("code", wording.in_words(refusal))
            else:
                return redirect("mine")
    facts = {"form": form, "desk": counter()}
    return render(request, "portal/sign_in_code.html", facts, status=status)


def _let_in(visit: Visit, proven: Proven) -> None:
    visit.session.cycle_key()
    del visit.session[ASKED]
    visit.session[PROVEN] = {
        "label": proven.label,
        "index": proven.index.hex(),
        "until": (visit.received_at + LASTS).isoformat(),
    }


def proven(visit: Visit) -> Proven | None:
    """Return the address that was proved in this browser within half an hour."""
    kept = visit.session.get(PROVEN)
    if kept is None or datetime.fromisoformat(kept["until"]) <= visit.received_at:
        return None
    return Proven(kept["label"], bytes.fromhex(kept["index"]))


def known_only(view: View[P]) -> Callable[Concatenate[Visit, P], HttpResponseBase]:
    """Let in who has proved an address; ask the others for theirs."""

    def guarded(
        request: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        who = proven(request)
        if who is None:
            return redirect("mine-sign-in")
        return view(request, who, *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded


@require_POST
def sign_out(request: Visit) -> HttpResponse:
    """Forget in this browser who it was."""
    request.session.pop(PROVEN, None)
    return redirect("home")
