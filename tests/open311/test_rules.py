"""The rules of the standard, each by name, held against every document we send."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from pydantic import BaseModel, TypeAdapter, ValidationError

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act
from tests.cases.conftest import Stage
from tests.open311 import shapes
from tests.open311.conftest import CENTRE, System, lamp, released, simple, tree

SHAPES: dict[str, Any] = {
    "discovery": shapes.Discovery,
    "services": list[shapes.Service],
    "services/street-lamp": shapes.Definition,
    "services/shared-bicycles": shapes.Definition,
    "requests": list[shapes.Request],
    "requests?extensions=true": list[shapes.Extended],
    "made": list[shapes.Made],
    "token": list[shapes.Named],
    "updates": list[shapes.Update],
    "errors": list[shapes.Error],
}
ROOTS = {
    "services": "services",
    "discovery": "discovery",
    "services/street-lamp": "service_definition",
    "services/shared-bicycles": "service_definition",
    "updates": "service_request_updates",
    "errors": "errors",
}


class Documents:
    """Every document in both formats, gathered once."""

    def __init__(self, stage: Stage, gateway: System) -> None:
        self.gateway, self.answers = gateway, {}
        self.told = lamp(stage)
        [made] = gateway.post(**self.told).json()
        self._handled(stage)
        for fmt in ("xml", "json"):
            self.answers["made", fmt] = gateway.post(f"requests.{fmt}", **self.told)
        for fmt in ("xml", "json"):
            self._gather(fmt, made["token"])

    def _handled(self, stage: Stage) -> None:
        released(stage)
        case = Case.objects.get(channel="open311")
        stage.wait(minutes=3)
        case = stage.do(Act.ESTABLISH, case, CENTRE, matter=case.matter)
        stage.do(Act.RELEASE, case, CENTRE, text="Dark < bright & \x07so on.")

    def _gather(self, fmt: str, token: str) -> None:
        get, key = self.gateway.get, self.gateway.key
        for name in ("discovery", "services"):
            self.answers[name, fmt] = get(f"{name}.{fmt}")
        for code in ("street-lamp", "shared-bicycles"):
            self.answers[f"services/{code}", fmt] = get(f"services/{code}.{fmt}")
        self.answers["requests", fmt] = get(f"requests.{fmt}")
        extended = get(f"requests.{fmt}", extensions="true")
        self.answers["requests?extensions=true", fmt] = extended
        self.answers["token", fmt] = get(f"tokens/{token}.{fmt}")
        until = "2099-01-01"
        told = {"api_key": key, "start_date": timezone.localdate().isoformat()}
        self.answers["updates", fmt] = get(f"servicerequestupdates.{fmt}", **told)
        self.answers["errors", fmt] = get(f"requests.{fmt}", start_date=until + "x")

    def json(self, name: str) -> Any:
        return self.answers[name, "json"].json()

    def xml(self, name: str) -> bytes:
        content: bytes = self.answers[name, "xml"].content
        return content


def fits(shape: Any, document: Any) -> bool:
    """Say whether a document has a shape, as JSON."""
    try:
        TypeAdapter(shape).validate_python(document)
    except ValidationError:
        return False
    return True


def past(moment: str) -> bool:
    return datetime.fromisoformat(moment) < timezone.now()


def alike(name: str, documents: Documents) -> bool:
    """Say whether both formats tell the same, all of it read as text."""
    read, told = simple(documents.xml(name)), documents.json(name)
    if isinstance(told, list):
        root = tree(documents.xml(name))
        return [_as_text(each) for each in told] == [_plain(each) for each in root]
    return bool(_as_text(told).keys() == read.keys())


def _plain(element: Any) -> Any:
    lists = {"notes"}
    return {
        child.tag: [_plain(each) for each in child]
        if child.tag in lists
        else (_plain(child) if len(child) else child.text)
        for child in element
    }


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value.replace("\x07", "") or None
    return None if value is None else str(value)


def attributes(documents: Documents, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = documents.json(f"services/{code}")["attributes"]
    return found


Rule = Callable[[Documents], bool]
RULES: dict[str, Rule] = {
    "XML is text/xml in UTF-8": lambda d: all(
        a["Content-Type"] == "text/xml; charset=utf-8"
        for (_, fmt), a in d.answers.items()
        if fmt == "xml"
    ),
    "JSON is application/json in UTF-8": lambda d: all(
        a["Content-Type"] == "application/json; charset=utf-8"
        for (_, fmt), a in d.answers.items()
        if fmt == "json"
    ),
    "XML begins with its declaration and encoding": lambda d: all(
        d.xml(name).startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        for name in SHAPES
    ),
    "XML has no namespace": lambda d: all(
        b"xmlns" not in d.xml(name) for name in SHAPES
    ),
    "XML has the root of its kind": lambda d: all(
        tree(d.xml(name)).tag == ROOTS.get(name, "service_requests") for name in SHAPES
    ),
    "JSON has the shape of its kind": lambda d: (
        [name for name, shape in SHAPES.items() if not fits(shape, d.json(name))] == []
    ),
    "both formats tell the same of services": lambda d: alike("services", d),
    "both formats tell the same of requests": lambda d: alike("requests", d),
    "both formats tell the same of extensions": lambda d: alike(
        "requests?extensions=true", d
    ),
    "both formats tell the same of a token": lambda d: alike("token", d),
    "both formats tell the same of updates": lambda d: alike("updates", d),
    "both formats tell the same error": lambda d: alike("errors", d),
    "discovery tells the same in both formats": lambda d: alike("discovery", d),
    "discovery has an endpoint": lambda d: bool(d.json("discovery")["endpoints"]),
    "discovery was changed in the past": lambda d: all(
        past(each["changeset"])
        for each in (d.json("discovery"), *d.json("discovery")["endpoints"])
    ),
    "the endpoint is where we are": lambda d: d.json("discovery")["endpoints"][0][
        "url"
    ].endswith("/open311/v2"),
    "an endpoint of this version speaks XML": lambda d: all(
        "text/xml" in each["formats"] for each in d.json("discovery")["endpoints"]
    ),
    "there are services, each code once": lambda d: (
        0
        < len({s["service_code"] for s in d.json("services")})
        == len(d.json("services"))
    ),
    "metadata is true or false, in XML as words": lambda d: (
        {e.text for e in tree(d.xml("services")).iter("metadata")} == {"true", "false"}
    ),
    "keywords are one list with commas": lambda d: any(
        ", " in each["keywords"] for each in d.json("services")
    ),
    "the order of attributes counts from one": lambda d: (
        [a["order"] for a in attributes(d, "shared-bicycles")] == [1, 2]
    ),
    "a list of values has values, nothing else has": lambda d: all(
        bool(a["values"]) == a["datatype"].endswith("list")
        for code in ("street-lamp", "shared-bicycles")
        for a in attributes(d, code)
    ),
    "a key stands once in its list": lambda d: all(
        len({v["key"] for v in a["values"]}) == len(a["values"])
        for a in attributes(d, "shared-bicycles")
    ),
    "a report is answered with a token and no id": lambda d: (
        set(d.json("made")[0]) == {"token", "service_notice", "account_id"}
        and b"<service_request_id" not in d.xml("made")
    ),
    "a token names the request": lambda d: (
        d.json("token")[0]["service_request_id"]
        in [each["service_request_id"] for each in d.json("requests")]
    ),
    "requests come newest first": lambda d: (
        (told := [each["requested_datetime"] for each in d.json("requests")])
        == sorted(told, reverse=True)
        and len(told) == 2
    ),
    "moments carry the offset of the district": lambda d: all(
        each["requested_datetime"].endswith("+08:00") for each in d.json("requests")
    ),
    "what XML cannot write is left out": lambda d: (
        "Dark < bright & so on."
        in [e.text for e in tree(d.xml("requests")).iter("description")]
    ),
    "an error says its status in its code": lambda d: (
        d.json("errors")[0]["code"] == str(d.answers["errors", "json"].status_code)
    ),
    "FixMyStreet finds the token": lambda d: bool(
        simple(d.xml("made"))["request"][0]["token"]
    ),
    "FixMyStreet finds each attribute in a list": lambda d: (
        [a["code"] for a in simple(d.xml("services/shared-bicycles"))["attributes"]]
        == ["many", "blocked"]
    ),
    "FixMyStreet finds the updates in a list": lambda d: all(
        each["update_id"].startswith(each["service_request_id"])
        for each in simple(d.xml("updates"))["request_update"]
    ),
    "FixMyStreet reads an empty element as nothing": lambda d: (
        simple(d.xml("requests"))["request"][0]["media_url"] is None
    ),
}


def test_every_rule_of_the_standard_holds(stage: Stage, gateway: System):
    documents = Documents(stage, gateway)
    assert [name for name, rule in RULES.items() if not rule(documents)] == []


def test_the_shapes_refuse_what_the_samples_of_the_standard_get_wrong():
    """A code as a number, an id beside a token, a moment without offset."""
    wrong: list[tuple[type[BaseModel], dict[str, Any]]] = [
        (shapes.Value, {"key": 123, "name": "Ford"}),
        (shapes.Made, {"token": "a", "service_request_id": "b"}),
        (shapes.Note, {"datetime": "2026-01-01", "type": "file", "summary": "x"}),
    ]
    assert [shape for shape, document in wrong if fits(shape, document)] == []
