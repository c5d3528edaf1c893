"""One step of a border draft as a form: what is done, to which area, and where.

Corners stand in a text, one a line, so that a border can be drawn without a map; the
map writes them there as well.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import mapping

from quincunx.areas import access
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Kind
from quincunx.areas.propose import LONGEST_REASON, LONGEST_TITLE
from quincunx.foundation.actors import Actor
from quincunx.lib.rings import surface
from quincunx.web.shell import lists
from quincunx.web.shell.fields import Listed

Ring = list[list[float]]

ACTS = (
    ("redraw", gettext_lazy("Draw its border anew; neighbours follow")),
    ("shift", gettext_lazy("Move a corner in all outlines that have it")),
    ("split", gettext_lazy("Split it by a line")),
    ("merge", gettext_lazy("Merge it with neighbours")),
    ("found", gettext_lazy("Found a grid in it")),
    ("move", gettext_lazy("Put it under another area")),
    ("rename", gettext_lazy("Call it otherwise")),
    ("close", gettext_lazy("Close it")),
)
NEEDS = {
    "redraw": ("area", "corners"),
    "shift": ("corners",),
    "split": ("area", "corners"),
    "merge": ("area", "others", "name"),
    "found": ("area", "name", "corners"),
    "move": ("area", "parent"),
    "rename": ("area", "name"),
    "close": ("area",),
}
_BELOW = {3: Kind.COMPOSITE, 4: Kind.MICRO}  # what is founded in a community, a grid
LEAST = {"redraw": 3, "found": 3, "split": 2, "shift": 2}
MOST_CORNERS = 20_000  # characters hold about 700 corners on a screen
MOST_AREAS = 2_000


class DraftForm(forms.Form):
    """What a draft is called, why, and from which day."""

    title = forms.CharField(label=gettext_lazy("In one line"), max_length=LONGEST_TITLE)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever approves reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.DateField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("A day to come."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class StepForm(forms.Form):
    act = forms.ChoiceField(
        label=gettext_lazy("What changes"),
        choices=ACTS,
        widget=forms.RadioSelect,
        initial="redraw",
    )
    name = forms.CharField(
        label=gettext_lazy("New name"),
        help_text=gettext_lazy("For the parts of a split: one name a line."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    corners = forms.CharField(
        label=gettext_lazy("Corners"),
        help_text=gettext_lazy(
            "One a line: longitude, latitude. Drawing on the map writes them here. A"
            " hole, or a piece apart, stands after an empty line. To move a corner:"
            " where it is, then where it goes."
        ),
        max_length=MOST_CORNERS,
        widget=forms.Textarea(
            attrs={"rows": 6, "class": "mono", "inputmode": "decimal"}
        ),
        required=False,
    )

    def __init__(self, actor: Actor, on: date, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        seen = lists.areas(actor).filter(in_force(on)).exclude(kind=Kind.BUILDING)
        rows = {area.pk: area for area in seen.order_by("path")[:MOST_AREAS]}
        names = [(pk, area.name) for pk, area in rows.items()]
        for field, label in (
            ("area", _("Which area")),
            ("parent", _("Under which area")),
        ):
            self.fields[field] = Listed(rows, names, label=label, required=False)
        self.fields["others"] = forms.TypedMultipleChoiceField(
            label=_("With which neighbours"),
            choices=names,
            coerce=int,
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 6}),
        )
        self.order_fields(["act", "area", "others", "parent", "name", "corners"])

    def clean_corners(self) -> list[Ring]:
        return rings(self.cleaned_data["corners"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        act = told.get("act", "")
        for field in NEEDS.get(act, ()):
            if not told.get(field) and field not in self.errors:
                self.add_error(field, _("This is needed here."))
        least = LEAST.get(act, 0)
        if any(len(ring) < least for ring in told.get("corners") or [[]]):
            said = _("At least %(n)s corners are needed.") % {"n": least}
            self.add_error("corners", said)
        return told

    def step(self) -> dict[str, Any]:
        """Return the step as a draft tells it."""
        told, act = self.cleaned_data, self.cleaned_data["act"]
        drawn: list[Ring] = told["corners"]
        line = drawn[0] if drawn else []
        border = mapping(surface(drawn)) if least_of(act) >= 3 else None
        area: Area | None = told["area"]
        key = area.pk if area else 0
        names = [line.strip() for line in told["name"].splitlines() if line.strip()]
        facts: dict[str, dict[str, Any]] = {
            "redraw": {"area": key, "border": border},
            "shift": {"from": line[:1], "to": line[1:2]},
            "split": {"area": key, "line": line, "names": names},
            "merge": {"areas": [key, *told["others"]], "name": " ".join(names)},
            "found": {
                "parent": key,
                "level": area.level + 1 if area else 0,
                "kind": _BELOW.get(area.level if area else 0, Kind.TERRITORY).value,
                "name": " ".join(names),
                "border": border,
            },
            "move": {"area": key, "parent": told["parent"] and told["parent"].pk},
            "rename": {"area": key, "name": " ".join(names)},
            "close": {"area": key},
        }
        if act == "shift":
            facts[act] = {"from": line[0], "to": line[1]}
        return {"act": act, **facts[act]}


def shown_with() -> dict[str, list[str]]:
    """Return the fields each act is told by; a split may name its parts."""
    return {act: list(needed) for act, needed in NEEDS.items()} | {
        "split": [*NEEDS["split"], "name"]
    }


def least_of(act: str) -> int:
    """Return how many corners an act needs: three and more draw a surface."""
    return LEAST.get(act, 0)


def rings(text: str) -> list[Ring]:
    """Return the rings written in a text, one corner a line, an empty line between."""
    found: list[Ring] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(_corner(line))
        elif found[-1]:
            found.append([])
    return [ring for ring in found if ring]


def _corner(line: str) -> list[float]:
    parts = line.replace("，", ",").replace("\t", ",").split(",")
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError as error:
        said = _("“%(line)s” is no corner. Write longitude, latitude.")
        raise ValidationError(said % {"line": line[:40]}) from error
    return [lon, lat]


def known(actor: Actor, keys: Sequence[int]) -> dict[int, str]:
    """Return the names of areas that steps speak of."""
    rows = access.visible(actor).filter(pk__in=keys)
    return dict(rows.values_list("pk", "name"))
