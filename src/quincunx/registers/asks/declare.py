"""A table of a unit above is declared once: its form read, each column answered."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal, privacy, vault
from quincunx.foundation.actors import Actor
from quincunx.lib import xlsx_forms
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import clip, line
from quincunx.registers import fields
from quincunx.registers.asks import access, heads, likeness
from quincunx.registers.asks.models import (
    LONGEST_NAME,
    LONGEST_SAID,
    Ask,
    Every,
    State,
)
from quincunx.staff.models import Organisation

LEAST_SAID = 4  # characters of a purpose, of a legal basis
LEFT_EMPTY, NEW = "", "new"


@dataclass(frozen=True)
class Said:
    """Who asks, what for, on what basis, how often, and what answers each column.

    `columns` is the field by place of the column; `chosen` the filters of the rows.
    """

    name: str
    unit: Organisation
    purpose: str
    basis: str
    area: Area
    rows: str
    every: str = Every.ONCE
    columns: Mapping[int, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


@transaction.atomic
def begin(name: str, content: bytes, area: Area, *, by: Actor, at: datetime) -> Ask:
    """Read a blank form and keep it, sealed; nothing is asked of anybody yet."""
    access.area_for(by, area.pk)
    named = clip(line(Path(name).stem), LONGEST_NAME)
    blank = xlsx_forms.read(content, named)
    found = heads.find(blank)
    ask = Ask(
        name=named or blank.sheet,
        area=area,
        sheet=blank.sheet,
        head=found.row,
        foot=found.foot,
        columns=[{"at": c.at, "name": c.name, "field": ""} for c in found.columns],
        made_by_id=access.person_of(by),
        made_at=at,
    )
    sealed = base64.b64encode(content).decode()
    ask.form = vault.seal(ask.subject, "form", sealed)
    ask.save(force_insert=True)
    _write(ask, "begin-ask", by, at)
    return ask


def content_of(ask: Ask) -> bytes:
    """Return the blank form as it came."""
    plain = vault.open_sealed(ask.subject, "form", bytes(ask.form))
    return base64.b64decode(plain)


def likeliest_rows(ask: Ask) -> str:
    """Return what its rows most likely are: whose fields answer most columns."""
    names = [column["name"] for column in ask.columns]

    def fit(rows: fields.Rows) -> int:
        known = fields.of(rows.code)
        return sum(1 for code in likeness.suggest(names, known) if code)

    return max(fields.every(), key=fit).code


def suggested(ask: Ask, rows: str) -> dict[int, str]:
    """Return by place of the column the field that most likely answers it."""
    names = [column["name"] for column in ask.columns]
    codes = likeness.suggest(names, fields.of(rows))
    places = [column["at"] for column in ask.columns]
    found = dict(zip(places, codes, strict=True))
    return {
        at: "" if _forbidden(name, rows) else found[at]
        for at, name in zip(places, names, strict=True)
    }


@transaction.atomic
def save(ask: Ask, said: Said, *, by: Actor, at: datetime) -> Ask:
    """Say once what answers a form; from now on it is answered with one press."""
    ask = Ask.objects.select_for_update().get(pk=access.draft_for(by, ask.pk).pk)
    access.area_for(by, said.area.pk)
    rows = fields.rows(said.rows)
    ask.columns = [_mapped(each, said) for each in ask.columns]
    if not any(code != likeness.NUMBER for _at, code in ask.answered):
        raise Refusal("ask-answers-nothing")
    ask.chosen = {
        key: code
        for key, code in said.chosen.items()
        if code in rows.filters.get(key, ())
    }
    ask.name = clip(line(said.name), LONGEST_NAME) or ask.name
    ask.purpose, ask.basis = _said("purpose", said.purpose), _said("basis", said.basis)
    ask.unit, ask.area, ask.rows = said.unit, said.area, said.rows
    ask.every, ask.since, ask.until = Every(said.every), said.since, said.until
    ask.state = State.STANDS
    ask.save()
    _write(ask, "declare-ask", by, at)
    return ask


@transaction.atomic
def end(ask: Ask, *, by: Actor, at: datetime) -> Ask:
    """End a table nobody asks for any more; its ledger stays, its form is destroyed."""
    ask = Ask.objects.select_for_update().get(pk=access.ask_for(by, ask.pk).pk)
    if ask.state == State.ENDED or not access.may_declare(by):
        raise Refusal("ask-settled", ask=ask.name)
    if ask.state == State.DRAFT:
        vault.erase(ask.subject)
        ask.delete()
        return ask
    ask.state = State.ENDED
    vault.erase(ask.subject)
    ask.save(update_fields=["state"])
    _write(ask, "end-ask", by, at)
    return ask


def _mapped(column: dict[str, object], said: Said) -> dict[str, object]:
    """Return a column with what answers it; refuses a field that is not there."""
    code = said.columns.get(int(str(column["at"])), LEFT_EMPTY)
    known = {each.code for each in fields.of(said.rows)}
    if code not in known | {LEFT_EMPTY, likeness.NUMBER}:
        raise Refusal("ask-field-unknown", column_name=column["name"])
    word = _forbidden(str(column["name"]), said.rows)
    if code and word:
        raise Refusal("ask-forbidden", column_name=column["name"], word=word)
    return {**column, "field": code}


def _forbidden(name: str, rows: str) -> str:
    of_people = fields.rows(rows).persons or rows == "households"
    return privacy.forbidden_word(name, of_people=of_people)


def _said(part: str, text: str) -> str:
    told = clip(line(text), LONGEST_SAID)
    if len(told) < LEAST_SAID:
        raise Refusal("ask-says-too-little", ask_part=part, least=LEAST_SAID)
    return told


def _write(ask: Ask, act: str, by: Actor, at: datetime) -> None:
    facts = {"area": ask.area_id, "unit": ask.unit_id, "columns": len(ask.columns)}
    journal.record(ask.subject, act, by=by, at=at, facts=facts)
