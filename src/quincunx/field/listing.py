"""People, matters and errands as a telephone keeps them, in both languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from quincunx.areas import access as areas
from quincunx.areas.tree import EVERYWHERE, ancestors
from quincunx.cases import errands
from quincunx.cases.clocks import terms_of
from quincunx.cases.errands import Past, Way
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Case
from quincunx.cases.retire import POSITION_KEPT
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact
from quincunx.lib.initials import initials
from quincunx.matters import catalogue
from quincunx.matters.admission import admitted
from quincunx.matters.book import book
from quincunx.matters.definitions import MatterDefinition
from quincunx.matters.processes import Evidence
from quincunx.staff import queries as staff
from quincunx.staff.kinds import HOUSES
from quincunx.staff.office import day_of


def home(actor: Actor) -> str:
    """Return the path of the narrowest place somebody holds anything in."""
    return max((h.path for h in actor.holdings), key=len, default=EVERYWHERE)


def me(actor: Actor, login: str) -> dict[str, Any]:
    """Return who carries the telephone, and whom they can call. Three queries."""
    path = home(actor)
    house = staff.nearest_of_kind(HOUSES, path) if path else None
    around = areas.visible(actor).filter(path__in=ancestors(path), valid_to=None)
    known = list(around.order_by("-path").values_list("name", "telephone")[:8])
    of_area = next((telephone for _, telephone in known if telephone), "")
    return {
        "person": actor.person,
        "name": actor.name or login,
        "grid": known[0][0] if known else "",
        "house": house.name if house else "",
        "telephone": (house.telephone if house else "") or of_area,
        "acts": {str(act): _act(act) for act in errands.ON_THE_SPOT},
        "calling": [str(act) for act in errands.CALLING],
    }


def _act(act: Act) -> dict[str, Any]:
    """Return what an act is told, and which may follow it before we have heard."""
    facts = [_fact(fact) for fact in LIFECYCLE.row(act).facts]
    return {"facts": facts, "next": [str(each) for each in errands.following(act)]}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "kind": "choice" if fact.choices else fact.kind,
        "required": fact.required,
        "choices": list(fact.choices),
        "most": fact.most,
    }


def matters(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the matters that hold where this actor works. Two queries."""
    on, packs = day_of(at), book()
    listed = set(admitted(on).values_list("pk", flat=True))
    return [
        _matter(
            row.code,
            catalogue.definition(row, at, within=packs),
            on_the_spot=row.pk in listed,
        )
        for row in catalogue.matters_in(home(actor), on, within=packs)
    ]


def _matter(code: str, said: MatterDefinition, *, on_the_spot: bool) -> dict[str, Any]:
    return {
        "code": code,
        "name": dict(said.name),
        "icon": said.icon,
        "tier": str(said.process.tier),
        "spot": on_the_spot and said.process.tier == "on-the-spot",
        "words": list(said.keywords),
        "initials": list(_initials([*said.name.values(), *said.keywords])),
        "standard": dict(said.standard),
        "evidence": _evidence(said.evidence),
        "conditions": [{"code": c.code, "name": dict(c.name)} for c in said.conditions],
    }


def _initials(words: Iterable[str]) -> Iterator[str]:
    """Yield the initials of those that are Chinese."""
    return filter(None, map(initials, words))


def _evidence(wanted: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"kind": str(each.kind), "least": each.least} for each in wanted]


def errands_of(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    return ways(errands.errands(actor, at))


def ways(found: Sequence[Way]) -> list[dict[str, Any]]:
    """Return errands with their histories. Three queries."""
    pasts = errands.histories([way.case for way in found])
    return [_way(way, pasts[way.case.pk]) for way in found]


def _way(way: Way, pasts: Sequence[Past]) -> dict[str, Any]:
    case, terms = way.case, terms_of(way.case)
    return {
        **_case(case),
        "kind": str(way.kind),
        "acts": [str(act) for act in way.acts],
        "text": case.text,
        "grid": case.care.name,
        "unit": case.unit.name if case.unit else "",
        "due": case.deadline,
        "revision": case.revision,
        "standard": dict(terms.standard) if terms else {},
        "sample": dict(terms.sample) if terms else {},
        "evidence": _evidence(terms.evidence) if terms else [],
        "past": [_past(case, each) for each in pasts],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "state": case.state,
        "where": case.place or case.care.name,
        "matter": dict(case.matter.name) if case.matter else {},
        "icon": case.matter.icon if case.matter else "doc",
        "lon": case.lon,
        "lat": case.lat,
    }


def _past(case: Case, past: Past) -> Mapping[str, Any]:
    photos = [reverse("field-picture", args=[case.number, key]) for key in past.photos]
    return {"act": past.act, "at": past.at, "said": past.said, "photos": photos}


def mine(actor: Actor) -> list[dict[str, Any]]:
    """Return one's own reports, and the position that was stored with each."""
    return [
        {
            **_case(case),
            "at": case.reported_at,
            "accuracy": case.accuracy,
            "forgotten": case.reported_at + POSITION_KEPT,
        }
        for case in errands.reported(actor)
    ]
