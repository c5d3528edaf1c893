"""Where what a notice tells of is read: a path, made by the door that shows it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

LinkMaker = Callable[[str, Mapping[str, Any]], str]  # a subject's id, and its facts

_makers: dict[tuple[str, str], LinkMaker] = {}


def link_with(about_kind: str, maker: LinkMaker, *, recipient_kind: str = "") -> None:
    """Let `maker` say where subjects of a kind are read, by recipients of a kind."""
    _makers[about_kind, recipient_kind] = maker


def path_to(
    about_kind: str, about_id: str, facts: Mapping[str, Any], recipient_kind: str = ""
) -> str:
    """Return the path of a subject's page; nothing where no door shows it."""
    maker = _makers.get((about_kind, recipient_kind)) or _makers.get((about_kind, ""))
    return maker(about_id, facts) if maker else ""


def address_of(path: str) -> str:
    """Return the whole address of a path, where the installation knows its own."""
    base: str = settings.QUINCUNX_ADDRESS
    return f"{base}{path}" if base and path else ""
