"""One address for each act of the lifecycle, made from its row.

`POST /cases/{number}/acts/{act}` with the facts of the act and, if the caller wants to
be told of changes meanwhile, the `revision` it saw.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Model
from ninja import Router, Schema
from pydantic import AwareDatetime, Field, create_model

from quincunx.api.things import CaseOut
from quincunx.api.visit import Visit
from quincunx.cases import access, acts, beside, moments
from quincunx.cases.contacts import ContactDetails
from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.models import Attachment, Case
from quincunx.cases.papers import Shown
from quincunx.cases.shown import photos_of
from quincunx.cases.vocabulary import Act
from quincunx.foundation import files
from quincunx.foundation.actors import Actor
from quincunx.foundation.steps import Fact, Row
from quincunx.lib.clocks import Limit
from quincunx.lib.refusal import Refusal
from quincunx.matters import catalogue
from quincunx.staff import access as staff
from quincunx.staff.office import day_of

router = Router(tags=["acts"])

Code = Annotated[str, Field(min_length=1, max_length=80)]


class FileIn(Schema):
    """A file sent before (`POST /files`), and what it shows."""

    id: UUID
    kind: Literal["photo-before", "photo-after", "document", "agreement"]
    name: Annotated[str, Field(max_length=120)] = ""


class ContactIn(Schema):
    name: Annotated[str, Field(max_length=80)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    disclosure: Literal["platform", "unit"] = "platform"

    def details(self, language: str = "zh-hans") -> ContactDetails:
        return ContactDetails(
            self.name, self.phone, self.email, self.disclosure, language
        )


_SEVERAL: dict[str, Callable[[int], Any]] = {
    "units": lambda most: Annotated[list[Code], Field(max_length=most)],
    "files": lambda most: Annotated[list[FileIn], Field(max_length=most)],
    "photos": lambda most: Annotated[list[UUID], Field(max_length=most)],
}


def type_of(fact: Fact) -> Any:
    """Return what the API takes for a fact."""
    if fact.choices:
        return Literal[fact.choices]
    if fact.kind in {"text", "line"}:
        return Annotated[str, Field(min_length=1, max_length=fact.most)]
    if fact.kind in _SEVERAL:
        return _SEVERAL[fact.kind](fact.most)
    if fact.kind == "number":
        return Annotated[int, Field(ge=1, le=5)]
    return {"date": date, "contact": ContactIn}.get(fact.kind, Code)


def schema_of(row: Row, name: str, **more: Any) -> type[Schema]:
    """Return what an act is told: the facts of its row, and `more`."""
    fields: dict[str, Any] = {
        fact.name: (type_of(fact), ...)
        if fact.required
        else (type_of(fact) | None, None)
        for fact in row.facts
    }
    seen: Any = (int | None, Field(None, ge=0, description="what the caller saw"))
    return create_model(name, __base__=Schema, revision=seen, **more, **fields)


def name_of(row: Row) -> str:
    return "".join(part.capitalize() for part in str(row.act).split("-"))


def _operation(row: Row) -> Callable[..., CaseOut]:
    offline = (AwareDatetime | None, Field(None, description="for acts done offline"))
    schema = schema_of(row, f"{name_of(row)}In", happened_at=offline)
    act = Act(row.act)

    def operation(request: Visit, number: str, told: Any) -> CaseOut:
        case = access.case_for(request.actor, number)
        facts = facts_of(row, case, told, by=request.actor, at=request.received_at)
        when = moments.happened(
            told.happened_at, received=request.received_at, last_act=case.last_act_at
        )
        done = acts.perform(
            act,
            case,
            facts,
            by=request.actor.claiming(when.claimed),
            at=when.at,
            revision=told.revision,
        )
        return CaseOut.of(*beside.known([done]))

    operation.__annotations__ = {
        "request": Visit, "number": str, "told": schema, "return": CaseOut,
    }  # fmt: skip
    operation.__name__ = str(act).replace("-", "_")
    operation.__doc__ = words_of(row)
    return operation


def words_of(row: Row) -> str:
    frm = ", ".join(sorted(row.frm))
    who = ", ".join(sorted({f"{r.role} ({r.relation})" for r in row.rights}))
    to = row.to or "the same state"
    return f"From {frm} to {to}. By {who}."


def facts_of(
    row: Row, case: Case, told: Any, *, by: Actor, at: datetime
) -> dict[str, Any]:
    """Return the facts of an act as it takes them, without those left out."""
    given = {fact.name: getattr(told, fact.name) for fact in row.facts}
    return {
        fact.name: _thing(fact, given, case, by=by, at=at)
        for fact in row.facts
        if given[fact.name] is not None
    }


def _thing(
    fact: Fact, given: dict[str, Any], case: Case, *, by: Actor, at: datetime
) -> Any:
    """Return the thing a code stands for, as far as the actor may see it."""
    value = given[fact.name]
    found: dict[str, Callable[[], Any]] = {
        "unit": lambda: staff.organisation_for(by, value),
        "units": lambda: tuple(staff.organisation_for(by, code) for code in value),
        "person": lambda: staff.person_by_login(by, value, at=at),
        "matter": lambda: catalogue.find(value, case.care_path, day_of(at)),
        "condition": lambda: _condition(given["matter"], value, case, at),
        "case": lambda: access.case_for(by, value),
        "limit": lambda: Limit.parse(value),
        "contact": value.details if isinstance(value, ContactIn) else ContactDetails,
        "files": lambda: shown(value, by),
        "photos": lambda: _photos(case, value),
    }
    return found[fact.kind]() if fact.kind in found else value


def _condition(matter: str, code: str, case: Case, at: datetime) -> Model:
    found = catalogue.find(matter, case.care_path, day_of(at))
    return catalogue.condition(found, code, at)


def shown(given: list[FileIn], by: Actor) -> tuple[Shown, ...]:
    """Return files sent before with what they show; refuses what is not there."""
    return tuple(
        Shown(files.sent_by(by, each.id), each.kind, each.name) for each in given
    )


def _photos(case: Case, keys: list[UUID]) -> tuple[Attachment, ...]:
    """Return photos of a case by the ids of their files; refuses what is not there."""
    found = {each.file_id: each for each in photos_of(case)}
    if not set(keys) <= set(found):
        raise Refusal("not-a-photo", case=case.number)
    return tuple(found[key] for key in dict.fromkeys(keys))


for _row in LIFECYCLE:
    if _row.act in acts.ACTS:
        router.add_api_operation(
            f"/cases/{{number}}/acts/{_row.act}",
            ["POST"],
            _operation(_row),
            response=CaseOut,
        )
