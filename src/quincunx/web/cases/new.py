"""A report taken down by staff: at the counter, on the telephone, on the street."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quincunx.cases import report
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.papers import Shown
from quincunx.cases.placing import Place
from quincunx.cases.report import Report
from quincunx.foundation import files, wording
from quincunx.foundation.actors import Actor
from quincunx.foundation.statuses import status_of
from quincunx.lib.numbers import grouped
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.matters.models import Matter
from quincunx.matters.processes import Tier
from quincunx.web.shell import lists, words
from quincunx.web.shell.fields import Files, Listed, ManyFiles, Sought
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

CHANNELS = (
    ("telephone", gettext_lazy("On the telephone")),
    ("counter", gettext_lazy("At the counter")),
    ("patrol", gettext_lazy("I saw it myself")),
)
DISCLOSURES = (
    ("platform", gettext_lazy("The platform only")),
    ("unit", gettext_lazy("The handling unit may know")),
)
MOST_AREAS = 50  # carried by the page; more are found by typing
DEEPEST_LISTED = 4


class NewReport(forms.Form):
    """What is asked when somebody tells us something."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it reach you?"),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        initial="telephone",
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.CharField(
        label=gettext_lazy("Where, in words"),
        help_text=gettext_lazy("Building, entrance, or what stands beside it."),
        max_length=300,
        required=False,
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)
    result = forms.CharField(
        label=gettext_lazy("Handled already? Say how"),
        help_text=gettext_lazy("Only for matters handled on the spot."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    photos = Files(
        label=gettext_lazy("Photos"),
        widget=ManyFiles(attrs={"multiple": True, "accept": "image/*"}),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the reporter"), max_length=80, required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("To tell them the result."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    disclosure = forms.ChoiceField(
        label=gettext_lazy("Who may know them?"),
        choices=DISCLOSURES,
        widget=forms.RadioSelect,
        initial="platform",
    )

    def __init__(self, visit: Visit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.actor, self.at = visit.actor, visit.received_at
        path, on = home(visit.actor), today(visit.received_at)
        matters = {m.pk: m for m in catalogue.matters_in(path, on)}
        self.fields["matter"] = _matters(matters)
        self.fields["area"] = _areas(visit.actor)
        self.fields["against"] = _units(visit.actor)

    def report(self) -> Report:
        told = self.cleaned_data
        place = Place(
            lon=told["lon"],
            lat=told["lat"],
            accuracy=told["accuracy"],
            area=told["area"].pk if told["area"] else None,
            words=told["place"],
        )
        return Report(
            text=told["text"],
            channel=told["channel"],
            place=place,
            matter=told["matter"],
            contact=self._contact(),
            files=tuple(self._shown()),
            against=told["against"],
        )

    def _contact(self) -> ContactDetails | None:
        told = self.cleaned_data
        if not any(told[field] for field in ("name", "phone", "email")):
            return None
        return ContactDetails(
            told["name"], told["phone"], told["email"], told["disclosure"]
        )

    def _shown(self) -> list[Shown]:
        spot = self.cleaned_data["result"]
        kind = "photo-after" if spot else "photo-before"
        return [
            Shown(files.keep(f.file, name=f.name, by=self.actor, at=self.at), kind)
            for f in self.cleaned_data["photos"]
        ]


def _matters(matters: dict[int, Matter]) -> forms.Field:
    names = [(pk, words.local(m.name)) for pk, m in matters.items()]
    return Listed(
        matters,
        names,
        label=_("Matter"),
        help_text=_("Leave it open if you are not sure."),
        required=False,
    )


def _areas(actor: Actor) -> forms.Field:
    """Let one type into all areas below one's own; the page carries down to grids."""
    seen = lists.areas(actor)
    listed = seen.filter(level__lte=DEEPEST_LISTED)[:MOST_AREAS]
    rows = {area.pk: area for area in listed}
    return Sought(
        rows,
        [(pk, area.name) for pk, area in rows.items()],
        find=reverse("areas-find"),
        get=lambda key: seen.filter(pk=key).first(),
        label=_("Area"),
        help_text=_("If there is no position. Type a part of its name."),
        required=False,
    )


def _units(actor: Actor) -> forms.Field:
    return lists.sought(
        lists.units(actor),
        find=reverse("units-find"),
        label=_("Is it about an organisation?"),
        help_text=_("It will not see the case until the conflict flag is lifted."),
        required=False,
    )


@staff_only
def new(request: Visit) -> HttpResponse:
    """Take a report down, or record what was handled on the spot."""
    if request.method != "POST":
        return _page(request, NewReport(request), 200)
    form = NewReport(request, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        done = _submit(form)
    except Refusal as refusal:
        form.add_error(None, wording.in_words(refusal))
        return _page(request, form, status_of(refusal))
    told = {"number": done.case.number, "code": grouped(done.code)}
    messages.success(
        request, _("Taken down as %(number)s. Code for the reporter: %(code)s.") % told
    )
    return redirect("case", done.case.number)


def _submit(form: NewReport) -> report.Submitted:
    by, at = form.actor, form.at
    told, result = form.report(), form.cleaned_data["result"]
    on_the_spot = told.matter is not None and told.matter.tier == Tier.ON_THE_SPOT
    if result and on_the_spot:
        return report.record(told, result=result, by=by, at=at)
    return report.submit(told, by=by, at=at)


def _page(visit: Visit, form: NewReport, status: int) -> HttpResponse:
    around = ground(home(visit.actor), today(visit.received_at))
    pin = ""
    if form.is_bound and form.data.get("lon"):
        pin = f"{form.data.get('lon')},{form.data.get('lat')}"
    facts = {"form": form, "map": around, "pin": pin}
    return render(visit, "cases/new.html", facts, status=status)
