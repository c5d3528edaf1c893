"""My reports and my data, behind a code that was sent to one's own address."""

from uuid import UUID

from django import forms
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.cases import consent
from quincunx.cases import mine as own
from quincunx.cases.mine import Mine
from quincunx.cases.vocabulary import State, word_of
from quincunx.cases.words import ROLES
from quincunx.foundation import wording
from quincunx.foundation.actors import ANYONE
from quincunx.foundation.proofs import Proven
from quincunx.lib.refusal import Refusal
from quincunx.portal import contact_page, standing
from quincunx.portal.sign_in import known_only
from quincunx.portal.standing import Opened
from quincunx.portal.visit import Visit
from quincunx.portal.words import WORDS
from quincunx.staff.published import counter

PURPOSES: dict[str, str | Promise] = {
    own.OWN: _("You yourself, on this page"),
    "contact-ask": _("To ask about the report"),
    "contact-tell-result": _("To tell the result"),
    "contact-verify": _("To verify that it is done"),
}


class CorrectForm(forms.Form):
    """What was left to be reached by; an empty field is erased."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=80, required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)


@known_only
def reports(request: Visit, who: Proven) -> HttpResponse:
    """List what was reported or is followed under an address, newest first."""
    rows = [
        {"mine": mine, "word": WORDS[word_of(State(mine.case.state))]}
        for mine in own.reports(who)
    ]
    facts = {"rows": rows, "most": own.MOST, "desk": counter()}
    return render(request, "portal/mine.html", facts)


@known_only
def data(request: Visit, who: Proven) -> HttpResponse:
    """Show what is kept of somebody, and who has looked at it."""
    mine = own.reports(who)
    kept = own.told(mine, by=ANYONE, at=request.received_at)
    looks = own.looks(mine)
    by_others = [
        {
            "look": look,
            "role": ROLES.get(look.role, look.role),
            "purpose": PURPOSES.get(look.purpose, look.purpose),
        }
        for look in looks
        if not look.own
    ]
    facts = {
        "rows": list(zip(mine, kept, strict=True)),
        "looks": by_others,
        "own_looks": len(looks) - len(by_others),
        "desk": counter(),
    }
    return render(request, "portal/data.html", facts)


@known_only
def export(request: Visit, who: Proven) -> HttpResponse:
    """Send everything that is kept of somebody, for a machine to read."""
    found = own.export(own.reports(who), by=ANYONE, at=request.received_at)
    told = {"made_at": request.received_at.isoformat(), "reports": found}
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@known_only
def erase(request: Visit, who: Proven) -> HttpResponse:
    """Erase every contact under an address, after one more question."""
    mine = own.reports(who)
    if request.method == "POST":
        for each in mine:
            consent.forget(each.contact, by=ANYONE, at=request.received_at)
        request.session.flush()
        return render(request, "portal/erased.html", {"desk": counter()})
    facts = {"many": len(mine), "desk": counter()}
    return render(request, "portal/erase.html", facts)


@known_only
def report(request: Visit, who: Proven, key: UUID) -> HttpResponse:
    return standing.show(request, _opened(request, who, key))


@known_only
def act(request: Visit, who: Proven, key: UUID, name: str) -> HttpResponse:
    return standing.act(request, _opened(request, who, key), name)


@known_only
def photo(request: Visit, who: Proven, key: UUID, file: UUID) -> FileResponse:
    return standing.photo(_opened(request, who, key), file)


@known_only
def contact(request: Visit, who: Proven, key: UUID) -> HttpResponse:
    return contact_page.show(request, _opened(request, who, key))


@known_only
def correct(request: Visit, who: Proven, key: UUID) -> HttpResponse:
    """Put right what was left with one report."""
    opened = _opened(request, who, key)
    found = opened.contact
    if found is None:
        raise Refusal("contact-erased")
    status, by, at = 200, opened.actor, request.received_at
    if request.method == "POST":
        form, status = CorrectForm(request.POST), 422
        if form.is_valid():
            try:
                consent.correct(found, form.cleaned_data, by=by, at=at)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
            else:
                return redirect("mine-data")
    else:
        [kept] = own.told([Mine(found, opened.case)], by=by, at=at)
        form = CorrectForm(initial=kept)
    facts = {"form": form}
    return standing.framed(request, opened, "portal/correct.html", facts, status=status)


def _opened(visit: Visit, who: Proven, key: UUID) -> Opened:
    mine, actor = own.report(who, key, at=visit.received_at)
    here = reverse("mine-report", args=[key])
    return Opened(mine.case, actor, mine.contact, here)
