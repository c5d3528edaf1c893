"""What the file of channels says: the robots of groups, and the gateway for SMS.

The file (`QUINCUNX_CHANNELS`) lies beside the keys, outside the database, because it
holds secrets. It is read again when it has changed. What is wrong in it is told on the
page of channels and sends nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from quincunx.lib.refusal import Refusal

VENDORS = ("wecom", "dingtalk", "feishu")
PROVIDERS = ("http", "blackhole")
LONGEST = 40


@dataclass(frozen=True)
class Robot:
    """A robot in a group of a vendor, and whose notices it carries."""

    name: str
    vendor: str
    url: str
    secret: str = ""
    units: tuple[str, ...] = ()  # codes of organisations
    language: str = ""

    @property
    def is_blackhole(self) -> bool:
        return self.url == "blackhole"


@dataclass(frozen=True)
class Gateway:
    """How a text goes to a telephone: a request with places for what differs."""

    provider: str = "http"
    url: str = ""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    status: int = 200
    answer: Mapping[str, str] = field(default_factory=dict)  # fields it must hold
    templates: Mapping[str, str] = field(default_factory=dict)  # by kind of notice


@dataclass(frozen=True)
class Configured:
    robots: Mapping[str, Robot] = field(default_factory=dict)
    sms: Gateway | None = None
    fault: Refusal | None = None

    def robots_of(self, unit: str) -> tuple[Robot, ...]:
        """Return the robots that carry a unit's notices, by its code."""
        return tuple(each for each in self.robots.values() if unit in each.units)


def configured() -> Configured:
    """Return what the file says now; nothing where there is none."""
    path: Path = settings.QUINCUNX_CHANNELS
    try:
        changed = path.stat()
    except FileNotFoundError:
        return Configured()
    return _read(path, changed.st_mtime_ns, changed.st_size)


def robot(name: str) -> Robot:
    found = configured().robots.get(name)
    if found is None:
        raise Refusal("no-such-channel", channel=name)
    return found


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Configured:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
        robots = [_robot(each) for each in told.get("robot", [])]
        return Configured(_by_name(robots), _gateway(told.get("sms")))
    except Refusal as refusal:
        return Configured(fault=refusal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        where = str(fault).rpartition("(")[2].rstrip(")")  # never what stands there
        return Configured(fault=_wrong("toml", where))
    except (TypeError, ValueError, AttributeError):
        return Configured(fault=_wrong("shape", ""))


def _robot(told: dict[str, Any]) -> Robot:
    known = {**told, "units": tuple(told.get("units", ()))}
    try:
        made = Robot(**known)
    except TypeError as fault:
        raise _wrong("robot", str(told.get("name", ""))) from fault
    if made.vendor not in VENDORS or not 1 <= len(made.name) <= LONGEST:
        raise _wrong("robot", made.name)
    return made


def _by_name(robots: list[Robot]) -> dict[str, Robot]:
    """Return them by name; a name twice, or a unit twice with one vendor, is wrong."""
    seen: set[tuple[str, str]] = set()
    for each in robots:
        marks = [("name", each.name), *((each.vendor, unit) for unit in each.units)]
        if seen.intersection(marks):
            raise _wrong("twice", each.name)
        seen.update(marks)
    return {each.name: each for each in robots}


def _gateway(told: dict[str, Any] | None) -> Gateway | None:
    if told is None:
        return None
    try:
        made = Gateway(**told)
    except TypeError as fault:
        raise _wrong("sms", "") from fault
    if made.provider not in PROVIDERS or (made.provider == "http" and not made.url):
        raise _wrong("sms", made.provider)
    return made


def _wrong(part: str, where: str) -> Refusal:
    return Refusal("channels-file-wrong", part=part, where=where)
