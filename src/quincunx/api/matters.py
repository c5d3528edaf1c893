"""The catalogue over the API: matters with their conditions, limits and standards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.things import MatterOut
from quincunx.api.visit import Visit, today
from quincunx.areas import access as areas
from quincunx.areas.tree import EVERYWHERE
from quincunx.matters import catalogue
from quincunx.matters.catalogue import LikelyMatter
from quincunx.matters.definitions import ConditionDefinition
from quincunx.matters.likely import MOST_TEXT
from quincunx.matters.models import Matter

router = Router(tags=["matters"], auth=ANYBODY)


class ConditionOut(Out):
    code: str
    name: Mapping[str, str]
    closing: Mapping[str, str]
    sample: Mapping[str, str]  # empty: that of the matter
    limits: Mapping[str, str]
    urgency: int

    @classmethod
    def of(cls, condition: ConditionDefinition) -> "ConditionOut":
        return cls(
            code=condition.code,
            name=dict(condition.name),
            closing=dict(condition.closing),
            sample=dict(condition.sample),
            limits={stage: str(limit) for stage, limit in condition.limits.items()},
            urgency=condition.urgency,
        )


class EvidenceOut(Out):
    kind: str
    least: int


class StepOut(Out):
    act: str
    level: int | None
    unit: str | None
    limit: str | None


class MatterInFullOut(MatterOut):
    unit: str
    standard: Mapping[str, str]
    sample: Mapping[str, str]  # how a good word on finishing reads; may be empty
    evidence: list[EvidenceOut]
    steps: list[StepOut]
    conditions: list[ConditionOut]
    reopen_days: int


class Words(Schema):
    """What somebody wrote, and the area it is about."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
    grid: int | None = None


class LikelyOut(MatterOut):
    score: float  # a share, 0 to 1
    because: list[str]  # the words that spoke for it

    @classmethod
    def of(cls, found: LikelyMatter) -> "LikelyOut":  # type: ignore[override]  # of a wider thing
        return cls(
            **MatterOut.of(found.matter).model_dump(),
            score=found.score,
            because=list(found.because),
        )


@router.get("/matters", response=list[MatterOut])
def matters(request: Visit, area: int | None = None) -> list[MatterOut]:
    """List the matters that hold in an area today."""
    found = catalogue.matters_in(path_of(request, area), today(request))
    return [MatterOut.of(matter) for matter in found]


@router.get("/matters/likely", response=list[LikelyOut])
def likely_matters(request: Visit, asked: Query[Words]) -> list[LikelyOut]:
    """List up to five matters that the words of a report speak for, and which they are.

    The words are read and not kept.
    """
    path, on = path_of(request, asked.grid), today(request)
    found = catalogue.likely(asked.text, path, on)
    return [LikelyOut.of(each) for each in found]


@router.get("/matters/{code}", response=MatterInFullOut)
def matter(request: Visit, code: str, area: int | None = None) -> MatterInFullOut:
    """Show a matter in full: unit, process, limits, standard and evidence."""
    return _in_full(matter_at(request, code, area), request.received_at)


def matter_at(request: Visit, code: str, area: int | None) -> Matter:
    """Return the matter with `code` that holds in an area today."""
    return catalogue.find(code, path_of(request, area), today(request))


def _in_full(found: Matter, at: datetime) -> MatterInFullOut:
    said = catalogue.definition(found, at)
    return MatterInFullOut(
        **MatterOut.of(found).model_dump(),
        unit=said.unit,
        standard=dict(said.standard),
        sample=dict(said.sample),
        evidence=[EvidenceOut(kind=e.kind, least=e.least) for e in said.evidence],
        steps=[
            StepOut(
                act=step.act,
                level=step.level,
                unit=step.unit,
                limit=str(step.limit) if step.limit else None,
            )
            for step in said.process.steps
        ],
        conditions=[ConditionOut.of(c) for c in said.conditions],
        reopen_days=said.reopen_days,
    )


def path_of(request: Visit, area: int | None) -> str:
    """Return where is asked about: an area, or the whole district."""
    return areas.area_by_key(request.actor, area).path if area else EVERYWHERE
