"""What stands around a case: reports near by, whose it is, how many there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.http import FileResponse
from django.utils import translation
from ninja import Field, Query, Router, Schema
from ninja.throttling import AnonRateThrottle

from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, today
from quincunx.api.where import looked_after
from quincunx.areas import access as areas
from quincunx.cases import access, dispatch, maps, placing, tally
from quincunx.foundation import files
from quincunx.lib.refusal import Refusal
from quincunx.matters import words
from quincunx.matters.routing import Reason
from quincunx.staff import access as staff

router = Router(tags=["cases"])
LANGUAGES = ("zh-hans", "en")
PAGE = 1000


class Spot(Schema):
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


class NearOut(Out):
    """An open case about public space near by; never its words."""

    matter: str | None
    name: Mapping[str, str]
    reported_at: datetime


class WhyOut(Out):
    code: str
    said: Mapping[str, str]  # by language

    @classmethod
    def of(cls, reason: Reason) -> "WhyOut":
        said = {}
        for language in LANGUAGES:
            with translation.override(language):
                said[language] = words.reason(reason)
        return cls(code=reason.code, said=said)


class OtherOut(Out):
    unit: str | None
    because: list[WhyOut]


class SuggestedOut(Out):
    """Whose a case is likely to be, and why; somebody confirms it."""

    unit: str | None
    because: list[WhyOut]
    fallback: bool
    others: list[OtherOut]


class GridCountOut(Out):
    area: int | None
    name: str
    path: str
    open: int
    states: Mapping[str, int]


@router.get(
    "/near",
    response=list[NearOut],
    auth=ANYBODY,
    throttle=[AnonRateThrottle("600/h")],
)
def near(request: Visit, spot: Query[Spot]) -> list[NearOut]:
    """List open cases within 100 metres that may be the same, before one reports."""
    found = maps.public_near(spot.lon, spot.lat, request.received_at)
    return [
        NearOut(
            matter=case.matter.code if case.matter else None,
            name=case.matter.name if case.matter else {},
            reported_at=case.reported_at,
        )
        for case in found
    ]


@router.get("/cases/{number}/suggestion", response=SuggestedOut)
def suggested(request: Visit, number: str) -> SuggestedOut:
    """Suggest whose a case is, with every reason in words."""
    case = access.case_for(request.actor, number)
    chain = placing.around(case, today(request))
    found = dispatch.suggestion(case, chain, at=request.received_at)
    seen = staff.visible_organisations(request.actor)
    codes = dict(seen.values_list("pk", "code"))
    return SuggestedOut(
        unit=codes.get(found.unit_id or 0),
        because=list(map(WhyOut.of, found.because)),
        fallback=found.fallback,
        others=[
            OtherOut(
                unit=codes.get(other.unit_id or 0),
                because=list(map(WhyOut.of, other.because)),
            )
            for other in found.others
        ],
    )


@router.get("/overview", response=list[GridCountOut])
def overview(
    request: Visit, area: int | None = None, after: str = ""
) -> list[GridCountOut]:
    """Count open cases by grid and state where one looks after; pass the path on."""
    counts = tally.open_by_place(looked_after(request, area))
    paths = sorted(path for path in counts if path > after[:255])[:PAGE]
    rows = areas.visible(request.actor).filter(path__in=paths)
    known = {path: (key, name) for key, path, name in rows.values_list(*_COLUMNS)}
    return [
        GridCountOut(
            area=known.get(path, (None, ""))[0],
            name=known.get(path, (None, ""))[1],
            path=path,
            open=sum(counts[path].values()),
            states=counts[path],
        )
        for path in paths
    ]


_COLUMNS = ("pk", "path", "name")


@router.get("/cases/{number}/package")
def package(request: Visit, number: str) -> FileResponse:
    """Send the sealed package of a filed case, the latest one, as a ZIP."""
    case = access.case_for(request.actor, number)
    sealed = case.packages.filter(file__isnull=False).select_related("file")
    found = sealed.order_by("-seq").first()
    if found is None or found.file is None:
        raise Refusal("no-such-package", number=number)
    answer = FileResponse(
        files.open(found.file.sha),
        as_attachment=True,
        filename=found.file.name,
        content_type=found.file.media_type,
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
