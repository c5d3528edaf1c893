"""A telephone on the street: what it sends, as the app sends it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from uuid6 import uuid7

from quincunx.foundation.uploads import PIECE
from tests.cases.conftest import Stage, stage

__all__ = ["stage"]


@dataclass
class Telephone:
    """Somebody's telephone, signed in; its clock may be wrong."""

    stage: Stage
    login: str
    ahead: timedelta = timedelta(0)  # of its clock
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.stage.town.person(self.login))

    def clock(self) -> datetime:
        return timezone.now() + self.ahead

    def sync(self, etag: str = "", **had: str) -> Any:
        headers = {"Device-Clock": self.clock().isoformat()}
        return self.client.get(
            "/field/sync", had, headers={**headers, "If-None-Match": etag}
        )

    def errands(self) -> dict[str, Any]:
        return {way["number"]: way for way in self.sync().json()["parts"]["errands"]}

    def sends(self, path: str, body: Any, *, key: str = "", **headers: str) -> Any:
        told = {
            "Idempotency-Key": key or str(uuid7()),
            "Device-Clock": self.clock().isoformat(),
            **headers,
        }
        return self.client.post(
            f"/field/{path}",
            json.dumps(body),
            content_type="application/json",
            headers=told,
        )

    def binds(self) -> Any:
        agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"}
        return self.client.post("/field/telephones", headers=agent)

    def reports(self, text: str = "It is dark.", **told: Any) -> Any:
        more = {key: told.pop(key) for key in ("key", "headers") if key in told}
        lon, lat = self.stage.town.spot("a1")
        body = {
            "text": text,
            "place": {"lon": lon, "lat": lat, "accuracy": 12},
            "happened_at": self.clock().isoformat(),
            **told,
        }
        return self.sends("reports", body, **more)

    def does(self, number: str, act: str, **told: Any) -> Any:
        more = {k: told.pop(k) for k in ("key", "revision", "files") if k in told}
        key = more.pop("key", "")
        at = told.pop("at", self.clock())
        body = {"facts": told, "happened_at": at.isoformat(), **more}
        return self.sends(f"cases/{number}/{act}", body, key=key)

    def uploads(self, content: bytes, *, stop_after: int = 0) -> tuple[str, Any]:
        """Send a file in pieces, all of them or the first few."""
        sha = sha256(content).hexdigest()
        answer = None
        for number, begin in enumerate(range(0, len(content), PIECE), 1):
            answer = self.piece(sha, content, begin)
            if number == stop_after or answer.status_code != 200:
                break
        return sha, answer

    def piece(self, sha: str, content: bytes, offset: int, name: str = "a.jpg") -> Any:
        query = f"offset={offset}&size={len(content)}&name={name}"
        return self.client.put(
            f"/field/blobs/{sha}?{query}",
            content[offset : offset + PIECE],
            content_type="application/octet-stream",
        )


def photo(colour: str = "grey", side: int = 64) -> bytes:
    drawn = BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(drawn, "JPEG")
    drawn.write(colour.encode())  # behind the picture: another hash, the same look
    return drawn.getvalue()


@pytest.fixture
def now(stage: Stage) -> Stage:
    """Let the stage stand at the real time, as the door reads the clock."""
    stage.now = timezone.now() - timedelta(seconds=30)
    return stage


@pytest.fixture
def worker(now: Stage) -> Telephone:
    return Telephone(now, "leader-a1")
