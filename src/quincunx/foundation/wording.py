"""Refusals and notices put into words, in the language of whoever reads them.

Rooms register their sentences when the program starts; a code without a sentence is
a fault of the program and raises.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from quincunx.lib.refusal import Refusal

Words = str | Promise

_sentences: dict[str, Words] = {}
_names: dict[str, dict[str, Words]] = {}
_notices: dict[str, tuple[Words, Words]] = {}


def add(sentences: Mapping[str, Words]) -> None:
    """Register sentences by code of refusal; `%(fact)s` stands for a fact.

    A room may say in its own words what a lower floor refuses.
    """
    _sentences.update(sentences)


def add_names(fact: str, names: Mapping[str, Words]) -> None:
    """Register what codes are called where they stand as the fact `fact`."""
    _names.setdefault(fact, {}).update(names)


def add_notices(notices: Mapping[str, tuple[Words, Words]]) -> None:
    """Register title and body by kind of notice; `%(fact)s` stands for a fact."""
    _notices.update(notices)


def codes() -> frozenset[str]:
    """Return every code that has a sentence."""
    return frozenset(_sentences)


def sentence(code: str) -> Words:
    """Return the sentence of a code as its room wrote it, facts not filled in."""
    return _sentences[code]


def in_words(refusal: Refusal) -> str:
    """Return what a refusal says, in the language that is active."""
    if refusal.code not in _sentences:
        raise LookupError(f"no sentence for the refusal {refusal}")
    return str(_sentences[refusal.code]) % _said(refusal.facts)


def rows_in_words(refusal: Refusal) -> list[str]:
    """Say of each row why it cannot be taken, where a refusal of a file names several.

    They stand in it as `rows`: pairs of a code and the facts of it.
    """
    rows: Any = refusal.facts.get("rows", [])
    if refusal.code != "rows-wrong":
        return []
    return [in_words(Refusal(code, **facts)) for code, facts in rows]


def notice_in_words(
    kind: str, facts: Mapping[str, Any], language: str = ""
) -> tuple[str, str]:
    """Return title and body of a notice in `language`, else the house's own."""
    if kind not in _notices:
        raise LookupError(f"no words for the notice {kind}")
    title, body = _notices[kind]
    with translation.override(language or settings.LANGUAGE_CODE):
        said = _said(facts)
        return str(title) % said, str(body) % said


def title_for_many(kind: str, facts: Mapping[str, Any], language: str = "") -> str:
    """Return a notice's title for a group, made of these facts only.

    A title that asks for another fact is not said; that there is something, is.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        try:
            return str(_notices[kind][0]) % _said(facts)
        except KeyError:
            return gettext("Something new for you")


def say(fact: str, value: object) -> str:
    """Return one value as it is read: names for codes, local time, a list in words."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return formats.date_format(local, "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return gettext(", ").join(say(fact, each) for each in value)
    return str(_names.get(fact, {}).get(str(value), value))


def _said(facts: Mapping[str, Any]) -> dict[str, str]:
    return {fact: say(fact, value) for fact, value in facts.items()}
