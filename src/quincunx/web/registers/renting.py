"""Rental houses: what is let, what is declared, and the worker who was at the door."""

import re
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.registers import access as rooms
from quincunx.registers.people import queries as people
from quincunx.registers.people.access import must_reach, must_work_at
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import access, let, queries, settle
from quincunx.registers.renting.declare import shown
from quincunx.registers.renting.models import Declaration
from quincunx.registers.renting.settle import Found
from quincunx.registers.renting.vocabulary import REASONS, Act
from quincunx.web.shell import steps
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

KEY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _reasons() -> list[tuple[str, str]]:
    return [(code, wording.say("declaration_why", code)) for code in REASONS]


class LandlordForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a landlord", "Name of the landlord"), max_length=60
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=24, required=False
    )


class RefusalForm(forms.Form):
    why = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=_reasons, widget=forms.RadioSelect
    )


class DoorForm(forms.Form):
    """What was found at the door; only what is otherwise is typed."""

    def __init__(
        self,
        declaration: Declaration,
        there: tuple[people.Shown, ...],
        *given: Any,
    ) -> None:
        super().__init__(*given)
        self.declared = shown(declaration)
        if declaration.act == Act.MOVE_OUT:
            self.fields["leaving"] = forms.TypedMultipleChoiceField(
                label=_("Who has left"),
                choices=[(each.key, each.masks["name"]) for each in there],
                coerce=UUID,
                widget=forms.CheckboxSelectMultiple,
            )
            return
        for n, masks in enumerate(self.declared):
            self._ask(n, masks)

    def _ask(self, n: int, masks: dict[str, str]) -> None:
        who = {"who": masks["name"]}
        self.fields[f"there-{n}"] = forms.BooleanField(
            label=_("%(who)s was there") % who, initial=True, required=False
        )
        for field, longest in (("name", 60), ("phone", 24), ("number", 24)):
            self.fields[f"{field}-{n}"] = forms.CharField(
                label=f"{masks['name']}: {wording.say('fields', field)}",
                help_text=_("Declared: %(mask)s. Write it only if it is otherwise.")
                % {"mask": masks.get(field) or _("nothing")},
                max_length=longest,
                required=False,
            )

    def found(self) -> Found:
        told = self.cleaned_data
        if "leaving" in told:
            return Found({}, leaving=told["leaving"])
        otherwise = {
            n: Person(told[f"name-{n}"], told[f"phone-{n}"], told[f"number-{n}"])
            for n in range(len(self.declared))
        }
        absent = {n for n in otherwise if not told[f"there-{n}"]}
        return Found(otherwise, frozenset(absent))


@staff_only
def houses(request: Visit) -> HttpResponse:
    """List what was declared and waits, and what is let."""
    must_reach(request.actor)
    after = request.GET.get("after", "")
    start = UUID(after) if KEY.fullmatch(after) else None
    facts = {
        "declared": queries.waiting(request.actor, on=today(request.received_at)),
        "page": queries.houses(request.actor, start),
    }
    return _unkept(request, "registers/renting.html", facts, 200)


@staff_only
def let_room(request: Visit, key: int) -> HttpResponse:
    """Note that a room is let, and by whom."""
    room = rooms.room_for(request.actor, key)
    must_work_at(request.actor, room.building)
    form = LandlordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = let.let(
                    room.building,
                    room,
                    Person(**form.cleaned_data),
                    by=request.actor,
                    at=request.received_at,
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                return redirect("renting-house", made.pk)
    facts = {"room": room, "form": form}
    return _unkept(request, "registers/renting_let.html", facts, status)


@staff_only
def house(request: Visit, key: UUID) -> HttpResponse:
    """Show what is let, its landlord masked, its leases; end the letting."""
    found = access.house_for(request.actor, key)
    if request.method == "POST":
        try:
            let.end(found, by=request.actor, at=request.received_at)
        except Refusal as refusal:
            messages.error(request, wording.in_words(refusal))
        else:
            messages.success(request, _("Let no more. The sheet leads nowhere now."))
        return redirect("renting-house", key)
    facts = {
        "house": found,
        "landlord": let.landlord_of(found),
        "facts": found.facts,
        "leases": found.leases.order_by("-since", "-pk")[:50],
        "declared": queries.waiting(
            request.actor, on=today(request.received_at), house=found
        ),
    }
    return _unkept(request, "registers/renting_house.html", facts, 200)


@staff_only
def sheet(request: Visit, key: UUID) -> HttpResponse:
    """Show the sheet for the door, to be printed."""
    found = access.house_for(request.actor, key)
    if found.until is not None:
        raise Refusal("no-such-rental-house")
    link = request.build_absolute_uri(reverse("rent", args=[found.code]))
    facts = {"house": found, "link": link, "qr": _qr(link)}
    return _unkept(request, "registers/renting_sheet.html", facts, 200)


@staff_only
def declaration(request: Visit, key: UUID) -> HttpResponse:
    """Show what was declared, masked; confirm it at the door once, or refuse it."""
    found = access.declaration_for(request.actor, key)
    there: tuple[people.Shown, ...] = ()
    if found.act == Act.MOVE_OUT:
        at = found.house
        there = people.of_place(request.actor, at.building, at.room)
    act, given = request.POST.get("act", ""), request.POST
    form = DoorForm(found, there, *([given] if act == "confirm" else []))
    refusing = RefusalForm(given if act == "refuse" else None)
    status = 200
    if request.method == "POST":
        status = 422
        used: forms.Form = refusing if act == "refuse" else form
        if used.is_valid():
            try:
                return _settle(request, found, form, refusing)
            except Refusal as refusal:
                steps.let_through(refusal)
                used.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
    facts = {"declaration": found, "form": form, "refusing": refusing}
    return _unkept(request, "registers/renting_declaration.html", facts, status)


def _settle(
    visit: Visit, found: Declaration, form: DoorForm, refusing: RefusalForm
) -> HttpResponse:
    by: Any = {"by": visit.actor, "at": visit.received_at}
    if refusing.is_bound:
        settle.refuse(found, refusing.cleaned_data["why"], **by)
        messages.success(visit, _("Refused. Whoever declared it reads why."))
    else:
        settle.confirm(found, form.found(), **by)
        messages.success(visit, _("Confirmed at the door. The declaration is erased."))
    return redirect("renting")


def _qr(link: str) -> SafeString:
    drawn = segno.make(link, error="m").svg_inline(omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us, of our own address


def _unkept(
    visit: Visit, template: str, facts: dict[str, Any], status: int
) -> HttpResponse:
    answer = render(visit, template, facts, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
