"""RD10: a full disk refuses files first, then writing, in words; nothing is torn.

Needs a small disk of its own, and so the right to mount one.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from quincunx.foundation.files import RESERVE
from tests.faults.stand import POSTGRESQL, SQLITE, standing
from tests.faults.test_kills import check
from tests.faults.web import Answer, Clients, Web, report, served

pytestmark = pytest.mark.xdist_group("faults")

SIZE = RESERVE + 160 * 1024 * 1024
BALLAST = "ballast"


@contextmanager
def mounted(folder: Path) -> Iterator[Path]:
    """Mount a small disk in memory, or skip where that is not allowed."""
    folder.mkdir()
    told = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none", str(folder)]
    if (
        os.geteuid()
        or subprocess.run(told, capture_output=True, check=False).returncode
    ):
        pytest.skip("a disk can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


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


def told(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.told.get("code")


def write(web: Web, text: str) -> Answer:
    key = web.stand.keys["leader-a1"]
    return web.ask("/api/v1/reports", report(text), key=key)


@pytest.mark.parametrize(
    "kind", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.drill)]
)
def test_files_are_refused_first_then_writing_and_nothing_is_torn(
    kind: str, tmp_path: Path, ledgers: Path
) -> None:
    with (
        mounted(tmp_path / "disk") as disk,
        standing(kind, disk) as stand,
        served(stand) as web,
    ):
        assert told(photo(web)) == (201, None)
        fill(disk, RESERVE - 1024 * 1024)
        assert told(photo(web)) == (507, "disk-full")
        assert write(web, "There is room for words.").status == 201

        fill(disk, 0)
        refused = until_refused(web)
        assert told(refused) in [(507, "no-room"), (503, "database-away")]
        assert int(refused.headers["retry-after"]) > 0

        (disk / BALLAST).unlink()
        if stand.server:
            stand.server.start_if_ended()
        with Clients(web, ledgers, count=2).reporting() as clients:
            clients.wait_for_one(time.monotonic())
        assert told(photo(web)) == (201, None)
        check(stand, ledgers)


def until_refused(web: Web) -> Answer:
    """Report until there is no room; what was acknowledged before must be kept."""
    for number in range(2000):
        answer = write(web, f"{number} " + "x" * 1900)
        if answer.status != 201:
            return answer
    raise AssertionError("the disk was never full")
