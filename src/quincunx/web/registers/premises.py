"""Premises on screens: found, registered, changed, confirmed, appealed for, closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quincunx.areas import access as areas
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Kind
from quincunx.areas.tree import ancestors
from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access as rooms
from quincunx.registers.facts import Fact, Source
from quincunx.registers.models import Room
from quincunx.registers.places import (
    access,
    appeal,
    classes,
    contacts,
    judge,
    queries,
    register,
)
from quincunx.registers.places.appeal import Answer
from quincunx.registers.places.models import Class, Premise, Tier
from quincunx.registers.places.queries import Wanted
from quincunx.registers.places.register import Where
from quincunx.registers.places.sentences import PLAIN, in_both
from quincunx.staff import access as staff
from quincunx.staff.models import Organisation
from quincunx.web.registers.premise_forms import (
    AppealForm,
    DecideForm,
    PremiseForm,
    known_of,
)
from quincunx.web.shell import steps
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

MOST_UNITS = 200
SIGNS = {
    Tier.GREEN: ("ok", "check"),
    Tier.YELLOW: ("soon", "soon"),
    Tier.ORANGE: ("soon", "flag"),
    Tier.RED: ("late", "late"),
}


@dataclass(frozen=True)
class Line:
    """A field of a file: what it says, who told it and how old it is."""

    code: str
    value: object
    fact: Fact | None
    age: int | None
    missing: bool = False


@dataclass(frozen=True)
class Row:
    """A premise as a line of a list."""

    premise: Premise
    tone: str
    sign: str


def row(premise: Premise) -> Row:
    return Row(premise, *SIGNS[Tier(premise.tier)])


@staff_only
def premises(request: Visit) -> HttpResponse:
    """List what stands in one's places, by class, tier, name and credit code."""
    on, path = today(request.received_at), home(request.actor)
    typed = request.GET.get("q", "").strip()[: queries.LONGEST_QUERY]
    wanted = Wanted(
        path,
        _chosen(request, "class", Class.values),
        _chosen(request, "tier", Tier.values),
        typed,
        _key(request.GET.get("after", "")),
    )
    page = queries.listed(request.actor, wanted, on)
    facts = {
        "rows": [row(premise) for premise in page.rows],
        "after": page.after,
        "q": typed,
        "wanted": wanted,
        "counts": queries.counts(request.actor, path, on),
        "classes": Class.values,
        "tiers": Tier.values,
    }
    return render(request, "registers/premises.html", facts)


def _chosen(visit: Visit, name: str, known: list[str]) -> str:
    value = visit.GET.get(name, "")
    return value if value in known else ""


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_only
def premise(request: Visit, key: UUID) -> HttpResponse:
    """Show the file of a premise: what is known and how well, its tier and why."""
    return _file(request, access.premise_for(request.actor, key))


def _file(
    visit: Visit,
    found: Premise,
    *,
    shown: contacts.Answerable | None = None,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    on, actor = today(visit.received_at), visit.actor
    of_class, appeals = found.rules, list(found.appeals.order_by("-asked_at")[:20])
    waiting = next((each for each in appeals if each.decided_at is None), None)
    if waiting is not None:
        waiting.premise = found
    is_open = found.valid_to is None
    may_keep = is_open and access.may_keep(actor, found.place.path)
    may_decide = waiting is not None and access.may_decide(actor, waiting)
    judgement = judge.judged(found, on)
    facts = {
        "premise": found,
        "row": row(found),
        "lines": _lines(visit, found),
        "missing": len(of_class.missing(found.details)),
        "judgement": judgement,
        "reasons": [(each, in_both(each.words)) for each in judgement.reasons],
        "granted": judge.granted(found, on),
        "checks": [check.code for check in of_class.checks],
        "every": of_class.visits[found.tier],
        "rooms": found.rooms.order_by("unit", "number"),
        "sealed": found.responsible is not None or found.telephone is not None,
        "shown": shown,
        "purposes": contacts.PURPOSES,
        "may_read": is_open and access.may_read_contact(actor, found),
        "may_keep": may_keep,
        "appeals": appeals,
        "waiting": waiting,
        "may_appeal": is_open and not waiting and access.may_appeal(actor, found),
        "may_decide": may_decide,
        "form": form or (DecideForm() if may_decide else AppealForm()),
    }
    return render(visit, "registers/premise.html", facts, status=status)


def _lines(visit: Visit, found: Premise) -> list[Line]:
    on, facts, of_class = today(visit.received_at), found.facts, found.rules
    short = {field.code for field in of_class.missing(found.details)}
    plain = {name: getattr(found, name) for name in PLAIN if hasattr(found, name)}
    names = ("kind", "uscc", "opening", "capacity", "unit")
    told = {name: plain[name] for name in names if plain[name] not in (None, "")}
    told["kind"] = wording.say("premise_kind", found.kind)
    for field in of_class.fields:
        if field.code in found.details or field.code in short:
            value = found.details.get(field.code, "")
            told[field.code] = wording.say("premise_value", value)
    return [
        Line(
            code,
            value,
            facts.get(code),
            facts[code].days(on) if code in facts else None,
            code in short,
        )
        for code, value in told.items()
    ]


@staff_only
def begin(request: Visit, place: int, of_class: str) -> HttpResponse:
    """Register a premise of a class in a building or another area."""
    area = areas.area_by_key(request.actor, place)
    access.must_keep(request.actor, area)
    known = {"rooms": [request.GET["room"]]} if "room" in request.GET else {}
    form = _form(request, of_class, area, known)

    def made() -> HttpResponse:
        done = register.register(
            of_class,
            Where(area, tuple(form.cleaned_data.get("rooms", ()))),
            form.told(),
            source=Source(form.cleaned_data["source"]),
            on=today(request.received_at),
            by=request.actor,
            at=request.received_at,
        )
        messages.success(request, _("Registered."))
        return redirect("registers-premise", done.pk)

    facts = {"of_class": of_class, "area": area, "back": _place_url(area)}
    return _asked(request, form, made, facts)


@staff_only
def change(request: Visit, key: UUID) -> HttpResponse:
    """Correct what is different; the rest keeps its source and its age."""
    found = access.premise_for(request.actor, key)
    access.must_keep(request.actor, found.place)
    form = _form(request, found.of_class, found.place, known_of(found))

    def made() -> HttpResponse:
        register.change(
            found,
            form.told(),
            source=Source(form.cleaned_data["source"]),
            on=today(request.received_at),
            by=request.actor,
            at=request.received_at,
        )
        messages.success(request, _("Written down. What you left alone is as it was."))
        return redirect("registers-premise", found.pk)

    back = reverse("registers-premise", args=[key])
    facts = {"of_class": found.of_class, "premise": found, "back": back}
    return _asked(request, form, made, facts)


def _form(
    visit: Visit, of_class: str, area: Area, known: Mapping[str, object]
) -> PremiseForm:
    given = [visit.POST] if visit.method == "POST" else []
    beside = _rooms_of(visit, area)
    return PremiseForm(classes.of(of_class), beside, _units(visit, area), known, *given)


def _rooms_of(visit: Visit, area: Area) -> list[Room]:
    if area.kind != Kind.BUILDING:
        return []
    seen = rooms.visible_rooms(visit.actor).filter(building=area)
    return list(seen.filter(in_force(today(visit.received_at))))


def _units(visit: Visit, area: Area) -> list[Organisation]:
    seen = staff.visible_organisations(visit.actor)
    near = seen.filter(area__path__in=list(ancestors(area.path)), closed_on=None)
    return list(near.order_by("name")[:MOST_UNITS])


def _asked(
    visit: Visit,
    form: PremiseForm,
    made: Callable[[], HttpResponse],
    facts: dict[str, object],
) -> HttpResponse:
    status = 200
    if visit.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return made()
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    told = {**facts, "form": form}
    return render(visit, "registers/premise_form.html", told, status=status)


def _place_url(area: Area) -> str:
    is_building = area.kind == Kind.BUILDING
    name = "registers-building" if is_building else "registers-compound"
    return reverse(name, args=[area.pk])


@staff_only
@require_POST
def act(request: Visit, key: UUID, act: str) -> HttpResponse:
    """Confirm or close a premise, read who answers, appeal against its tier, decide."""
    found = access.premise_for(request.actor, key)
    if act not in _ACTS:
        raise Http404
    form = _FORMS.get(act, forms.Form)(request.POST)
    if not form.is_valid():
        return _file(request, found, form=form, status=422)
    try:
        return _ACTS[act](request, found, form)
    except Refusal as refusal:
        steps.let_through(refusal)
        status = status_of(refusal)
        if act not in _FORMS:
            messages.error(request, wording.in_words(refusal))
            return _file(request, found, status=status)
        form.add_error(None, wording.in_words(refusal))
        return _file(request, found, form=form, status=status)


def _confirm(visit: Visit, found: Premise, form: forms.Form) -> HttpResponse:
    del form
    at = visit.received_at
    register.confirm(found, on=today(at), by=visit.actor, at=at)
    messages.success(visit, _("Confirmed: all of it is still so."))
    return redirect("registers-premise", found.pk)


def _close(visit: Visit, found: Premise, form: forms.Form) -> HttpResponse:
    del form
    at = visit.received_at
    register.close(found, on=today(at), by=visit.actor, at=at)
    messages.success(visit, _("Closed. Its file stays, without who answered for it."))
    return redirect("registers-premise", found.pk)


def _contact(visit: Visit, found: Premise, form: forms.Form) -> HttpResponse:
    del form
    purpose = visit.POST.get("purpose", "")
    shown = contacts.reveal(
        found, purpose=purpose, by=visit.actor, at=visit.received_at
    )
    return _file(visit, found, shown=shown)


def _appeal(visit: Visit, found: Premise, form: forms.Form) -> HttpResponse:
    appeal.ask(found, form.cleaned_data["why"], by=visit.actor, at=visit.received_at)
    messages.success(visit, _("Written down. Another person will decide."))
    return redirect("registers-premise", found.pk)


def _decide(visit: Visit, found: Premise, form: forms.Form) -> HttpResponse:
    at = visit.received_at
    waiting = found.appeals.filter(decided_at=None).first()
    if waiting is None:
        raise Refusal("tier-appeal-decided")
    answer = Answer(form.cleaned_data["granted"], form.cleaned_data["why"])
    appeal.decide(waiting, answer, on=today(at), by=visit.actor, at=at)
    messages.success(visit, _("Decided."))
    return redirect("registers-premise", found.pk)


_FORMS: dict[str, type[forms.Form]] = {"appeal": AppealForm, "decide": DecideForm}
_ACTS: dict[str, Callable[[Visit, Premise, forms.Form], HttpResponse]] = {
    "confirm": _confirm,
    "close": _close,
    "contact": _contact,
    "appeal": _appeal,
    "decide": _decide,
}
