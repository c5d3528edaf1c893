"""What the foundation looks at: database, disk, keys, clock, duty, journal, notices."""

import platform
import shutil
import stat
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quincunx.foundation import health
from quincunx.foundation.health import Check, Finding, Tone
from quincunx.foundation.models import Entry, Notice, NoticeState, Seal, Unsealed

INIT, DUTY = "quincunx init", "quincunx duty --once"
VERIFY = "quincunx journal verify"
AGAIN = "/channels"  # the page that sends again what could not be sent
LEAST_FREE, LITTLE_FREE = 0.05, 0.15  # of the disk
SILENT = timedelta(minutes=2)  # since duty's last round
LATE = timedelta(minutes=10)
SKEW = timedelta(minutes=5)
BACKUP = timedelta(hours=26)  # a day, and the time it takes
PROVED = timedelta(days=30)


def _told(moment: datetime) -> str:
    """Return a moment as the town's clock shows it, to be read in any language."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _database(_now: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    found = connection.get_database_version()
    told = {"name": connection.display_name, "version": ".".join(map(str, found))}
    return Finding(_("%(name)s %(version)s answers.") % told)


def _tables(_now: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        said = _("%(n)d changes of the tables are missing.") % {"n": len(missing)}
        return Finding(said, Tone.BAD, INIT)
    return Finding(_("The tables are those of this version."))


def _disk(_now: datetime) -> Finding:
    usage = shutil.disk_usage(settings.QUINCUNX_HOME)
    free = usage.free / usage.total
    told = {"gigabytes": f"{usage.free / 1e9:.1f}", "percent": round(free * 100)}
    said = _("%(gigabytes)s GB free, %(percent)d percent.") % told
    if free > LITTLE_FREE:
        return Finding(said)
    tone = Tone.WARN if free > LEAST_FREE else Tone.BAD
    return Finding(said, tone, f"du -sh {settings.QUINCUNX_HOME}/*")


def _keys(_now: datetime) -> Finding:
    key = Path(settings.QUINCUNX_KEY)
    if not key.exists():
        said = _("The master key is not there: sealed fields cannot be read.")
        return Finding(said, Tone.BAD, INIT)
    if stat.S_IMODE(key.stat().st_mode) & 0o077:
        said = _("Others on this machine can read the master key.")
        return Finding(said, Tone.WARN, f"chmod 600 {key}")
    return Finding(_("The master key is there, and only its owner reads it."))


def _clock(now: datetime) -> Finding:
    last = Entry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    ahead = last - now if last else timedelta()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            ahead = max(ahead, abs(cursor.fetchone()[0] - now), key=abs)
    if ahead > SKEW:
        minutes = {"n": round(ahead.total_seconds() / 60)}
        said = _("This machine is %(n)d minutes behind what was written.") % minutes
        return Finding(said, Tone.BAD, "timedatectl status")
    return Finding(_("It is %(now)s.") % {"now": _told(now)})


def _duty(now: datetime) -> Finding:
    last = health.last_run("duty")
    if last is None:
        said = _("Duty has never run: nothing is sealed, sent or escalated.")
        return Finding(said, Tone.BAD, "quincunx serve")
    told = {"at": _told(last.at)}
    if now - last.at > SILENT:
        return Finding(_("Duty is silent since %(at)s.") % told, Tone.BAD, DUTY)
    if not last.well:
        parts = ", ".join(last.facts.get("failed", []))
        said = _("Last round %(at)s; these parts failed: %(parts)s.")
        return Finding(said % {**told, "parts": parts}, Tone.WARN, DUTY)
    return Finding(_("Last round %(at)s.") % told)


def _notices(now: datetime) -> Finding:
    waiting = Notice.objects.filter(state=NoticeState.WAITING, due_at__lt=now - LATE)
    late = waiting.count()
    parked = Notice.objects.filter(state=NoticeState.PARKED).count()
    if parked:
        said = ngettext(
            "%(n)d notice could not be sent.",
            "%(n)d notices could not be sent.",
            parked,
        )
        return Finding(said % {"n": parked}, Tone.WARN, AGAIN)
    if late:
        said = ngettext("%(n)d notice waits.", "%(n)d notices wait too long.", late)
        return Finding(said % {"n": late}, Tone.WARN, DUTY)
    return Finding(_("None waits longer than it should."))


def _mail(_now: datetime) -> Finding:
    if "smtp" in settings.EMAIL_BACKEND:
        told = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
        return Finding(_("Sent through %(host)s, port %(port)s.") % told)
    said = _("No e-mail is sent: QUINCUNX_MAIL names no server.")
    return Finding(said, Tone.WARN, "export QUINCUNX_MAIL=smtp://mail.example.org:25")


def _journal(now: datetime) -> Finding:
    sealed = Seal.objects.order_by("-number").first()
    oldest = Unsealed.objects.order_by("pk").select_related("entry").first()
    if oldest is not None and now - oldest.entry.recorded_at > LATE:
        waits = {"n": Unsealed.objects.count()}
        return Finding(_("%(n)d entries wait to be sealed.") % waits, Tone.WARN, DUTY)
    if sealed is None:
        return Finding(_("Nothing is written yet."))
    told = {"n": sealed.number, "at": _told(sealed.sealed_at)}
    return Finding(_("Sealed until entry %(n)d, %(at)s.") % told)


def _proof(now: datetime) -> Finding:
    last = health.last_run("journal verify")
    if last is None:
        return Finding(_("Never verified on this machine."), Tone.WARN, VERIFY)
    told = {"at": _told(last.at)}
    if not last.well:
        return Finding(_("Broken, found %(at)s.") % told, Tone.BAD, VERIFY)
    tone = Tone.WARN if now - last.at > PROVED else Tone.WELL
    said = _("Every link held on %(at)s.") % told
    return Finding(said, tone, VERIFY if tone is Tone.WARN else "")


def _backup(now: datetime) -> Finding:
    if not settings.QUINCUNX_BACKUP:
        said = _("Not known: QUINCUNX_BACKUP names no folder.")
        return Finding(said, Tone.WARN, "export QUINCUNX_BACKUP=/backup")
    folder = Path(settings.QUINCUNX_BACKUP)
    made = [each.stat().st_mtime for each in folder.glob("*") if each.is_file()]
    if not made:
        said = _("There is no backup in %(folder)s.") % {"folder": folder}
        return Finding(said, Tone.BAD, f"ls -l {folder}")
    newest = datetime.fromtimestamp(max(made), UTC)
    said = _("The newest is of %(at)s.") % {"at": _told(newest)}
    if now - newest > BACKUP:
        return Finding(said, Tone.BAD, f"ls -l {folder}")
    return Finding(said)


def _versions(_now: datetime) -> Finding:
    told = {
        "program": version("quincunx"),
        "python": platform.python_version(),
        "django": django.get_version(),
    }
    said = "Quincunx %(program)s, Python %(python)s, Django %(django)s."
    return Finding(said % told)


CHECKS = (
    Check("database", gettext_lazy("Database"), _database),
    Check("tables", gettext_lazy("Tables"), _tables),
    Check("duty", gettext_lazy("Duty loop"), _duty),
    Check("notices", gettext_lazy("Notices"), _notices),
    Check("mail", gettext_lazy("E-mail"), _mail),
    Check("journal", gettext_lazy("Journal"), _journal),
    Check("proof", gettext_lazy("Proof of the journal"), _proof),
    Check("disk", gettext_lazy("Disk"), _disk),
    Check("clock", gettext_lazy("Clock"), _clock),
    Check("keys", gettext_lazy("Keys"), _keys),
    Check("backup", gettext_lazy("Backup"), _backup),
    Check("versions", gettext_lazy("Versions"), _versions),
)
