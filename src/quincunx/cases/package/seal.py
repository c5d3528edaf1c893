"""Sealing: everything into one ZIP, whose manifest names every file with its hash."""

import logging
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db.models import Q

from quincunx.cases import sealed
from quincunx.cases.models import Package
from quincunx.cases.package import contents, paper, written
from quincunx.cases.package.written import Written
from quincunx.foundation import files
from quincunx.foundation.actors import CLOCK
from quincunx.foundation.files import Blob
from quincunx.lib.canonical import moment
from quincunx.lib.refusal import Refusal

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/zip"
FAR = 5000
LATE = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name; ours stand inside


@dataclass(frozen=True)
class SealRound:
    """How many one round sealed; the cases it could not seal, by number, and why."""

    sealed: int
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> str:
        """Return what could not be sealed and why, for the log and the terminal."""
        return "; ".join(f"{number}: {why}" for number, why in self.failed)


@dataclass(frozen=True)
class Made:
    """A package as bytes, and the hash of its manifest."""

    content: bytes
    digest: str


def seal_due(at: datetime, most: int = 20) -> SealRound:
    """Seal what was filed and waits, oldest first; called by duty.

    A package that cannot be sealed, for whatever reason, does not hold up those behind
    it, and is tried again in five minutes, ten, twenty, at last every hour.
    """
    done, failed = 0, []
    for key in _waiting(at):
        if done == most:
            break
        package = Package.objects.select_related("case").get(pk=key)
        try:
            seal(package, at=at)
            done += 1
        except Exception as fault:  # noqa: BLE001  # one poisoned package stops no other
            _put_off(package, fault, at=at)
            failed.append((package.case.number, _why(fault)))
    return SealRound(done, tuple(failed))


def _put_off(package: Package, fault: Exception, *, at: datetime) -> None:
    """Try again later, and say why in the log; a bug of ours with where it is."""
    wait = min(FIRST_WAIT * 2 ** min(package.tries, 10), LONGEST_WAIT)
    package.tries, package.try_at = package.tries + 1, at + wait
    package.save(update_fields=["tries", "try_at"])
    ours = None if isinstance(fault, Refusal) else fault
    told = (package.case.number, _why(fault), package.try_at)
    log.warning("package of %s not sealed: %s; again at %s", *told, exc_info=ours)


def _why(fault: Exception) -> str:
    return str(fault) if isinstance(fault, Refusal) else repr(fault)


def late(at: datetime) -> int:
    """Count what was filed a quarter of an hour ago and is still not sealed."""
    waiting = Package.objects.filter(file__isnull=True)
    return waiting.filter(filed_at__lt=at - LATE).count()


def seal(package: Package, *, at: datetime) -> Package:
    """Make the package of one filing and keep it; done once, however often called."""
    made = make(package)
    faults = sealed.verify(BytesIO(made.content))
    if faults:
        raise Refusal("package-not-sound", what=faults[0].where, fault=faults[0].code)
    name = f"{package.case.number}-{package.seq}.zip"
    blob = Blob(made.content, MEDIA_TYPE)
    kept = files.keep_own(blob, name=name, by=CLOCK, at=at)
    waiting = Package.objects.filter(pk=package.pk, file__isnull=True)
    if not waiting.update(file=kept, digest=made.digest):
        kept.delete()  # another round was faster; the bytes are the same
    package.refresh_from_db()
    return package


def make(package: Package) -> Made:
    """Return the package of one filing; the same bytes whenever it is made."""
    rows = written.read(package)
    case = contents.told(rows)
    media = {each["path"]: _kept(each["sha256"]) for each in case["media"]}
    parts = {
        sealed.CASE: sealed.canonical(case),
        sealed.JOURNAL: sealed.canonical(_journal(rows)),
        sealed.PAPER: paper.pdf(case, rows.head, media),
        sealed.SCRIPT: Path(sealed.__file__).read_bytes(),
        **media,
    }
    manifest = sealed.canonical(_manifest(rows, parts))
    return Made(_zipped({sealed.MANIFEST: manifest, **parts}), sealed.sha(manifest))


def _manifest(rows: Written, parts: dict[str, bytes]) -> dict[str, Any]:
    filed_at = moment(rows.package.filed_at)
    return {
        "format": sealed.FORMAT,
        "number": rows.case.number,
        "filed_at": filed_at,
        "sealed_at": filed_at,  # sealed as of then, whenever the bytes were written
        "catalogue": contents.catalogue_version(rows.case),
        "journal": {"entries": len(rows.entries), "head": rows.head},
        "follows": _former(rows.package),
        "files": [
            {"path": path, "sha256": sealed.sha(part), "size": len(part)}
            for path, part in sorted(parts.items())
        ],
    }


def _journal(rows: Written) -> dict[str, Any]:
    return {
        "subject": [rows.entries[0].subject_kind, rows.entries[0].subject_id],
        "entries": [
            {
                "contents": told,
                "prev": bytes(entry.prev).hex(),
                "hash": bytes(entry.hash).hex(),
            }
            for entry, told in zip(rows.entries, rows.contents, strict=True)
        ],
    }


def _former(package: Package) -> dict[str, str] | None:
    """Return the package that this one follows: the case was reopened after it."""
    earlier = Package.objects.filter(case=package.case_id, seq__lt=package.seq)
    former = earlier.order_by("-seq").first()
    if former is None:
        return None
    if former.file_id is None:
        raise Refusal("former-package-not-sealed", case=package.case.number)
    return {"manifest": former.digest, "filed_at": moment(former.filed_at)}


def _waiting(at: datetime) -> list[int]:
    """Return what may be tried, far enough that those that fail leave room."""
    may_be = Q(try_at=None) | Q(try_at__lte=at)
    waiting = Package.objects.filter(may_be, file__isnull=True)
    waiting = waiting.order_by("filed_at", "seq")
    return list(waiting.values_list("pk", flat=True)[:FAR])


def _kept(sha: str) -> bytes:
    with files.open(sha) as file:
        return file.read()


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP of `parts`, in this order and without times of its own."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for path, part in parts.items():
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            stored = path.startswith("media/")  # pictures are compressed already
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            zipped.writestr(entry, part, compresslevel=9)
    return stream.getvalue()
