"""Border drafts: drawn step by step, looked at with all that moves, decided."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import shapely
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.areas import access, foresee, propose
from quincunx.areas.checks import What
from quincunx.areas.draft_life import Act, State
from quincunx.areas.foresee import Seen
from quincunx.areas.models import BorderDraft
from quincunx.areas.propose import Proposal
from quincunx.areas.tree import parent_path
from quincunx.cases import follow
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import access as staff
from quincunx.staff.roles import Role
from quincunx.web.areas import draft_words
from quincunx.web.areas.draft_form import DraftForm, StepForm, known, shown_with
from quincunx.web.areas.reports import FAULTS, LOOKERS
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

MOST = 200
DRAWERS = (Role.ADMINISTRATOR,)
SOON = timedelta(days=7)
TONES: Mapping[str, tuple[str, str]] = {
    State.DRAWN: ("", "doc"),
    State.SUBMITTED: ("soon", "eye"),
    State.APPROVED: ("ok", "clock"),
    State.IN_FORCE: ("rest", "done"),
    State.WITHDRAWN: ("rest", "box"),
    State.FAILED: ("late", "stop"),
}


@only(*LOOKERS)
def drafts(request: Visit) -> HttpResponse:
    """List the drafts of one's places, the newest first."""
    rows = access.visible_drafts(request.actor).order_by("-pk")[:MOST]
    facts = {
        "drafts": [(draft, *TONES[draft.state]) for draft in rows],
        "may_draw": Role.ADMINISTRATOR in request.actor.roles,
        "is_settled": access.is_settled(),
    }
    return render(request, "areas/drafts.html", facts)


@only(*DRAWERS)
def new(request: Visit) -> HttpResponse:
    """Begin a draft with what it is for and its day."""
    first = {"on": today(request.received_at) + SOON}
    form = DraftForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            proposal = Proposal(told["title"], told["reason"], told["on"], [])
            try:
                made = propose.draw(proposal, by=request.actor, at=request.received_at)
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
            else:
                return redirect("areas-draft", made.pk)
    return render(request, "areas/draft_new.html", {"form": form}, status=status)


@only(*LOOKERS)
def draft(request: Visit, key: int) -> HttpResponse:
    """Show a draft with what it would do; whoever draws adds steps here."""
    found = access.draft_for(request.actor, key)
    form = StepForm(request.actor, found.on, request.POST or None)
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _change(request, found, [*found.steps, form.step()])
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _page(request, found, form, status=status_of(refusal))
    return redirect("areas-draft", key)


def _change(visit: Visit, found: BorderDraft, steps: list[Any]) -> None:
    proposal = Proposal(found.title, found.reason, found.on, steps)
    propose.change(found, proposal, by=visit.actor, at=visit.received_at)


@require_POST
@only(*DRAWERS)
def take_out(request: Visit, key: int) -> HttpResponse:
    """Take one step out of a draft."""
    found = access.draft_for(request.actor, key)
    place = request.POST.get("step", "")
    number = int(place) if place.isdecimal() else len(found.steps)
    _change(request, found, found.steps[:number] + found.steps[number + 1 :])
    return redirect("areas-draft", key)


@dataclass(frozen=True)
class _Deed:
    do: Callable[[Visit, BorderDraft], BorderDraft]
    done: str | Promise


def _approve(visit: Visit, found: BorderDraft) -> BorderDraft:
    mark = visit.POST.get("mark", "")
    return propose.approve(found, mark, by=visit.actor, at=visit.received_at)


def _send_back(visit: Visit, found: BorderDraft) -> BorderDraft:
    reason = visit.POST.get("reason", "")
    return propose.send_back(found, reason, by=visit.actor, at=visit.received_at)


DEEDS: Mapping[str, _Deed] = {
    Act.SUBMIT: _Deed(
        lambda v, d: propose.submit(d, by=v.actor, at=v.received_at),
        gettext_lazy("Submitted. Somebody else of the district decides."),
    ),
    Act.WITHDRAW: _Deed(
        lambda v, d: propose.withdraw(d, by=v.actor, at=v.received_at),
        gettext_lazy("Withdrawn. Nothing changes."),
    ),
    Act.APPROVE: _Deed(
        _approve, gettext_lazy("Approved. It takes effect by itself on its day.")
    ),
    Act.SEND_BACK: _Deed(_send_back, gettext_lazy("Sent back with the reason.")),
}


@require_POST
@only(*LOOKERS)
def draft_act(request: Visit, key: int, act: str) -> HttpResponse:
    found = access.draft_for(request.actor, key)
    if act not in DEEDS:
        raise Refusal("unknown-act", act=act)
    try:
        DEEDS[act].do(request, found)
    except Refusal as refusal:
        form = StepForm(request.actor, found.on)
        said = wording.in_words(refusal)
        return _page(request, found, form, status=status_of(refusal), said=said)
    messages.success(request, str(DEEDS[act].done))
    return redirect("areas-draft", key)


@only(*LOOKERS)
def outlines(request: Visit, key: int) -> JsonResponse:
    """Give the outlines that stand on the day of a draft, to be drawn anew."""
    found = access.draft_for(request.actor, key)
    told = foresee.drawn(found.on, home(request.actor))
    return JsonResponse({"type": "FeatureCollection", "features": told})


def _page(
    visit: Visit,
    found: BorderDraft,
    form: StepForm,
    *,
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    acts = access.draft_acts(visit.actor, found)
    seen, against = _seen(visit, found)
    names = known(visit.actor, draft_words.keys_of(found.steps))
    path = parent_path(found.path) or found.path or home(visit.actor)
    facts: dict[str, Any] = {
        "draft": found,
        "tone": TONES[found.state],
        "steps": [draft_words.said(step, names) for step in found.steps],
        "form": form,
        "needs": json.dumps(shown_with()),
        "acts": [str(act) for act in acts],
        "said": said,
        "against": against,
        "drafter": _name(visit, found.drafted_by),
        "decider": _name(visit, found.decided_by),
        "map": ground(path, found.on),
        "is_own": found.drafted_by == visit.actor.person,
        **_shown(found, seen),
    }
    return render(visit, "areas/draft.html", facts, status=status)


def _seen(visit: Visit, found: BorderDraft) -> tuple[Seen | None, str]:
    """Look at what an open draft would do, or say why it cannot be done."""
    if found.state not in (State.DRAWN, State.SUBMITTED) or not found.steps:
        return None, ""
    try:
        return propose.look(found, beside=follow.foreseen(visit.actor)), ""
    except Refusal as refusal:
        return None, wording.in_words(refusal)


def _shown(found: BorderDraft, seen: Seen | None) -> dict[str, Any]:
    """Return what the page shows of it: what is seen now, else what was decided on."""
    told = seen.facts() if seen else found.foreseen
    faults = [(FAULTS[What(f["what"])], f) for f in told.get("faults", [])]
    return {
        "seen": told,
        "faults": faults,
        "hindered": bool(seen and seen.hinders),
        "drawing": _features(told),
    }


def _features(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return new outlines and faults for the map."""
    areas = [area for area in told.get("areas", []) if "border" in area]
    features = [
        {
            "type": "Feature",
            "geometry": area["border"],
            "properties": {"name": area["name"], "what": area["what"]},
        }
        for area in areas
    ]
    features += [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shapely.Point(f["lon"], f["lat"])),
            "properties": {"what": "fault", "name": str(FAULTS[What(f["what"])])},
        }
        for f in told.get("faults", [])
        if f["lon"] is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def _name(visit: Visit, key: int | None) -> str:
    """Return who it was; the machine's owner brings drafts in without a person."""
    if key is None:
        return ""
    seen = staff.visible_people(visit.actor, at=visit.received_at)
    person = seen.filter(pk=key).first()
    return person.name if person else ""
