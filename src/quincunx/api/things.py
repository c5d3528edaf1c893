"""What the API shows: cases, areas, matters, organisations, as plain values."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from quincunx.api.shapes import Out
from quincunx.areas.models import Area
from quincunx.cases.models import Case
from quincunx.cases.pages import Deadline, Moment, Offer
from quincunx.cases.vocabulary import State, inner_step_of, step_of, word_of
from quincunx.matters.models import Matter
from quincunx.staff.models import Organisation


class AreaOut(Out):
    id: int
    name: str
    path: str
    level: int
    kind: str
    telephone: str = ""
    valid_from: date
    valid_to: date | None  # the first day without it

    @classmethod
    def of(cls, area: Area) -> "AreaOut":
        return cls(
            id=area.pk,
            name=area.name,
            path=area.path,
            level=area.level,
            kind=area.kind,
            telephone=area.telephone,
            valid_from=area.valid_from,
            valid_to=area.valid_to,
        )


class MatterOut(Out):
    code: str
    name: Mapping[str, str]
    domain: str
    tier: str
    icon: str
    public: bool

    @classmethod
    def of(cls, matter: Matter) -> "MatterOut":
        return cls(
            code=matter.code,
            name=matter.name,
            domain=matter.domain,
            tier=matter.tier,
            icon=matter.icon,
            public=matter.public,
        )


class OrganisationOut(Out):
    code: str
    name: str
    kind: str
    telephone: str

    @classmethod
    def of(cls, unit: Organisation) -> "OrganisationOut":
        return cls(
            code=unit.code, name=unit.name, kind=unit.kind, telephone=unit.telephone
        )


class CaseOut(Out):
    """A case as staff see it; the reporter is never part of it."""

    id: UUID
    number: str
    revision: int
    state: str
    step: str
    inner_step: str
    public_word: str
    tier: str
    channel: str
    text: str
    place: str
    lon: float | None
    lat: float | None
    matter: str | None
    condition: str | None
    grid: AreaOut
    care: AreaOut
    unit: str | None
    urgency: int
    outcome: str
    overdue: bool
    returns: int
    reworks: int
    reopenings: int
    reported_at: datetime
    due_at: datetime | None
    promised_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, case: Case) -> "CaseOut":
        state = State(case.state)
        return cls(
            id=case.pk,
            number=case.number,
            revision=case.revision,
            state=state,
            step=step_of(state),
            inner_step=inner_step_of(state),
            public_word=word_of(state),
            tier=case.tier,
            channel=case.channel,
            text=case.text,
            place=case.place,
            lon=case.lon,
            lat=case.lat,
            matter=case.matter.code if case.matter else None,
            condition=case.condition.code if case.condition else None,
            grid=AreaOut.of(case.grid),
            care=AreaOut.of(case.care),
            unit=case.unit.code if case.unit else None,
            urgency=case.urgency,
            outcome=case.outcome,
            overdue=case.overdue,
            returns=case.returns,
            reworks=case.reworks,
            reopenings=case.reopenings,
            reported_at=case.reported_at,
            due_at=case.deadline,
            promised_at=case.promised_at,
            closed_at=case.closed_at,
        )


class CasesOut(Out):
    cases: list[CaseOut]
    after: str  # pass it on for the next page; empty at the end


class MomentOut(Out):
    seq: int
    act: str
    at: datetime
    recorded_at: datetime
    by_kind: str
    by_person: int | None
    facts: Mapping[str, Any]
    said: Mapping[str, str]
    files: list[str]

    @classmethod
    def of(cls, moment: Moment) -> "MomentOut":
        return cls(
            seq=moment.seq,
            act=moment.act,
            at=moment.at,
            recorded_at=moment.recorded_at,
            by_kind=moment.kind,
            by_person=moment.person,
            facts=moment.facts,
            said=moment.said,
            files=[each.file.sha for each in moment.shown],
        )


class SpanOut(Out):
    kind: str
    start: datetime
    end: datetime
    seconds: float


class DeadlineOut(Out):
    stage: str
    limit: str
    extended: bool
    started_at: datetime
    due_at: datetime
    paused: bool
    stopped_at: datetime | None
    light: str
    used_seconds: float
    left_seconds: float
    calendar: str
    zone: str
    spans: list[SpanOut]

    @classmethod
    def of(cls, each: Deadline) -> "DeadlineOut":
        return cls(
            stage=each.stage,
            limit=str(each.limit),
            extended=each.extended,
            started_at=each.started_at,
            due_at=each.due_at,
            paused=each.paused,
            stopped_at=each.stopped_at,
            light=each.light,
            used_seconds=each.used.total_seconds(),
            left_seconds=each.left.total_seconds(),
            calendar=each.calendar,
            zone=each.zone,
            spans=[
                SpanOut(
                    kind=span.kind,
                    start=span.start,
                    end=span.end,
                    seconds=span.amount.total_seconds(),
                )
                for span in each.spans
            ],
        )


class OfferOut(Out):
    act: str
    open: bool
    why_not: str = ""
    facts: list[str]
    required: list[str]

    @classmethod
    def of(cls, offer: Offer) -> "OfferOut":
        return cls(
            act=offer.act,
            open=offer.refusal is None,
            why_not=offer.refusal.code if offer.refusal else "",
            facts=[fact.name for fact in offer.row.facts],
            required=sorted(offer.row.required),
        )
