"""IN1: whatever a caller sends to whichever address, never a 5xx, always a problem.

Every operation of the description, as a stranger, a leader, an officer, a desk and an
administrator. Each example is rolled back, so that the next one finds the same town.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from PIL import Image

from quincunx.staff import keys
from tests.api.test_api import Caller
from tests.cases.conftest import Stage, stage
from tests.faults.hostile import Described, hostile

__all__ = ["stage"]

PERSONAS = ("", "leader-a1", "officer", "dispatcher-centre", "administrator")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    path: str
    method: str
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Siege:
    """A town with cases in several states, and who comes to its door."""

    stage: Stage
    client: Client = field(default_factory=Client)
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stage.now = timezone.now() - timedelta(minutes=5)
        for login in filter(None, PERSONAS):
            self.keys[login] = keys.make(
                self.stage.town.person(login),
                "tests",
                expires=self.stage.now + timedelta(days=3),
                by=self.stage.town.owner,
                at=self.stage.now,
            )
        self.described = self.client.get("/api/v1/openapi.json").json()
        self.values = Described(self.described, self._known())

    def operations(self) -> list[Operation]:
        return [
            Operation(path, method, told)
            for path, methods in self.described["paths"].items()
            for method, told in methods.items()
            if method in METHODS
        ]

    def _known(self) -> dict[str, list[Any]]:
        """Return values that exist: cases from the first state to nearly the last."""
        stage, town = self.stage, self.stage.town
        resident, _ = stage.resident_report()
        fresh, dispatched = stage.report(), stage.dispatched(stage.report())
        accepted = stage.accepted(stage.report())
        handled = stage.accepted(stage.report())
        handled = stage.do("finish", handled, "officer", result="x", outcome="solved")  # type: ignore[arg-type]  # an act by its name
        cases = [resident, fresh, dispatched, accepted, handled]
        numbers = [case.number for case in cases]
        areas = [area.pk for area in town.areas.values()]
        return {
            "number": numbers,
            "case": numbers,
            "words": [*numbers, "dark"],
            "revision": [1, 2, 3],
            "unit": ["city-management", "landscaping", "handling-team"],
            "units": ["city-management", "landscaping"],
            "against": ["city-management"],
            "code": ["city-management", "lamp"],
            "person": ["leader-a1", "officer", "stranger"],
            "matter": ["lamp", "gas"],
            "condition": ["found", "usual"],
            "limit": ["1 work-day", "4 urgent-hour"],
            "area": areas,
            "parent": areas,
            "key": areas,
            "files": [[]],
            "lon": [town.spot("a1")[0]],
            "lat": [town.spot("a1")[1]],
            "west": [116.0],
            "south": [39.0],
            "east": [117.0],
            "north": [40.5],
        }

    def attack(self, operation: Operation, examples: int) -> None:
        """Send so many requests to one operation."""

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(st.data())
        def sent(data: DataObject) -> None:
            with transaction.atomic():
                self._send(operation, data)
                transaction.set_rollback(True)

        sent()

    def _send(self, operation: Operation, data: DataObject) -> None:
        path, query = operation.path, {}
        for parameter in operation.told.get("parameters", ()):
            name, place = parameter["name"], parameter["in"]
            if place == "query" and not data.draw(st.booleans(), f"{name}?"):
                continue
            value = data.draw(self.values.value(parameter["schema"], name), name)
            if place == "path":
                path = path.replace(f"{{{name}}}", _quoted(value) or "-")
            else:
                query[name] = value
        self._check(path, query, operation, data)

    def _check(
        self, path: str, query: dict[str, Any], operation: Operation, data: DataObject
    ) -> None:
        who = data.draw(st.sampled_from(PERSONAS), "who")
        headers = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        if data.draw(st.integers(0, 9), "key?") == 0:
            headers["Idempotency-Key"] = data.draw(st.sampled_from(KEYS), "key")
        address = f"{path}?{_query(query)}" if query else path
        answer = self.client.generic(
            operation.method.upper(),
            address,
            headers=headers,
            **self._body(operation, data),
        )
        assert_told(answer, f"{operation.method} {address}")

    def _body(self, operation: Operation, data: DataObject) -> dict[str, Any]:
        content = operation.told.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            return _upload(data)
        if not content:
            return {}
        schema = content["application/json"]["schema"]
        kinds = st.sampled_from(["told"] * 8 + ["hostile", "raw"])
        kind = data.draw(kinds, "kind")
        if kind == "raw":
            body = data.draw(st.one_of(st.binary(max_size=40), st.sampled_from(RAW)))
        else:
            made = self.values.proper(schema) if kind == "told" else hostile()
            body = json.dumps(data.draw(made, "body")).encode()
        return {"data": body, "content_type": "application/json"}


KEYS = ("k", "", "a" * 300, "0190", "\u00e9")
RAW = (b"{", b"[" * 20_000, b"\xff\xfe", b'{"text": NaN}', b'{"text": 1e999}', b"null")


def _quoted(value: Any) -> str:
    return quote(str(value), safe="", errors="surrogatepass")


def _query(query: dict[str, Any]) -> str:
    return urlencode(query, doseq=True, errors="surrogatepass")


def _upload(data: DataObject) -> dict[str, Any]:
    picture = BytesIO()
    Image.new("RGB", (9, 9), "grey").save(picture, "PNG")
    whole = picture.getvalue()
    content = data.draw(st.sampled_from([whole, whole[:40], b"%PDF-", b"", b"GIF89a"]))
    name = data.draw(st.sampled_from(["a.png", "a\x00.png", "é" * 300, "..", "=1.csv"]))
    boundary = "quincunx"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'
    body = head.encode() + name.encode() + b'"\r\n\r\n' + content
    return {
        "data": body + f"\r\n--{boundary}--\r\n".encode(),
        "content_type": f"multipart/form-data; boundary={boundary}",
    }


def assert_told(answer: Any, asked: str) -> None:
    """Below 500; and what is refused is a problem in one form."""
    assert answer.status_code < 500, asked
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json", asked
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert {"type", "title", "code", "detail", "facts"} <= set(problem)
    elif answer.status_code == 204:
        assert answer.content == b"", asked
    elif answer["Content-Type"].startswith("application/json"):
        answer.json()


def test_no_operation_breaks(stage: Stage) -> None:
    siege = Siege(stage)
    operations = siege.operations()
    assert len(operations) > 70
    for operation in operations:
        siege.attack(operation, 4)


@pytest.mark.drill
@pytest.mark.django_db
def test_no_operation_breaks_in_a_thousand_tries(stage: Stage) -> None:
    siege = Siege(stage)
    for operation in siege.operations():
        siege.attack(operation, 1000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/cases", 405),
        ("GET", "/api/", 404),
        ("POST", "/api/v1/reports", 422),
        ("GET", "/api/v1/cases/%00", 401),
    ],
)
def test_what_fails_around_the_api_is_a_problem_too(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = client.generic(method, path, b"", "application/json")
    assert_told(answer, path)
    assert answer.status_code == status


NO_PAGES = (
    "x",
    "2026-03-02T09:00:00%2B00:00",
    "2026-03-02T09:00:00%2B00:00~x",
    "2026-03-02T09:00:00~00000000-0000-0000-0000-000000000000",
    "0001-01-01T00:00:00%2B14:00~00000000-0000-0000-0000-000000000000",
)


def test_a_page_that_is_none_is_refused_in_words(stage: Stage) -> None:
    stage.now = timezone.now()
    officer = Caller(stage, "officer")
    for asked in ("cases", "queue/tell"):
        for after in NO_PAGES:
            address = f"/api/v1/{asked}?after={after}"
            answer = officer.client.get(address, headers=officer.headers)
            assert_told(answer, address)
            assert answer.json()["code"] == "no-such-page", address


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "qx_", "qx_\x00", "é", "a" * 9000])
def test_a_key_that_is_none_is_told_to_sign_in(client: Client, token: str) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert_told(answer, token)
    assert answer.status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/cases", "/static/x", "/api/v1/cases"])
def test_who_asks_for_another_host_is_told_and_nothing_breaks(path: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(path, headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
