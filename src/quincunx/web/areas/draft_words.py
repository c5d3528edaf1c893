"""The steps of a draft, said as a person would."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Told = Mapping[str, Any]
Names = Mapping[int, str]


def keys_of(steps: Iterable[Told]) -> list[int]:
    """Return the keys of all areas that steps name."""
    keys: set[int] = set()
    for step in steps:
        named = [step.get("area"), step.get("parent"), *(step.get("areas") or ())]
        keys |= {key for key in named if isinstance(key, int)}
    return sorted(keys)


def said(step: Told, names: Names) -> str:
    """Return one step in words."""
    told = {
        "area": _named(step.get("area"), names),
        "parent": _named(step.get("parent"), names),
        "name": step.get("name", ""),
        "areas": _(", ").join(_named(a, names) for a in step.get("areas") or ()),
        "place": _(", ").join(f"{n:.6f}" for n in step.get("from") or ()),
    }
    words = {
        "redraw": _("%(area)s is drawn anew"),
        "shift": _("The corner at %(place)s is moved"),
        "split": _("%(area)s is split"),
        "merge": _("%(areas)s are merged into %(name)s"),
        "found": _("%(name)s is founded in %(parent)s"),
        "move": _("%(area)s comes under %(parent)s"),
        "rename": _("%(area)s is called %(name)s"),
        "close": _("%(area)s is closed"),
    }
    return words.get(str(step.get("act")), "") % told


def _named(key: Any, names: Names) -> str:
    return names.get(key, str(key)) if isinstance(key, int) else str(key or "")
