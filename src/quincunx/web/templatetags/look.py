"""The components of the look, as tags: icons, chips, fields, times in words."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Textarea,
)
from django.template.context import RequestContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quincunx.areas import basemap
from quincunx.foundation import wording
from quincunx.lib.clocks import Limit
from quincunx.matters import words as in_words
from quincunx.web.shell import words
from quincunx.web.shell.evidence import EVIDENCE

register = template.Library()
SPRITE = Path(__file__).parents[1] / "templates" / "look" / "icons.html"
ICONS = frozenset(re.findall(r'id="i-([\w-]+)"', SPRITE.read_text()))


@register.filter
def one_line(text: str) -> str:
    """Return a text without the breaks and blanks that a template lays around it."""
    return " ".join(text.split())


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Return an icon of the sprite; the word that says it stands beside it.

    A pack of another city may name one that we have not drawn: it gets a paper.
    """
    drawn = name if name in ICONS else "doc"
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="#i-{}"/></svg>', size, drawn
    )


@register.simple_tag
def chip(tone: str, name: str, word: str) -> SafeString:
    """Return a status chip: icon, word and colour, always all three."""
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(name), word)


@register.simple_tag
def due_chip(due: words.Due | None, *, short: bool = False) -> SafeString | str:
    """Return a deadline in words, with the clock time unless there is no room."""
    if due is None:
        return ""
    small = (
        "" if short or not due.clock else format_html(" <small>{}</small>", due.clock)
    )
    return format_html(
        '<span class="due {}" title="{}">{}<span>{}{}</span></span>',
        due.tone,
        due.clock,
        icon(due.icon),
        due.text,
        small,
    )


def _now(context: RequestContext) -> datetime:
    request = context.get("request")
    return getattr(request, "received_at", None) or timezone.now()


@register.simple_tag(takes_context=True)
def due(
    context: RequestContext, at: datetime | None, *, short: bool = False
) -> SafeString | str:
    """Return the chip of a deadline that runs on the wall clock."""
    return due_chip(words.due(at, _now(context)), short=short) if at else ""


@register.simple_tag(takes_context=True)
def moment(context: RequestContext, when: datetime | None) -> SafeString | str:
    """Return a moment in words, its full form behind it."""
    if when is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        when.isoformat(),
        words.moment_full(when),
        words.moment(when, _now(context)),
    )


@register.simple_tag(takes_context=True)
def ago(context: RequestContext, when: datetime | None) -> str:
    return words.ago(when, _now(context)) if when else ""


@register.filter
def day(on: date | datetime | None) -> str:
    return words.day(on) if on else ""


@register.filter
def day_short(on: date | datetime | None) -> str:
    return words.day_short(on) if on else ""


@register.filter
def day_full(on: date | datetime | None) -> str:
    return words.day_full(on) if on else ""


@register.filter
def clock(when: datetime | None) -> str:
    return words.clock(when) if when else ""


@register.filter
def moment_full(when: datetime | None) -> str:
    return words.moment_full(when) if when else ""


@register.filter
def span(length: timedelta | None) -> str:
    return "" if length is None else words.span(length)


@register.filter
def span_long(length: timedelta | None) -> str:
    return "" if length is None else words.span_long(length)


@register.filter
def limit(of: Limit | str | None) -> str:
    """Return a limit in words, from its value or as it is stored."""
    if not of:
        return ""
    return in_words.limit(Limit.parse(of) if isinstance(of, str) else of)


@register.filter
def local(name: Mapping[str, str] | None) -> str:
    """Return a name that has several languages in the one that is active."""
    return words.local(name) if name else ""


@register.filter
def percent(share: float | None) -> str:
    """Return a part of one in hundredths, to a tenth."""
    return "" if share is None else f"{share * 100:.1f} %"


@register.filter
def evidence(kind: str) -> str:
    """Return what a picture or paper shows."""
    return str(EVIDENCE.get(kind, kind))


@register.filter
def say(value: object, fact: str) -> str:
    """Return a code in the words its room has registered."""
    return wording.say(fact, value) if value else ""


@register.filter
def many(field: BoundField) -> bool:
    """Say whether a field is a group of choices, shown as radio buttons or boxes."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def lone(field: BoundField) -> bool:
    """Say whether a field is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Return the input of a field, tied to its hint and its error."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    classes = "in-s" if isinstance(widget, Select) else "in-t"
    if widget.attrs.get("size_is") == "short":
        classes += " short"
    told: dict[str, Any] = {
        "class": f"{classes} {widget.attrs.get('class', '')}".strip()
    }
    if isinstance(widget, CheckboxInput):
        told = {}
    if isinstance(widget, Textarea):
        told.setdefault("rows", 4)
    describes = [
        f"{field.auto_id}_{part}"
        for part, there in (("hint", field.help_text), ("error", field.errors))
        if there
    ]
    if describes:
        told["aria-describedby"] = " ".join(describes)
    return field.as_widget(attrs=told)


@register.simple_tag(takes_context=True)
def base_map(context: RequestContext) -> SafeString | str:
    """Return what a map panel is told of the base map, and let its page fetch it."""
    found = basemap.current()
    if found is None:
        return ""
    context["request"].draws_from = found.hosts
    told: dict[str, Any] = {"kind": "raster", "tiles": found.addresses}
    if found.archive:
        told = {
            "kind": found.archive.kind,
            "archive": reverse("base-map"),
            "zoom": (found.archive.least, found.archive.most),
            "layers": found.archive.layers,
        }
    return format_html('data-base="{}" data-system="{}"', json.dumps(told), found.datum)


@register.simple_tag
def base_credit() -> SafeString | str:
    """Return whose the base map is, for a corner of the map."""
    found = basemap.current()
    if found is None or not found.credit:
        return ""
    return format_html('<p class="credit">{}</p>', found.credit)


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: object) -> str:
    """Return the query of this page with some of its parts changed or dropped."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    query.pop("after", None) if "after" not in changes else None
    return f"?{query.urlencode()}" if query else "?"
