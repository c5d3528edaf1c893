"""Moving into a rental house, or out of it: one page behind the code on the door."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.portal import throttle
from quincunx.portal.visit import Visit
from quincunx.registers.people import sealing
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import access, services
from quincunx.registers.renting import declare as acts
from quincunx.registers.renting.declare import MOST_PEOPLE, Told
from quincunx.registers.renting.models import House
from quincunx.registers.renting.vocabulary import Act, Status, Teller
from quincunx.staff.published import counter

LONGEST_LINES = 800


def _day(label: Any, **more: Any) -> forms.DateField:
    day = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=day, **more)


class DeclarationForm(forms.Form):
    """Who declares, who moves, from when, and how long the lease lasts."""

    act = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=(
            (Act.MOVE_IN, gettext_lazy("Somebody moves in")),
            (Act.MOVE_OUT, gettext_lazy("Somebody moves out")),
        ),
        widget=forms.RadioSelect,
        initial=Act.MOVE_IN,
    )
    teller = forms.ChoiceField(
        label=gettext_lazy("You are"),
        choices=(
            (Teller.TENANT, gettext_lazy("the tenant")),
            (Teller.LANDLORD, gettext_lazy("the landlord")),
        ),
        widget=forms.RadioSelect,
        initial=Teller.TENANT,
    )
    name = forms.CharField(
        label=pgettext_lazy("of a tenant", "Name of the tenant"), max_length=60
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=24, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("Card number"),
        help_text=gettext_lazy("Not required. It saves you being asked at the door."),
        max_length=24,
        required=False,
    )
    others = forms.CharField(
        label=gettext_lazy("Who moves with them"),
        help_text=gettext_lazy(
            "One person a line: the name, and after a space the card number or the"
            " birthday as 2019-05-30, if you like."
        ),
        max_length=LONGEST_LINES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = _day(gettext_lazy("On which day"))
    lease_from = _day(gettext_lazy("The lease begins"), required=False)
    lease_until = _day(gettext_lazy("The lease ends"), required=False)

    def __init__(self, today: date, given: QueryDict | None = None) -> None:
        super().__init__(given, initial={"on": today})
        self.today = today

    def clean_others(self) -> list[Person]:
        lines = [x.strip() for x in self.cleaned_data["others"].splitlines()]
        told = [x for x in lines if x]
        if len(told) >= MOST_PEOPLE:
            raise ValidationError(
                wording.in_words(Refusal("declaration-of-so-many", most=MOST_PEOPLE))
            )
        return [self._person(n, line) for n, line in enumerate(told, 1)]

    def _person(self, n: int, line: str) -> Person:
        name, _gap, last = line.rpartition(" ")
        if not name or not any(c.isdigit() for c in last):
            name, last = line, ""
        try:
            try:
                person = Person(name, born=date.fromisoformat(last))
            except ValueError:
                person = Person(name, number=last)
            return sealing.checked(person, on=self.today)
        except Refusal as refusal:
            said = _("Line %(line)s: %(said)s") % {
                "line": n,
                "said": wording.in_words(refusal),
            }
            raise ValidationError(said) from refusal

    def told(self) -> Told:
        told = self.cleaned_data
        first = Person(told["name"], told["phone"], told["number"])
        return Told(
            Act(told["act"]),
            Teller(told["teller"]),
            told["on"],
            (first, *told["others"]),
            told["lease_from"],
            told["lease_until"],
        )


def declare(request: Visit, code: str) -> HttpResponse:
    """Ask who moves; of who lives there nothing is shown."""
    try:
        house = access.let_by(code)
    except Refusal as refusal:
        throttle.count(request, "rent-guess", throttle.GUESSES)
        if refusal.code != "renting-not-open":
            raise
        facts = {"said": wording.in_words(refusal), "desk": counter()}
        return _unkept(request, "portal/rent_closed.html", facts, status_of(refusal))
    form = DeclarationForm(localdate(request.received_at), request.POST or None)
    status = 200
    if request.method == "POST":
        throttle.count(request, "declare", throttle.DECLARATIONS)
        status = 422
        if form.is_valid():
            try:
                _made, tracking = acts.declare(
                    house, form.told(), at=request.received_at
                )
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
                status = status_of(refusal)
            else:
                return redirect("rent-told", tracking)
    facts = {"form": form, "place": _place(house), "desk": counter(house.building.path)}
    return _unkept(request, "portal/rent.html", facts, status)


def _place(house: House) -> str:
    room = f" {house.room}" if house.room else ""
    return f"{house.building.name}{room}"


def told(request: Visit, code: str) -> HttpResponse:
    """Show how a declaration stands to whoever has its code; let them take it back."""
    try:
        found = access.declared_by(code)
    except Refusal:
        throttle.count(request, "guess", throttle.GUESSES)
        raise
    if request.method == "POST":
        acts.withdraw(found, at=request.received_at)
        return redirect("rent-told", code)
    facts = {
        "declaration": found,
        "code": numbers.grouped(numbers.read_tracking_code(code)),
        "waits": found.status == Status.DECLARED,
        "opens": list(services.known()) if found.act == Act.MOVE_IN else [],
        "desk": counter(),
    }
    return _unkept(request, "portal/rent_told.html", facts, 200)


def _unkept(
    visit: Visit, template: str, facts: dict[str, Any], status: int
) -> HttpResponse:
    answer = render(visit, template, facts, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
