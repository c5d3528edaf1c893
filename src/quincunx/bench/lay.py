"""Laying the database of a benchmark: tables, town, and keys for those who call."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from quincunx.bench.town import Town, found_town
from quincunx.cli.database import lay_schema, lay_tables
from quincunx.staff import actors, sitting
from quincunx.staff import keys as access_keys
from quincunx.staff.models import Person


def lay() -> dict[str, float]:
    """Make tables and town; the town is remembered beside the database."""
    if connection.vendor == "postgresql":
        lay_schema("quincunx")
    lay_tables()
    _kept().write_text(json.dumps(asdict(found_town())))
    return {}


def town() -> Town:
    told = json.loads(_kept().read_text())
    return Town(**{**told, "leaders": tuple(told["leaders"])})


def box() -> tuple[float, float, float, float]:
    """Return the corners of the district: west, south, east, north."""
    return town().box


def keys() -> dict[str, str]:
    """Make an access key for each who calls over HTTP."""
    now = timezone.now()
    here = town()
    callers = {
        "dispatcher": here.dispatcher,
        "officer": here.officer,
        "verifier": here.verifier,
    }
    return {
        name: access_keys.make(
            Person.objects.get(pk=key),
            "benchmark",
            expires=now + timedelta(days=2),
            by=actors.importer(now),
            at=now,
        )
        for name, key in callers.items()
    }


def sessions(many: str) -> list[str]:
    """Sign the dispatcher in at so many browsers; return their sessions."""
    person, since = Person.objects.get(pk=town().dispatcher), timezone.now()
    return [_session(person, since) for _ in range(int(many))]


def _session(person: Person, since: datetime) -> str:
    kept = SessionStore()
    kept[SESSION_KEY] = str(person.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    kept[HASH_SESSION_KEY] = person.get_session_auth_hash()
    kept[sitting.SINCE] = kept[sitting.SEEN] = since.isoformat()
    kept.create()
    return str(kept.session_key)


def _kept() -> Path:
    return Path(settings.QUINCUNX_HOME) / "town.json"
