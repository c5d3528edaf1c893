"""A pack's files changed matter by matter: everything else stays as it was written.

Plain texts in, plain texts out. Comments and order of a file are kept.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import NO_WORDS

PACK = "pack.toml"
Files = Mapping[str, str]


@dataclass(frozen=True)
class ConditionText:
    """A filing condition as a form tells it; without a limit it is taken out."""

    code: str
    name: Mapping[str, str]
    closing: Mapping[str, str]
    limit: str
    sample: Mapping[str, str] = NO_WORDS


@dataclass(frozen=True)
class MatterText:
    """What a form tells of a matter; what it does not tell stays."""

    name: Mapping[str, str]
    standard: Mapping[str, str]
    unit: str
    process: str
    conditions: Sequence[ConditionText]
    sample: Mapping[str, str] = NO_WORDS


def codes(files: Files) -> dict[str, str]:
    """Return the file in which each matter stands."""
    return {
        str(row.get("code")): name
        for name, text in files.items()
        for row in _rows(_read(name, text))
    }


def table(files: Files, code: str) -> dict[str, Any]:
    """Return a matter as plain values, or refuse one the pack lacks."""
    plain: dict[str, Any] = _find(_read_of(files, code), code).unwrap()
    return plain


def rewritten(files: Files, code: str, told: MatterText) -> dict[str, str]:
    """Return the files with one matter as it is told now."""
    document = _read_of(files, code)
    row = _find(document, code)
    _say(row, "name", told.name)
    _say(row, "standard", told.standard)
    _say(row, "sample", told.sample)
    for key, value in (("unit", told.unit), ("process", told.process)):
        if value and row.get(key) != value:
            row[key] = value
    _rewrite_conditions(row, told.conditions)
    return {**files, codes(files)[code]: tomlkit.dumps(document)}


def removed(files: Files, code: str) -> dict[str, str]:
    """Return the files without one matter."""
    document = _read_of(files, code)
    rows = document["matter"]
    rows.remove(_find(document, code))
    return {**files, codes(files)[code]: tomlkit.dumps(document)}


def text_of(files: Files, name: str) -> str:
    """Return the text of a file, or refuse one the pack lacks."""
    if name not in files:
        raise Refusal("no-such-pack-file", file=name)
    return files[name]


def replaced(files: Files, name: str, text: str) -> dict[str, str]:
    """Return the files with one of them written anew; refuse what is no TOML."""
    text_of(files, name)
    _read(name, text)
    return {**files, name: text}


def dated(files: Files, on: date) -> dict[str, str]:
    """Return the files of a version that holds from a day."""
    document = _read(PACK, files.get(PACK, ""))
    if not isinstance(document.get("pack"), MutableMapping):
        document["pack"] = tomlkit.table()
    document["pack"]["valid-from"] = on
    return {**files, PACK: tomlkit.dumps(document)}


def _rewrite_conditions(row: Any, told: Sequence[ConditionText]) -> None:
    there = {str(each.get("code")): each for each in _rows(row, "condition")}
    for each in told:
        known = there.get(each.code)
        if known is not None and not each.limit:
            row["condition"].remove(known)
        elif known is not None:
            _say(known, "name", each.name)
            _say(known, "closing", each.closing)
            _say(known, "sample", each.sample)
            if known.get("limit") != each.limit:
                known["limit"] = each.limit
        elif each.limit:
            new = tomlkit.table()
            new["code"], new["limit"] = each.code, each.limit
            _say(new, "name", each.name)
            _say(new, "closing", each.closing)
            _say(new, "sample", each.sample)
            if not isinstance(row.get("condition"), list):
                row["condition"] = tomlkit.aot()
            row["condition"].append(new)


def _say(row: Any, key: str, words: Mapping[str, str]) -> None:
    """Put words into a table, language by language, where they differ."""
    if not any(words.values()):
        return
    if not isinstance(row.get(key), MutableMapping):
        row[key] = tomlkit.inline_table()
    for language, text in words.items():
        if text and row[key].get(language) != text:
            row[key][language] = text


def _read_of(files: Files, code: str) -> TOMLDocument:
    name = codes(files).get(code)
    if name is None:
        raise Refusal("no-such-matter", matter=code)
    return _read(name, files[name])


def _read(name: str, text: str) -> TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise Refusal("pack-file-not-toml", file=name, fault=str(error)) from error


def _rows(table: Any, key: str = "matter") -> list[Any]:
    """Return the tables of a list; whatever else stands there is named as a fault."""
    told = table.get(key, [])
    rows = told if isinstance(told, list) else []
    return [row for row in rows if isinstance(row, MutableMapping)]


def _find(document: TOMLDocument, code: str) -> Any:
    return next(row for row in _rows(document) if row.get("code") == code)
