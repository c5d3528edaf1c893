"""What a telephone may send: every text and number with its bounds."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Sha = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Code = Annotated[str, Field(min_length=1, max_length=80)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PhotoIn(Shape):
    """A photo by the hash under which it was or will be sent."""

    sha: Sha
    kind: Literal["photo-before", "photo-after", "document", "agreement"]
    name: Annotated[str, Field(max_length=120)] = ""


class PlaceIn(Shape):
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    accuracy: Annotated[float | None, Field(ge=0, le=100_000)] = None
    area: Annotated[int | None, Field(ge=0, le=2**62)] = None
    words: Annotated[str, Field(max_length=300)] = ""


class ReportIn(Shape):
    text: Text
    place: PlaceIn = PlaceIn()
    matter: Code | None = None
    condition: Code | None = None
    happened_at: AwareDatetime
    language: Literal["zh-hans", "en"] = "zh-hans"


class RecordIn(ReportIn):
    """Dealt with on the spot: what was done, and its photos."""

    matter: Code
    result: Text
    files: Annotated[list[PhotoIn], Field(max_length=12)] = []


class ActIn(Shape):
    facts: Annotated[dict[Code, Text], Field(max_length=8)] = {}
    files: Annotated[list[PhotoIn], Field(max_length=12)] = []
    happened_at: AwareDatetime
    revision: Annotated[int | None, Field(ge=0, le=2**31)] = None
