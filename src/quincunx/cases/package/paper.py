"""The printed file: what stands on each line of it, in the language of the house.

Set by typst with the font that `make setup` builds into the program, as PDF/A-2b,
always the same bytes for the same case. Nothing is looked up on the machine.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from quincunx.cases import words
from quincunx.cases.sealed import canonical
from quincunx.cases.vocabulary import Stage
from quincunx.cases.words import say
from quincunx.lib import paper

Told = dict[str, Any]
Row = list[str]

LAYOUT = Path(__file__).with_name("paper.typ")
PICTURES = (".jpg", ".png", ".webp")
MOMENT = "Y-m-d H:i"


def pdf(case: Told, head: str, media: dict[str, bytes]) -> bytes:
    """Return the printed file of a case as it is told in `case.json`.

    `head` is the last hash of its journal; `media` the files shown, by their path.
    Some 20 milliseconds. Refuses `font-missing` rather than print Chinese as boxes.
    """
    pictures = {path: each for path, each in media.items() if path.endswith(PICTURES)}
    with translation.override(settings.LANGUAGE_CODE):
        sheet = _sheet(case, head, list(pictures))
    parts = {
        "sheet.json": canonical(sheet),
        # What a telephone reads off the first page: the number and the head.
        "code.svg": paper.qr(f"{case['number']} {head}"),
        **pictures,
    }
    fonts, at = settings.QUINCUNX_FONTS, _moment(case["filed_at"])
    return paper.pdf(LAYOUT, parts, fonts=fonts, at=at)


def _sheet(case: Told, head: str, pictures: list[str]) -> Told:
    language, _, _script = settings.LANGUAGE_CODE.partition("-")
    filed = localtime(_moment(case["filed_at"]))
    return {
        "title": gettext("File of a case"),
        "number": case["number"],
        "head": head,
        "date": {"year": filed.year, "month": filed.month, "day": filed.day},
        "language": language,
        "region": "cn" if language == "zh" else "gb",
        "code_says": gettext("Number and journal head, to be compared"),
        "cover": _cover(case),
        "sections": [section for section in _sections(case, head) if section["rows"]],
        "photos_title": gettext("Photos"),
        "photos": [
            {"path": each["path"], "caption": _caption(each, case)}
            for each in case["media"]
            if each["path"] in pictures
        ],
        "signatures": [gettext("Filed by, date"), gettext("Checked by, date")],
    }


def _cover(case: Told) -> list[Row]:
    matter = case["matter"] or {}
    rows = (
        (gettext("Matter"), matter.get("name")),
        (gettext("Filing condition"), matter.get("condition")),
        (gettext("Way of handling"), say(words.TIERS, matter.get("tier", ""))),
        (gettext("Catalogue"), matter.get("catalogue")),
        (gettext("Where"), case["place"]),
        (gettext("Grid"), case["grid"]["name"]),
        (gettext("Responsible unit"), _lead(case)),
        (gettext("Reported by"), say(words.CHANNELS, case["channel"])),
        (gettext("Reported at"), _local(case["times"]["reported_at"])),
        (gettext("Outcome"), say(words.CHOICES, case["outcome"])),
        (gettext("Told the result at"), _local(case["times"]["told_at"])),
        (gettext("Not told, because"), case["untold_reason"]),
        (gettext("Filed at"), _local(case["filed_at"])),
    )
    return [[name, value] for name, value in rows if value]


def _sections(case: Told, head: str) -> Iterator[Told]:
    yield _text(gettext("What was reported"), case["text"].splitlines())
    matter = case["matter"] or {"standard": "", "closing": ""}
    done = [part for part in (matter["standard"], matter["closing"]) if part]
    yield _text(gettext("Done means"), done)
    yield _table(
        gettext("What happened"),
        {
            gettext("No."): 5,
            gettext("When"): 16,
            gettext("Who"): 18,
            gettext("What"): 45,
        },
        [_act(act, case) for act in case["timeline"]],
    )
    yield _table(
        gettext("Clocks"),
        {
            gettext("For"): 18,
            gettext("Limit"): 14,
            gettext("From"): 16,
            gettext("To"): 16,
            gettext("Due"): 16,
            gettext("Kept"): 8,
        },
        [_clock(clock) for clock in case["clocks"]],
    )
    yield _pairs(gettext("The time for handling, explained"), list(_explained(case)))
    yield _pairs(
        gettext("Further units"), [_call(call, case) for call in case["calls"]]
    )
    yield _pairs(
        gettext("What the reporter says"),
        [_verdict(each) for each in case["verdicts"]],
    )
    yield _text(gettext("Joined to it"), case["merged"])
    yield _text(gettext("How to check this file"), _how_to_check(head))


def _text(title: str, rows: list[str]) -> Told:
    return {"kind": "text", "title": title, "rows": [row for row in rows if row]}


def _pairs(title: str, rows: list[Row]) -> Told:
    return {"kind": "pairs", "title": title, "rows": rows}


def _table(title: str, widths: dict[str, int], rows: list[Row]) -> Told:
    """Return a table; `widths` are shares of the line by name of the column."""
    return {
        "kind": "table",
        "title": title,
        "header": list(widths),
        "widths": list(widths.values()),
        "rows": rows,
    }


# --- one line of a section ----------------------------------------------------------


def _act(act: Told, case: Told) -> Row:
    coded = [
        say(words.CHOICES, act["facts"][c]) for c in words.CODED if c in act["facts"]
    ]
    said = [each["text"] for each in act["said"].values()]
    done = say(words.DONE, act["act"])
    what = "\n".join([" · ".join([done, *coded]), *said])
    return [str(act["seq"]), _local(act["at"]), _who(act["by"], case), what]


def _who(by: Told, case: Told) -> str:
    known = say(words.ROLES, by["role"]) if by["role"] else say(words.KINDS, by["kind"])
    unit = _unit(by["unit"], case)
    return f"{unit}, {known}" if unit else known


def _clock(clock: Told) -> Row:
    late = gettext("late") if clock["overdue"] else gettext("yes")
    return [
        say(words.STAGES, clock["stage"]),
        " + ".join(_limit(each) for each in (clock["limit"], *clock["extensions"])),
        _local(clock["started_at"]),
        _local(clock["stopped_at"]),
        _local(clock["due_at"]),
        late if clock["stopped_at"] else "",
    ]


def _explained(case: Told) -> Iterator[Row]:
    """Yield every stretch of the time for handling: from, to, and what it did."""
    for clock in case["clocks"]:
        if clock["stage"] == Stage.HANDLE:
            for span in clock["explained"]:
                stretch = f"{_local(span['start'])} – {_local(span['end'])}"
                kind = say(words.SPANS, span["kind"])
                yield [stretch, f"{kind} {_length(span['seconds'])}".strip()]


def _call(call: Told, case: Told) -> Row:
    arrived = _local(call["arrived_at"])
    told = [
        say(words.CALLS, call["kind"]),
        say(words.CHOICES, call["opinion"]),
        gettext("arrived %(time)s") % {"time": arrived} if arrived else "",
    ]
    return [_unit(call["unit"], case), " · ".join(filter(None, told))]


def _verdict(each: Told) -> Row:
    said = say(words.CHOICES, each["verdict"])
    rating = gettext("%(n)d of 5") % {"n": each["rating"]} if each["rating"] else ""
    return [_local(each["said_at"]), " · ".join(filter(None, (said, rating)))]


def _how_to_check(head: str) -> list[str]:
    return [
        gettext(
            "Unpack the package and run verify.py with any Python: it computes every "
            "hash anew and names what was changed."
        ),
        gettext(
            "A package forged as a whole is sound in itself. Compare the head of the "
            "journal with the one its keeper publishes:"
        ),
        head,
    ]


def _caption(shown: Told, case: Told) -> str:
    at = case["timeline"][shown["seq"] - 1]["at"]
    return f"{say(words.SHOWN, shown['kind'])}, {_local(at)}"


# --- words and times ------------------------------------------------------------------


def _lead(case: Told) -> str:
    """Return the unit that handled it last."""
    led = (act["facts"]["unit"] for act in case["timeline"] if "unit" in act["facts"])
    return _unit(next(reversed(list(led)), None), case)


def _unit(key: int | None, case: Told) -> str:
    unit = case["units"].get(str(key))
    return unit["name"] if unit else ""


def _limit(limit: str) -> str:
    amount, _, unit = limit.partition(" ")
    return f"{amount} {say(words.UNITS_OF_TIME, unit)}"


def _length(seconds: int) -> str:
    if not seconds:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    told = {"hours": hours, "minutes": minutes}
    return gettext("%(hours)d h %(minutes)02d") % told


def _local(at: str | None) -> str:
    return date_format(localtime(_moment(at)), MOMENT) if at else ""


def _moment(at: str) -> datetime:
    moment = parse_datetime(at)
    if moment is None:
        raise ValueError(at)
    return moment
