"""Other systems at the open door: they post with a key and read without one."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client

from quincunx.cases.models import Case
from quincunx.cases.vocabulary import Act
from quincunx.matters.load import load
from quincunx.staff import keys
from tests.cases.conftest import Stage
from tests.cast import FOUNDED_AT, Town

PACK = Path(__file__).parents[1] / "packs" / "open-data.toml"
V2 = "/open311/v2/"
CENTRE = "dispatcher-centre"
LAMP = "A lamp at the gate is dark."
# What FixMyStreet's reader makes a list of, whatever it finds.
GROUPS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "service_request_updates": "request_update",
    "groups": "group",
}


def tree(document: bytes) -> Element:
    return fromstring(document)  # noqa: S314  # our own answers


def simple(document: bytes) -> Any:
    """Read XML as FixMyStreet does: lists forced, empty elements nothing."""
    return _simple(tree(document))


def _simple(element: Element) -> Any:
    if not len(element):
        return element.text or None
    found: dict[str, Any] = {}
    for child in element:
        value = _simple(child)
        inner = GROUPS.get(child.tag)
        if inner and isinstance(value, dict) and set(value) == {inner}:
            value = value[inner]
        if child.tag in GROUPS.values():
            found.setdefault(child.tag, []).append(value)
        elif child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*(before if isinstance(before, list) else [before])]
            found[child.tag].append(value)
        else:
            found[child.tag] = value
    return found


@dataclass
class System:
    """Another system, in English, with or without a key."""

    key: str = ""
    client: Client = field(
        default_factory=lambda: Client(headers={"accept-language": "en"})
    )

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(V2 + path, query)

    def post(self, path: str = "requests.json", **told: Any) -> Any:
        given = {"api_key": self.key, **told} if self.key else told
        given = {name.replace("__", "."): value for name, value in given.items()}
        headers = given.pop("headers", {})
        return self.client.post(V2 + path, given, headers=headers)


@pytest.fixture
def stage(town: Town) -> Stage:
    """The town with a small pack, a minute ago."""
    load(PACK, by=town.owner, at=FOUNDED_AT)
    return Stage(town, datetime.now(UTC) - timedelta(minutes=1))


def key_of(stage: Stage, login: str) -> str:
    person, expires = stage.town.person(login), stage.now + timedelta(days=90)
    return keys.make(
        person, "gateway", expires=expires, by=stage.town.owner, at=stage.now
    )


@pytest.fixture
def gateway(stage: Stage) -> System:
    """A gateway that acts with the account of an officer."""
    return System(key_of(stage, "officer"))


@pytest.fixture
def anybody() -> System:
    return System()


def lamp(stage: Stage, **more: Any) -> dict[str, Any]:
    """Return what a client posts about a lamp in the first grid."""
    lon, lat = stage.town.spot("a1")
    told = {"service_code": "street-lamp", "lat": lat, "long": lon}
    return {**told, "description": LAMP, **more}


def released(stage: Stage, at: str = "a1", text: str = LAMP) -> Case:
    """A lamp reported in a grid, and released to everybody."""
    case = stage.report("street-lamp", by=f"leader-{at}", at=at)
    return stage.do(Act.RELEASE, case, CENTRE, text=text)
