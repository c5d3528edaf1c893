"""A declared table is answered with one press, and the press is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.models import new_id
from quincunx.lib import xlsx_forms
from quincunx.lib.refusal import Refusal
from quincunx.lib.xlsx_forms import Filling
from quincunx.registers import fields
from quincunx.registers.asks import access, declare, minutes
from quincunx.registers.asks.likeness import NUMBER
from quincunx.registers.asks.models import Answer, Ask, How, State
from quincunx.registers.exchange import extract, release
from quincunx.registers.exchange.release import Wish
from quincunx.registers.exchange.vocabulary import MARK
from quincunx.registers.fields import Field, Line, Opening, Rows, Value, Wanted

MOST_BY_HAND = 100_000  # rows


@dataclass(frozen=True)
class Filled:
    """The sender's own workbook, filled in, and its line of the ledger."""

    content: bytes
    answer: Answer


@dataclass(frozen=True)
class Known:
    """What the registers know for a table: values by row and column, and their age."""

    rows: Sequence[Sequence[tuple[int, Value]]]
    empty: Mapping[int, int]
    oldest: date | None
    persons: int


def press(ask: Ask, seconds: float, *, by: Actor, at: datetime) -> Filled:
    """Fill a table in from what one sees, after the taking is written down.

    `seconds` is how long its page was open. Columns with personal fields are opened
    for the purpose of the table; above 500 persons another person must have agreed.
    """
    ask = access.ask_for(by, ask.pk)
    if ask.state != State.STANDS or not access.may_answer(by):
        raise Refusal("ask-not-now", ask=ask.name)
    rows = fields.rows(ask.rows)
    lines = _lines(ask, rows, by, at)
    persons = len(lines) if _personal(ask) else 0
    wish = Wish("ask", str(ask.pk), ask.name, ask.area, persons, ask.purpose)
    with transaction.atomic():
        if release.used(wish, by=by, at=at):
            with translation.override(_language(ask)):
                spent = minutes.measured(seconds)
                return _taken(ask, rows, lines, spent, Opening(by, at))
    raise release.ask(wish, by=by, at=at)


@transaction.atomic
def by_hand(ask: Ask, rows: int, *, by: Actor, at: datetime) -> Answer:
    """Write down that somebody filled in what no register has; time is estimated."""
    ask = access.ask_for(by, ask.pk)
    count = len(ask.columns) - len(ask.answered)
    if ask.state != State.STANDS or not access.may_answer(by) or not count:
        raise Refusal("ask-not-now", ask=ask.name)
    if not 1 <= rows <= MOST_BY_HAND:
        raise Refusal("ask-rows-unfit", most=MOST_BY_HAND)
    made = Answer.objects.create(
        ask=ask,
        how=How.HAND,
        rows=rows,
        fields=count,
        seconds=minutes.by_hand(rows, count),
        by_id=access.person_of(by),
        at=at,
    )
    _write(made, "filled-by-hand", by, at)
    return made


def _language(ask: Ask) -> str:
    """Return the language of a form, whatever its answerer reads."""
    told = "".join(column["name"] for column in ask.columns)
    return "zh-hans" if any("一" <= letter <= "鿿" for letter in told) else "en"


def _lines(ask: Ask, rows: Rows, by: Actor, at: datetime) -> list[Line]:
    wanted = _wanted(ask, at)
    lines = list(islice(rows.ask(by, wanted), xlsx_forms.MOST_ROWS + 1))
    if len(lines) > xlsx_forms.MOST_ROWS:
        raise Refusal("too-many-rows", file=ask.name, most=xlsx_forms.MOST_ROWS)
    return lines


def _wanted(ask: Ask, at: datetime) -> Wanted:
    return Wanted(ask.area.path, localdate(at), ask.chosen, ask.since, ask.until)


def _columns(ask: Ask) -> list[tuple[int, Field | None]]:
    """Return place and field of each column that is answered; None counts the rows."""
    known = {each.code: each for each in fields.of(ask.rows)}
    return [
        (at, None if code == NUMBER else known[code])
        for at, code in ask.answered
        if code == NUMBER or code in known
    ]


def _personal(ask: Ask) -> list[str]:
    return [f.fact for _at, f in _columns(ask) if f is not None and f.personal]


def _taken(
    ask: Ask, rows: Rows, lines: list[Line], seconds: int, opening: Opening
) -> Filled:
    known = _known(ask, rows, lines, opening)
    told = [at for at, field in _columns(ask) if field is not None]
    made = Answer(
        id=new_id(),
        ask=ask,
        how=How.PRESS,
        rows=len(lines),
        fields=len(told),
        seconds=seconds,
        spared=minutes.by_hand(len(lines), len(told)),
        empty={str(at): known.empty.get(at, 0) for at in told},
        oldest=known.oldest,
        persons=known.persons,
        by_id=access.person_of(opening.by),
        at=opening.at,
    )
    made.save(force_insert=True)
    _write(made, "taken-out", opening.by, opening.at)
    filling = _filling(ask, known, made, opening)
    return Filled(xlsx_forms.fill(declare.content_of(ask), filling, ask.name), made)


def _known(ask: Ask, rows: Rows, lines: list[Line], opening: Opening) -> Known:
    columns, labels = _columns(ask), _personal(ask)
    wanted = _wanted(ask, opening.at)
    sums = {
        field.code: field.gather(opening.by, wanted)
        for _at, field in columns
        if field is not None and field.gather is not None
    }
    opened: Mapping[Any, fields.Names] = {}
    if labels and rows.open is not None:
        opened = rows.open(lines, labels, opening)
    told: list[list[tuple[int, Value]]] = []
    empty: dict[int, int] = {}
    oldest: str = ""
    for number, line in enumerate(lines, start=1):
        key, facts = rows.key(line), rows.known(line)
        row: list[tuple[int, Value]] = []
        for at, field in columns:
            value = number if field is None else _value(field, line, key, sums, opened)
            if value is None:
                empty[at] = empty.get(at, 0) + 1
                continue
            row.append((at, value))
            checked = facts.get(field.fact, {}).get("checked", "") if field else ""
            oldest = min(filter(None, (oldest, checked)), default="")
        told.append(row)
    day = date.fromisoformat(oldest) if oldest else None
    return Known(told, empty, day, len(opened))


def _value(
    field: Field,
    line: Line,
    key: Any,
    sums: Mapping[str, Mapping[int, int]],
    opened: Mapping[Any, fields.Names],
) -> Value:
    if field.gather is not None:
        return sums[field.code].get(key, 0)
    if field.personal:
        told = opened.get(key, {}).get(field.fact)
        return told.removeprefix("+86") if told and field.type == "phone" else told
    return field.tell(line) if field.tell is not None else None


def _filling(ask: Ask, known: Known, made: Answer, opening: Opening) -> Filling:
    moment = localtime(opening.at).strftime("%Y-%m-%d %H:%M")
    mark = f"{opening.by.name} {moment} {made.pk}".replace("&", "&&")[:250]
    count = range(1, len(known.rows) + 1)
    return Filling(
        ask.sheet,
        ask.head,
        max(each["at"] for each in ask.columns),
        ask.foot,
        known.rows,
        mark,
        str(MARK),
        [extract.mark_of(made.pk, number) for number in count],
        (_("How it was answered")[:31], _told(ask, made, opening, moment)),
    )


def _told(
    ask: Ask, made: Answer, opening: Opening, moment: str
) -> list[tuple[str, str]]:
    """Return the rows of the sheet that says how a table was answered."""
    oldest = made.oldest.isoformat() if made.oldest else _("not known")
    head = [
        (_("Asked by"), ask.unit.name if ask.unit else ""),
        (_("What for"), ask.purpose),
        (_("Legal basis"), ask.basis),
        (_("Answered by"), f"{opening.by.name} {moment}"),
        (_("Rows"), str(made.rows)),
        (_("Oldest fact confirmed on"), oldest),
    ]
    return [*head, *((told["name"], say) for told, say in of_columns(ask, made))]


def of_columns(ask: Ask, made: Answer | None) -> list[tuple[dict[str, Any], str]]:
    """Return each column with what answers it, and how many rows it left empty."""
    known = {each.code: each for each in fields.of(ask.rows)}
    told = []
    for column in ask.columns:
        field = known.get(column["field"])
        if column["field"] == NUMBER:
            said = _("running number")
        elif field is None:
            said = _("left empty: no register has it")
        else:
            said = fields.said(field.words)
            empty = made.empty.get(str(column["at"]), 0) if made else 0
            if empty and made:
                share = {
                    "n": empty,
                    "of": made.rows,
                    "share": -(-100 * empty // made.rows),
                }
                more = ngettext(
                    "unknown in %(n)s of %(of)s rows (%(share)s %%)",
                    "unknown in %(n)s of %(of)s rows (%(share)s %%)",
                    made.rows,
                )
                said = f"{said}; {more % share}"
        told.append((column, said))
    return told


def last(ask: Ask) -> Answer | None:
    """Return how it was answered the last time."""
    pressed = ask.answers.filter(how=How.PRESS).order_by("-id")
    return pressed.select_related("by").first()


def _write(made: Answer, act: str, by: Actor, at: datetime) -> None:
    facts = {
        "ask": str(made.ask_id),
        "rows": made.rows,
        "fields": made.fields,
        "persons": made.persons,
    }
    journal.record(made.subject, act, by=by, at=at, facts=facts)


def answer_for(actor: Actor, key: UUID) -> Answer:
    found = access.visible_answers(actor).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-ask")
    return found
