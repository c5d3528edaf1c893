"""The documents of the standard, written down as strict shapes from its text."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

# A date and time as the W3C notes it, with its offset.
Moment = Annotated[
    str,
    StringConstraints(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
    ),
]
Said = Annotated[str, StringConstraints(min_length=1)]
Code = Annotated[str, StringConstraints(min_length=1, pattern=r"^[\w.-]+$")]


class Shape(BaseModel):
    """Nothing more and nothing less, and no number where text is promised."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Endpoint(Shape):
    specification: Literal["http://wiki.open311.org/GeoReport_v2"]
    url: Said
    changeset: Moment
    type: Literal["production", "test"]
    formats: list[Literal["text/xml", "application/json"]]


class Discovery(Shape):
    changeset: Moment
    contact: Said
    key_service: Said
    endpoints: list[Endpoint]


class Service(Shape):
    service_code: Code
    service_name: Said
    description: Said
    metadata: bool
    type: Literal["realtime", "batch", "blackbox"]
    keywords: str
    group: Said


class Value(Shape):
    key: Code
    name: Said


class Attribute(Shape):
    variable: bool
    code: Code
    datatype: Literal[
        "string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"
    ]
    required: bool
    datatype_description: Said | None
    order: int
    description: Said
    values: list[Value]


class Definition(Shape):
    service_code: Code
    attributes: list[Attribute]


class Made(Shape):
    """A token and never an id with it."""

    token: Code
    service_notice: Said
    account_id: None


class Named(Shape):
    service_request_id: Code
    token: Code


class Request(Shape):
    service_request_id: Code
    status: Literal["open", "closed"]
    status_notes: Said
    service_name: Said
    service_code: Code
    description: Said
    agency_responsible: Said | None
    service_notice: Said | None
    requested_datetime: Moment
    updated_datetime: Moment
    expected_datetime: Moment | None
    address: Said
    address_id: None
    zipcode: None
    lat: float | None
    long: float | None
    media_url: None


class Extra(Shape):
    step: Said
    outcome: Said | None
    reopened: int


class Note(Shape):
    datetime: Moment
    type: Code
    summary: Said


class Extended(Request):
    extended_attributes: Extra
    notes: list[Note]


class Update(Shape):
    update_id: Code
    service_request_id: Code
    status: Code
    description: Said
    updated_datetime: Moment
    media_url: None


class Updated(Shape):
    update_id: Code


class Error(Shape):
    code: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
    description: Said
