"""The duty roster of a house: who is there, who is missing, what is handed on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from quincunx.foundation import wording
from quincunx.foundation.statuses import status_of
from quincunx.lib.refusal import Refusal
from quincunx.staff import feeds, roster
from quincunx.staff.hours import Want
from quincunx.staff.models import Organisation, Person, Shift
from quincunx.staff.roster import LONGEST_NOTE, Turn
from quincunx.web.shell.fields import Listed
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.shell.words import weekday

DAYS = 7
MOST_READS = 120  # of calendar addresses, an hour and address
HOUR = 3_600
LONGEST_NUMBERS = 400


class TurnForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    begins = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Not after the beginning: on the next morning."),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )

    def __init__(self, people: list[Person], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        rows = {person.pk: person for person in people}
        names = [(person.pk, person.name) for person in people]
        self.fields["person"] = Listed(rows, names, label=_("Who"))
        self.order_fields(["person", "day", "begins", "ends"])

    def turn(self) -> Turn:
        told, zone = self.cleaned_data, get_default_timezone()
        starts = datetime.combine(told["day"], told["begins"], zone)
        after = timedelta(days=told["ends"] <= told["begins"])
        return Turn(
            told["person"],
            starts,
            datetime.combine(told["day"] + after, told["ends"], zone),
        )


class WantForm(forms.Form):
    """When somebody is wanted: one window for some days of the week."""

    begins = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"), min_value=1, max_value=50, initial=1
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        monday = date(2024, 1, 1)
        days = [(n, weekday(monday + timedelta(days=n))) for n in range(7)]
        self.fields["weekdays"] = forms.TypedMultipleChoiceField(
            label=_("On which days"),
            coerce=int,
            choices=days,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["weekdays", "begins", "ends", "people"])


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What the next shift must know"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cases = forms.CharField(
        label=gettext_lazy("Numbers of open cases"),
        help_text=gettext_lazy("With blanks between."),
        max_length=LONGEST_NUMBERS,
        required=False,
    )


@dataclass(frozen=True)
class Day:
    day: date
    shifts: list[Shift]


@staff_only
def rosters(request: Visit) -> HttpResponse:
    """Begin at one's own house, or at the list of houses one may look at."""
    actor = request.actor
    seen = [h for h in roster.houses(actor) if roster.may_see(actor, h)]
    own = [house for house in seen if house.pk in actor.units]
    if len(seen) == 1 or (len(own) == 1 and "all" not in request.GET):
        return redirect("staff-roster", (own or seen)[0].code)
    facts = {"houses": seen, "has_feed": feeds.has_one(actor)}
    return render(request, "staff/rosters.html", facts)


@staff_only
def house_roster(request: Visit, code: str) -> HttpResponse:
    return _page(request, _house(request, code))


def _house(visit: Visit, code: str) -> Organisation:
    house = roster.house_for(visit.actor, code)
    if not roster.may_see(visit.actor, house):
        raise Refusal("no-such-organisation", unit=code)
    return house


def _page(
    visit: Visit,
    house: Organisation,
    *,
    said: str = "",
    status: int = 200,
    shown: Mapping[str, Any] | None = None,
) -> HttpResponse:
    at, actor = visit.received_at, visit.actor
    first = _first(visit)
    shifts = list(roster.shifts_of(house, first, DAYS))
    people = list(roster.people_of(house, first))
    days = [
        Day(day, [s for s in shifts if _touches(s, day)])
        for day in (first + timedelta(days=n) for n in range(DAYS))
    ]
    mine = [s for s in roster.now_on_duty(house, at) if s.person_id == actor.person]
    facts = {
        "house": house,
        "days": days,
        "now_there": roster.now_on_duty(house, at),
        "gaps": roster.gaps_of(house, first, DAYS),
        "wanted": house.duty_hours.exists(),
        "open_notes": roster.open_notes(house),
        "last_notes": roster.last_notes(house),
        "mine": mine[0] if mine else None,
        "people": people,
        "may_plan": roster.may_plan(actor, house),
        "form": TurnForm(people, initial={"day": first}),
        "want_form": WantForm(),
        "note_form": NoteForm(),
        "before": first - timedelta(days=DAYS),
        "after": first + timedelta(days=DAYS),
        "has_feed": feeds.has_one(actor),
        "said": said,
        **(shown or {}),
    }
    return render(visit, "staff/roster.html", facts, status=status)


def _first(visit: Visit) -> date:
    """Return the Monday of the week that is asked for, else of this one."""
    try:
        asked = date.fromisoformat(visit.GET.get("from", ""))
    except ValueError:
        asked = today(visit.received_at)
    near = today(visit.received_at)
    asked = min(max(asked, near - timedelta(days=3_660)), near + timedelta(days=3_660))
    return asked - timedelta(days=asked.weekday())


def _touches(shift: Shift, day: date) -> bool:
    zone = get_default_timezone()
    begins = datetime.combine(day, time(), zone)
    return shift.starts < begins + timedelta(days=1) and shift.ends > begins


@require_POST
@staff_only
def plan(request: Visit, code: str) -> HttpResponse:
    house = _house(request, code)
    people = list(roster.people_of(house, today(request.received_at)))
    form = TurnForm(people, request.POST)
    return _done(
        request,
        house,
        form,
        lambda: roster.plan(house, form.turn(), **_doing(request)),
        {"form": form},
    )


@require_POST
@staff_only
def want(request: Visit, code: str) -> HttpResponse:
    """Add hours in which a house wants people, or clear them all."""
    house = _house(request, code)
    if "clear" in request.POST:
        roster.want(house, [], **_doing(request))
        return redirect("staff-roster", code)
    form = WantForm(request.POST)

    def kept() -> object:
        told = form.cleaned_data
        new = Want(
            frozenset(told["weekdays"]), told["begins"], told["ends"], told["people"]
        )
        there = [
            Want(frozenset(row.weekdays), row.begins, row.ends, row.people)
            for row in house.duty_hours.order_by("pk")
        ]
        return roster.want(house, [*there, new], **_doing(request))

    return _done(request, house, form, kept, {"want_form": form})


@require_POST
@staff_only
def shift_act(request: Visit, key: int, act: str) -> HttpResponse:
    """Do one act on a shift: drop it, ask for a swap, answer one, hand over."""
    shift = roster.shift_for(request.actor, key)
    form = NoteForm(request.POST) if act == "hand-over" else forms.Form(request.POST)
    deeds: Mapping[str, Callable[[], object]] = {
        "drop": lambda: roster.drop(shift, **_doing(request)),
        "ask": lambda: roster.ask_swap(
            shift, _other(request, shift), **_doing(request)
        ),
        "agree": lambda: roster.answer_swap(shift, agreed=True, **_doing(request)),
        "decline": lambda: roster.answer_swap(shift, agreed=False, **_doing(request)),
        "hand-over": lambda: roster.hand_over(
            shift,
            form.cleaned_data["text"],
            form.cleaned_data["cases"].split(),
            **_doing(request),
        ),
    }
    if act not in deeds:
        raise Refusal("unknown-act", act=act)
    shown = {"note_form": form} if act == "hand-over" else {}
    return _done(request, shift.organisation, form, deeds[act], shown)


def _other(visit: Visit, shift: Shift) -> Person:
    key = visit.POST.get("person", "")
    on = today(shift.starts)
    people = roster.people_of(shift.organisation, on)
    found = people.filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise Refusal("no-such-person", person=key)
    return found


@require_POST
@staff_only
def confirm(request: Visit, key: int) -> HttpResponse:
    shift = roster.shift_for(request.actor, key)
    note, form = roster.note_of(shift), forms.Form(request.POST)
    house = shift.organisation
    return _done(
        request, house, form, lambda: roster.confirm(note, **_doing(request)), {}
    )


@require_POST
@staff_only
def feed(request: Visit) -> HttpResponse:
    """Make an address for one's calendar, shown once; or end it."""
    if "end" in request.POST:
        feeds.end(**_doing(request))
        messages.success(request, _("The calendar address opens nothing any more."))
        return redirect("staff-rosters")
    secret = feeds.make(**_doing(request))
    url = request.build_absolute_uri(reverse("staff-feed", args=[secret]))
    return render(request, "staff/feed.html", {"url": url})


def feed_file(request: Visit, secret: str) -> HttpResponse:
    """Give a calendar the shifts behind its secret; needs no account."""
    _count(request)
    told = feeds.calendar(secret, request.received_at)
    answer = HttpResponse(told, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'attachment; filename="roster.ics"'
    return answer


def _count(visit: Visit) -> None:
    """Refuse whoever tries addresses by the hundred."""
    hour = int(visit.received_at.timestamp()) // HOUR
    key = f"feed:{visit.META.get('REMOTE_ADDR', '')}:{hour}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, HOUR)
    if tries > MOST_READS:
        raise Refusal("too-many-tries", most=MOST_READS)


def _doing(visit: Visit) -> dict[str, Any]:
    return {"by": visit.actor, "at": visit.received_at}


def _done(
    visit: Visit,
    house: Organisation,
    form: forms.Form,
    deed: Callable[[], object],
    shown: Mapping[str, Any],
) -> HttpResponse:
    """Do it and show the roster, or the roster with what is wrong."""
    if not form.is_valid():
        return _page(visit, house, status=422, shown=shown)
    try:
        deed()
    except Refusal as refusal:
        said = wording.in_words(refusal)
        return _page(visit, house, said=said, status=status_of(refusal), shown=shown)
    messages.success(visit, _("Done."))
    return redirect("staff-roster", house.code)
