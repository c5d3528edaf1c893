"""One form field for each kind of fact, so that a new act needs no new form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quincunx.cases import access, milestones
from quincunx.cases.clocks import terms_of
from quincunx.cases.models import Attachment, Case
from quincunx.cases.shown import photos_of
from quincunx.cases.vocabulary import Act, Stage
from quincunx.foundation import wording
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact
from quincunx.lib.clocks import LimitUnit
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.matters.models import Condition, Matter
from quincunx.staff.models import Organisation
from quincunx.staff.queries import in_charge, names_of
from quincunx.staff.roles import Role
from quincunx.web.cases import assigning
from quincunx.web.cases.offers import likely_matters, ready_texts
from quincunx.web.cases.standard import milestone_name
from quincunx.web.shell import lists, words
from quincunx.web.shell.case_words import CHOICES, FACTS, HINTS, UNITS_OF_TIME
from quincunx.web.shell.evidence import EVIDENCE
from quincunx.web.shell.fields import Files, Listed, ManyFiles, Written
from quincunx.web.shell.places import today

MOST_CHOICES = 7
MOST_LISTED = 500
REWRITTEN = {(Act.RELEASE, "text")}  # one begins with what was reported
ABOUT_IT = {Act.FLAG_CONFLICT}  # whom the complaint is of
RATINGS = tuple((n, str(n)) for n in range(1, 6))


@dataclass(frozen=True)
class Asked:
    """About which case, for which act, by whom and when a form asks."""

    act: str
    case: Case
    actor: Actor
    at: datetime

    @cached_property
    def matters(self) -> dict[int, Matter]:
        path, on = self.case.care_path, today(self.at)
        return {m.pk: m for m in catalogue.matters_in(path, on)}

    @cached_property
    def conditions(self) -> dict[int, tuple[Matter, Condition]]:
        book = catalogue.book()
        return {
            condition.pk: (matter, condition)
            for matter in self.matters.values()
            for condition, _ in catalogue.conditions(matter, self.at, within=book)
        }


Fields = Mapping[str, forms.Field]
Maker = Callable[[Fact, Asked], Fields]


def _about(fact: Fact, asked: Asked) -> dict[str, Any]:
    """Return label, hint and whether it must be told, alike for every kind."""
    return {
        "label": FACTS.get(fact.name, fact.name),
        "help_text": HINTS.get((asked.act, fact.name), ""),
        "required": fact.required,
    }


def _text(fact: Fact, asked: Asked) -> Fields:
    box = forms.Textarea(attrs={"rows": 4})
    field = Written(max_length=fact.most, widget=box, **_about(fact, asked))
    field.offers = ready_texts(asked.act, asked.case, asked.at)
    if (asked.act, fact.name) in REWRITTEN:
        field.initial = asked.case.text
    return {fact.name: field}


def _line(fact: Fact, asked: Asked) -> Fields:
    return {fact.name: forms.CharField(max_length=fact.most, **_about(fact, asked))}


def _choice(fact: Fact, asked: Asked) -> Fields:
    named = [(code, CHOICES.get(code, code)) for code in fact.choices]
    if len(named) > MOST_CHOICES:
        return {fact.name: forms.ChoiceField(choices=named, **_about(fact, asked))}
    field = forms.ChoiceField(
        choices=named, widget=forms.RadioSelect, **_about(fact, asked)
    )
    return {fact.name: field}


def _offered(asked: Asked) -> QuerySet[Organisation]:
    """Open units; the one complained of only where the act is about just that."""
    units = lists.units(asked.actor)
    return units if asked.act in ABOUT_IT else assigning.without(asked.case, units)


def _unit(fact: Fact, asked: Asked) -> Fields:
    find = reverse("case-units", args=[asked.case.number])
    if asked.act in ABOUT_IT:
        find = reverse("units-find")
    field = lists.sought(_offered(asked), find=find, **_about(fact, asked))
    if asked.act in assigning.ASSIGNS:
        assigning.tell(field, asked.actor, asked.case, asked.at)
    return {fact.name: field}


def _units(fact: Fact, asked: Asked) -> Fields:
    rows, cut = lists.carried(_offered(asked), MOST_LISTED)
    about = _about(fact, asked)
    if cut:
        about["help_text"] = _("Only the first %(n)d are listed.") % {"n": MOST_LISTED}
    field = forms.TypedMultipleChoiceField(
        choices=[(pk, unit.name) for pk, unit in rows.items()],
        coerce=lambda key: rows[int(key)],
        empty_value=[],
        widget=forms.SelectMultiple(attrs={"size": 6}),
        **about,
    )
    return {fact.name: field}


def _person(fact: Fact, asked: Asked) -> Fields:
    find, seen = reverse("members-find"), lists.members(asked.actor, asked.at)
    return {fact.name: lists.sought(seen, find=find, **_about(fact, asked))}


def _matter(fact: Fact, asked: Asked) -> Fields:
    names = [(pk, words.local(m.name)) for pk, m in asked.matters.items()]
    field = Listed(asked.matters, names, **_about(fact, asked))
    field.initial = asked.case.matter_id
    field.offers = likely_matters(asked.case.text, asked.case.care_path, asked.at)
    return {fact.name: field}


def _condition(fact: Fact, asked: Asked) -> Fields:
    rows = {pk: condition for pk, (_, condition) in asked.conditions.items()}
    names = [
        (pk, f"{words.local(matter.name)}: {words.local(condition.name)}")
        for pk, (matter, condition) in asked.conditions.items()
    ]
    field = Listed(rows, names, **_about(fact, asked))
    field.widget.attrs["data-follows"] = "id_matter"
    field.initial = asked.case.condition_id
    return {fact.name: field}


def _milestone(fact: Fact, asked: Asked) -> Fields:
    terms = terms_of(asked.case)
    open_still = {m.code for m in milestones.of(asked.case) if m.reached_at is None}
    named = [
        (each.code, milestone_name(each))
        for each in (terms.milestones if terms else ())
        if each.code in open_still
    ]
    field = forms.ChoiceField(
        choices=named, widget=forms.RadioSelect, **_about(fact, asked)
    )
    return {fact.name: field}


def _date(fact: Fact, asked: Asked) -> Fields:
    day = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return {fact.name: forms.DateField(widget=day, **_about(fact, asked))}


def _number(fact: Fact, asked: Asked) -> Fields:
    field = forms.TypedChoiceField(
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        **_about(fact, asked),
    )
    return {fact.name: field}


def _limit(fact: Fact, asked: Asked) -> Fields:
    terms = terms_of(asked.case)
    handle = terms.limits.get(Stage.HANDLE) if terms else None
    unit = handle.unit if handle else LimitUnit.NATURAL_DAY
    about = _about(fact, asked)
    told = [_("In %(unit)s.") % {"unit": UNITS_OF_TIME[unit]}, _decides(asked)]
    about["help_text"] = " ".join(filter(None, told))
    box = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    amount = forms.IntegerField(min_value=1, max_value=999, widget=box, **about)
    hidden = forms.CharField(widget=forms.HiddenInput, initial=str(unit))
    return {fact.name: amount, f"{fact.name}_unit": hidden}


def _decides(asked: Asked) -> str:
    """Name who decides on more time; nothing while nobody is there. Three queries."""
    people = in_charge(Role.DISPATCHER, asked.case.desk_path, asked.at)
    names = pgettext("between two things", ", ").join(names_of(people))
    return _("%(names)s decides.") % {"names": names} if names else ""


def _files(fact: Fact, asked: Asked) -> Fields:
    picker = ManyFiles(
        attrs={"multiple": True, "accept": "image/*,application/pdf"},
    )
    about = _about(fact, asked)
    about["help_text"] = _("Pictures or PDF, at most %(n)d.") % {"n": fact.most}
    kinds = forms.ChoiceField(
        label=_("They show"),
        choices=[(k, EVIDENCE[k]) for k in EVIDENCE if k not in ("text", "reading")],
        initial="photo-after",
        required=False,
    )
    return {
        fact.name: Files(widget=picker, **about),
        f"{fact.name}_kind": kinds,
    }


def _photos(fact: Fact, asked: Asked) -> Fields:
    """Let one choose among the pictures of the case that this act is about."""
    wanted = asked.act == Act.HIDE_PHOTOS
    rows = {p.pk: p for p in photos_of(asked.case) if p.public is wanted}
    field = forms.TypedMultipleChoiceField(
        choices=[(pk, _pictured(asked, photo)) for pk, photo in rows.items()],
        coerce=lambda key: rows[int(key)],
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        **_about(fact, asked),
    )
    return {fact.name: field}


def _pictured(asked: Asked, photo: Attachment) -> str:
    told = (EVIDENCE[photo.kind], words.day_short(photo.at))
    named = pgettext("between two things", ", ").join(map(str, told))
    source = reverse("case-paper", args=[asked.case.number, photo.file_id])
    return format_html('<img class="pick" src="{}" alt=""> {}', source, named)


class CaseNumber(forms.CharField):
    """Another case, by its number."""

    def __init__(self, asked: Asked, **about: Any) -> None:
        super().__init__(max_length=30, **about)
        self.asked = asked
        self.widget.attrs["class"] = "short"

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        try:
            return access.case_for(self.asked.actor, number.strip())
        except Refusal as refusal:
            raise ValidationError(wording.in_words(refusal)) from refusal


def _case(fact: Fact, asked: Asked) -> Fields:
    return {fact.name: CaseNumber(asked, **_about(fact, asked))}


MAKERS: Mapping[str, Maker] = {
    "milestone": _milestone,
    "text": _text,
    "line": _line,
    "choice": _choice,
    "unit": _unit,
    "units": _units,
    "person": _person,
    "matter": _matter,
    "condition": _condition,
    "date": _date,
    "number": _number,
    "limit": _limit,
    "files": _files,
    "photos": _photos,
    "case": _case,
}


def fields_for(fact: Fact, asked: Asked) -> Fields:
    """Return the fields that ask for one fact; none for what a door fills in itself."""
    make = MAKERS.get(fact.kind)
    return make(fact, asked) if make else {}
