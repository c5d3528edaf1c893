"""RD10: a full disk refuses files first, then writing, in words; nothing is torn.

In `make test` SQLite's file may not grow, which anybody can arrange. `make drill` fills
a small disk, and so needs the right to mount one: root's, or sudo without a password.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from quincunx.foundation.files import RESERVE
from tests.api.test_api import Caller, told
from tests.cases.conftest import Stage, stage
from tests.faults.ledger import Ledger
from tests.faults.proof import prove
from tests.faults.stand import POSTGRESQL, SQLITE, standing
from tests.faults.test_kills import WELL, check
from tests.faults.web import Answer, Clients, Web, report, served

__all__ = ["stage"]

pytestmark = pytest.mark.xdist_group("faults")

SIZE = RESERVE + 160 * 1024 * 1024
BALLAST = "ballast"
MOST_PAGES = 2**30


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount a small disk in memory."""
    folder.mkdir()
    root = ["sudo", "--non-interactive"] if os.geteuid() else []
    form = f"size={SIZE},mode=755,uid={os.geteuid()}"
    subprocess.run([*root, "mount", "-t", "tmpfs", "-o", form, "-", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*root, "umount", "-l", folder], check=True)


def fill(disk: Path, leave: int) -> None:
    """Fill the disk until only so many bytes are left."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with (disk / BALLAST).open("ab") as ballast:
        os.posix_fallocate(ballast.fileno(), ballast.tell(), max(1, free - leave))


def photo(web: Web) -> Answer:
    picture = BytesIO()
    Image.effect_noise((400, 300), 50).save(picture, "PNG")
    head = (
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    )
    body = head.encode() + picture.getvalue() + b"\r\n--b--\r\n"
    key = web.stand.keys["leader-a1"]
    return web.send("/api/v1/files", body, "multipart/form-data; boundary=b", key=key)


def said(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.told.get("code")


def write(web: Web, text: str) -> Answer:
    key = web.stand.keys["leader-a1"]
    return web.ask("/api/v1/reports", report(text), key=key)


@contextmanager
def no_more_pages() -> Iterator[None]:
    """Let SQLite's file not grow; it then says what it says of a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no free page within it either
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA max_page_count = {MOST_PAGES}")


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_writing_is_refused_in_words_and_goes_on_when_there_is_room(
    stage: Stage, ledgers: Path
) -> None:
    stage.now = timezone.now()
    sent = (Sent(stage, Ledger(ledgers / "one.jsonl"), n) for n in range(500))
    assert next(sent).answer().status_code == 201
    with no_more_pages():
        refused = next(a for a in map(Sent.answer, sent) if a.status_code != 201)
    assert (refused.status_code, refused.json()["code"]) == (507, "no-room")
    assert refused["Retry-After"] == "60"
    assert next(sent).answer().status_code == 201
    proof = prove(str(ledgers))
    assert {name: proof[name] for name in WELL} == WELL
    assert proof["kept"] == proof["cases"]


@dataclass(frozen=True)
class Sent:
    """One long report by the API, and what the ledger knows of it."""

    stage: Stage
    ledger: Ledger
    number: int

    def answer(self) -> Any:
        key, text = f"key-{self.number}", f"{self.number} " + "x" * 1900
        self.ledger.note("wanted", key=key, text=text)
        answer = Caller(self.stage, "leader-a1").post(
            "/reports", {**told(self.stage), "text": text}, **{"Idempotency-Key": key}
        )
        if answer.status_code == 201:
            made = {name: answer.json()[name] for name in ("number", "code")}
            self.ledger.note("kept", key=key, text=text, **made)
        return answer


@pytest.mark.drill
@pytest.mark.parametrize("kind", [SQLITE, POSTGRESQL])
def test_files_are_refused_first_then_writing_and_nothing_is_torn(
    kind: str, tmp_path: Path, ledgers: Path
) -> None:
    with (
        mounted(tmp_path / "disk") as disk,
        standing(kind, disk) as stand,
        served(stand) as web,
    ):
        assert said(photo(web)) == (201, None)
        fill(disk, RESERVE - 1024 * 1024)
        assert said(photo(web)) == (507, "disk-full")
        assert write(web, "There is room for words.").status == 201

        fill(disk, 0)
        refused = until_refused(web)
        assert said(refused) in [(507, "no-room"), (503, "database-away")]
        assert int(refused.headers["retry-after"]) > 0

        (disk / BALLAST).unlink()
        if stand.server:
            stand.server.start_if_ended()
        with Clients(web, ledgers, count=2).reporting() as clients:
            clients.wait_for_one(time.monotonic())
        assert said(photo(web)) == (201, None)
        check(stand, ledgers)


def until_refused(web: Web) -> Answer:
    """Report until there is no room; what was acknowledged before must be kept."""
    for number in range(2000):
        answer = write(web, f"{number} " + "x" * 1900)
        if answer.status != 201:
            return answer
    raise AssertionError("the disk was never full")
