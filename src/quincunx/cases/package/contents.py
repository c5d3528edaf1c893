"""The case as its package tells it: facts, acts in order, clocks, calls, verdicts.

No contact of the reporter and no name of a member of staff stands in it. What is said
stands beside the salt of its commitment, so that an outsider can hold it against the
journal; what was erased, and who the parties to an agreement are, is withheld.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from quincunx.cases.clocks import pauses_of, terms_of, whole_limit
from quincunx.cases.models import Call, Case, Clock, Extension, Verdict
from quincunx.cases.package.capacity import Capacities
from quincunx.cases.package.written import Written
from quincunx.foundation.models import Entry
from quincunx.lib import clocks as time
from quincunx.lib.canonical import moment
from quincunx.matters import calendars
from quincunx.matters.processes import Terms
from quincunx.staff.models import Organisation

# Who the parties are is not for the file: the reporter may be one of them.
WITHHELD = frozenset({"parties"})
MEDIA = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
TIMES = (
    "reported_at",
    "established_at",
    "dispatched_at",
    "handled_at",
    "verified_at",
    "told_at",
    "promised_at",
)


def told(written: Written) -> dict[str, Any]:
    """Return the content of `case.json`: plain values, moments in UTC."""
    case, filed_at = written.case, written.package.filed_at
    terms = terms_of(case)
    timeline = _timeline(written)
    calls = _calls(case, filed_at)
    return {
        **_facts(case),
        "filed_at": moment(filed_at),
        "matter": _matter(case, terms),
        "times": {name: _moment(getattr(case, name)) for name in TIMES},
        "timeline": timeline,
        "clocks": [_clock(clock, case) for clock in _clocks(case, filed_at)],
        "calls": calls,
        "extensions": _extensions(case, filed_at),
        "verdicts": _verdicts(case, filed_at),
        "media": _media(written),
        "merged": _merged(case, filed_at),
        "units": _units(_unit_ids(timeline, calls)),
    }


def catalogue_version(case: Case) -> str:
    """Return code and number of the policy pack that the case lives by."""
    terms = terms_of(case)
    return terms.pack if terms else ""


def _facts(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "channel": case.channel,
        "text": case.text,
        "place": case.place,
        "position": [case.lon, case.lat],
        "located": case.located,
        "grid": {"id": case.grid_id, "name": case.grid.name},
        "desk": {"id": case.desk_id, "name": case.desk.name},
        "serves": case.serves,
        "outcome": case.outcome,
        "closed_for": case.closed_for,
        "untold_reason": case.untold_reason,
        "forced": case.forced,
        "overdue": case.overdue,
        "returns": case.returns,
        "reworks": case.reworks,
        "reopenings": case.reopenings,
    }


def _matter(case: Case, terms: Terms | None) -> dict[str, Any] | None:
    if terms is None or case.matter is None or case.condition is None:
        return None
    return {
        "code": terms.code,
        "name": _in_words(case.matter.name),
        "condition": _in_words(case.condition.name),
        "catalogue": terms.pack,
        "tier": terms.tier.value,
        "standard": terms.standard.in_language(settings.LANGUAGE_CODE),
        "closing": terms.closing.in_language(settings.LANGUAGE_CODE),
    }


def _in_words(names: Mapping[str, str]) -> str:
    """Return a pack's name in the language of the house, else in its first one."""
    return names.get(settings.LANGUAGE_CODE) or next(iter(names.values()), "")


# --- the acts ----------------------------------------------------------------------


def _timeline(written: Written) -> list[dict[str, Any]]:
    capacities = Capacities()
    return [
        {
            "seq": contents["seq"],
            "act": contents["act"],
            "at": contents["at"],
            "by": capacities.of(entry),
            "facts": contents["facts"],
            **_said(written, entry),
            "hash": bytes(entry.hash).hex(),
        }
        for entry, contents in zip(written.entries, written.contents, strict=True)
    ]


def _said(written: Written, entry: Entry) -> dict[str, Any]:
    """Return what was said with an act, and the labels of what is withheld."""
    said, withheld = {}, []
    for label in sorted(entry.commitments):
        salt = written.salts.get((entry.pk, label))
        text = written.texts.get((entry.seq, label))
        if salt is None or text is None or label in WITHHELD:
            withheld.append(label)
        else:
            said[label] = {"text": text, "salt": salt.hex()}
    return {"said": said, "withheld": withheld}


def _media(written: Written) -> list[dict[str, Any]]:
    """Return the files of the package; their names tell nothing of who sent them."""
    return [
        {
            "path": f"media/{number:03}-{shown.kind}.{_ending(shown.file.media_type)}",
            "seq": shown.seq,
            "kind": shown.kind,
            "file": str(shown.file_id),
            "sha256": shown.file.sha,
        }
        for number, shown in enumerate(written.shown, start=1)
    ]


def _ending(media_type: str) -> str:
    return MEDIA.get(media_type, media_type.rpartition("/")[2])


# --- the clocks ----------------------------------------------------------------------


def _clocks(case: Case, filed_at: datetime) -> Iterable[Clock]:
    return Clock.objects.filter(case=case, started_at__lte=filed_at).order_by("id")


def _clock(clock: Clock, case: Case) -> dict[str, Any]:
    """Return one run of a clock with every stretch that counted, and that did not."""
    return {
        "stage": clock.stage,
        "limit": clock.limit,
        "extensions": clock.extensions,
        "calendar": clock.calendar,
        "started_at": moment(clock.started_at),
        "stopped_at": _moment(clock.stopped_at),
        "due_at": moment(clock.due_at),
        "overdue": clock.stopped_at is not None and clock.stopped_at > clock.due_at,
        "explained": [_span(span) for span in _explained(clock, case)],
    }


def _explained(clock: Clock, case: Case) -> tuple[time.Span, ...]:
    calendar = calendars.calendar_for(case.care_path, clock.started_at)
    until = clock.stopped_at or clock.due_at
    limit, pauses = whole_limit(clock), pauses_of(clock)
    return time.explain(clock.started_at, until, limit, calendar, pauses)


def _span(span: time.Span) -> dict[str, Any]:
    return {
        "kind": span.kind.value,
        "start": moment(span.start),
        "end": moment(span.end),
        "seconds": int(span.amount.total_seconds()),
    }


# --- who else ------------------------------------------------------------------------


def _calls(case: Case, filed_at: datetime) -> list[dict[str, Any]]:
    rows = Call.objects.filter(case=case, called_at__lte=filed_at).order_by("id")
    return [
        {
            "unit": row.unit_id,
            "kind": row.kind,
            "called_at": moment(row.called_at),
            "arrived_at": _moment(row.arrived_at),
            "opinion": row.opinion,
            "rating_of_unit": row.rating_of_unit,
            "rating_by_unit": row.rating_by_unit,
        }
        for row in rows
    ]


def _extensions(case: Case, filed_at: datetime) -> list[dict[str, Any]]:
    rows = Extension.objects.filter(case=case, asked_at__lte=filed_at).order_by("id")
    return [
        {
            "limit": row.limit,
            "reason": row.reason,
            "asked_at": moment(row.asked_at),
            "decided_at": _moment(row.decided_at),
            "granted": row.granted,
        }
        for row in rows
    ]


def _verdicts(case: Case, filed_at: datetime) -> list[dict[str, Any]]:
    rows = Verdict.objects.filter(case=case, said_at__lte=filed_at).order_by("round")
    return [
        {
            "round": row.round,
            "verdict": row.verdict,
            "rating": row.rating,
            "said_at": moment(row.said_at),
        }
        for row in rows
    ]


def _merged(case: Case, filed_at: datetime) -> list[str]:
    rows = Case.objects.filter(merged_into=case, closed_at__lte=filed_at)
    return list(rows.order_by("number").values_list("number", flat=True))


def _unit_ids(timeline: list[dict[str, Any]], calls: list[dict[str, Any]]) -> set[int]:
    found = {call["unit"] for call in calls}
    for act in timeline:
        facts = act["facts"]
        found |= {act["by"]["unit"], facts.get("unit"), *facts.get("units", ())}
    return found - {None}


def _units(ids: set[int]) -> dict[str, dict[str, str]]:
    """Return code and name of the units that the acts name by number."""
    rows = Organisation.objects.filter(pk__in=ids).order_by("pk")
    return {str(row.pk): {"code": row.code, "name": row.name} for row in rows}


def _moment(at: datetime | None) -> str | None:
    return moment(at) if at else None
