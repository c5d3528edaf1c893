"""Files: clean, whole, on the disk before anybody is told, and gone when forgotten."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from quincunx.foundation import files
from quincunx.foundation.files import Blob
from quincunx.foundation.models import StoredFile
from quincunx.lib.refusal import Refusal
from tests.foundation.cast import NOON, OFFICER

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 an agreement between neighbours"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.QUINCUNX_HOME = tmp_path / "home"
    return settings.QUINCUNX_HOME


def keep(content=PDF, name="agreement.pdf"):
    return files.keep(BytesIO(content), name=name, by=OFFICER, at=NOON)


def on_disk(home):
    return sorted(path.name for path in home.rglob("*") if path.is_file())


def photo():
    exif = Image.Exif()
    exif[0x010F] = "A camera of somebody"
    kept = BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def test_a_file_is_kept_under_its_hash_with_one_insert(home):
    with CaptureQueriesContext(connection) as queries:
        kept = keep()
    assert len(queries) == 1
    assert (kept.sha, kept.size) == (sha256(PDF).hexdigest(), len(PDF))
    assert (kept.media_type, kept.name) == ("application/pdf", "agreement.pdf")
    assert on_disk(home) == [kept.sha]
    with files.open(kept.sha) as file:
        assert file.read() == PDF
    assert files.is_whole(kept.sha)


def test_a_photo_is_drawn_anew_without_what_the_camera_wrote():
    kept = keep(photo(), "hole.jpg")
    with files.open(kept.sha) as file:
        content = file.read()
    assert kept.media_type == "image/jpeg"
    assert b"somebody" not in content
    assert not Image.open(BytesIO(content)).getexif()


def test_the_same_bytes_lie_there_once_until_nobody_has_them(home):
    one, other = keep(name="one.pdf"), keep(name="other.pdf")
    assert (one.sha, one.id) != (other.sha, other.id)
    assert len(on_disk(home)) == 1
    files.forget(one)
    assert len(on_disk(home)) == 1
    files.forget(other)
    assert on_disk(home) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"MZ an executable", "image-kind"),
        (b"<svg onload='x'/>", "image-kind"),
        (b"\xff\xd8\xff broken", "image-damaged"),
        (PDF + bytes(files.MOST_BYTES), "file-too-large"),
    ],
)
def test_what_is_not_taken_leaves_nothing(home, content, code):
    with pytest.raises(Refusal, match=code):
        keep(content)
    assert not home.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\x\r\nSet-Cookie: a", "C:\\\\x Set-Cookie: a"),
        ("", sha256(PDF).hexdigest()[:8]),
        ("长" * 300, "长" * 199 + "…"),
    ],
)
def test_a_name_is_only_a_name(name, kept_as):
    assert keep(name=name).name == kept_as


@pytest.mark.parametrize("sha", ["0" * 64, "../../../etc/passwd"])
def test_a_file_nobody_kept_is_not_there(sha):
    with pytest.raises(Refusal, match="no-such-file"):
        files.open(sha)
    assert not files.is_whole(sha)


def test_damaged_bytes_are_noticed(home):
    kept = keep()
    (home / "files" / kept.sha[:2] / kept.sha[2:4] / kept.sha).write_bytes(b"x")
    assert not files.is_whole(kept.sha)


def test_bytes_are_flushed_then_moved_then_the_folder_is_flushed(monkeypatch, home):
    keep(b"%PDF- first, so that the folders are there")
    done = []
    flush, move = os.fsync, Path.replace

    def noted_flush(handle):
        done.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        flush(handle)

    def noted_move(path, target):
        done.append("moved")
        return move(path, target)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(Path, "replace", noted_move)
    keep()
    folders, file_and_on = done[: done.index(False)], done[done.index(False) :]
    assert file_and_on == [False, "moved", True]
    assert all(folders)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_and_leaves_nothing(monkeypatch, home, fault):
    def full(handle):
        raise OSError(fault, "full")

    keep(b"%PDF- first, so that the folders are there")
    before = on_disk(home)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refusal, match="disk-full"):
        keep()
    assert on_disk(home) == before
    assert StoredFile.objects.count() == 1


def test_files_are_refused_while_there_is_still_room_for_reports(monkeypatch):
    almost_full = shutil._ntuple_diskusage(10**9, 10**9, files.RESERVE)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: almost_full)
    with pytest.raises(Refusal, match="disk-full"):
        keep()


def test_another_fault_of_the_disk_is_not_called_full(monkeypatch):
    def broken(handle):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        keep()


def test_what_the_program_made_is_kept_as_it_is():
    kept = files.keep_own(
        Blob(b"PK a package", "application/zip"), name="p.zip", by=OFFICER, at=NOON
    )
    with files.open(kept.sha) as file:
        assert file.read() == b"PK a package"


KILLED_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["quincunx.foundation"], QUINCUNX_HOME=Path(sys.argv[1])
)
django.setup()
from quincunx.foundation import files

left = int(sys.argv[2])

def until_killed(call):
    def counted(*given):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return call(*given)
    return counted

os.fsync = until_killed(os.fsync)
Path.replace = until_killed(Path.replace)
files._write(b"%PDF- in the middle" * 1000)
"""


@pytest.mark.parametrize("steps", [0, 3, 4, 5])
def test_a_process_killed_at_any_step_leaves_the_whole_file_or_none(home, steps):
    home.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(home), str(steps)],
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    content = b"%PDF- in the middle" * 1000
    sha = sha256(content).hexdigest()
    assert killed.returncode == 9
    if sha in on_disk(home):
        assert files.is_whole(sha)
    assert keep(content).sha == sha
    assert files.is_whole(sha)
