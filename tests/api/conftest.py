"""Other systems that call with somebody's key, at the real time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quincunx.staff import keys
from tests.cases.conftest import Stage, stage

__all__ = ["stage"]

V1 = "/api/v1"


class Caller:
    """Another system, calling with somebody's key."""

    def __init__(self, stage: Stage, login: str = "") -> None:
        self.client = Client()
        self.headers: dict[str, str] = {}
        if login:
            key = keys.make(
                stage.town.person(login),
                "tests",
                expires=stage.now + timedelta(days=300),
                by=stage.town.owner,
                at=stage.now,
            )
            self.headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(V1 + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            V1 + path,
            json.dumps(body or {}),
            content_type="application/json",
            headers={**self.headers, **headers},
        )


@pytest.fixture
def now(stage: Stage) -> Stage:
    """Let the stage stand at the real time, as the API reads the clock."""
    stage.now = timezone.now() - timedelta(seconds=5)
    return stage
