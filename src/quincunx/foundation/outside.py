"""Calling another machine over HTTP: once, briefly, and never a neighbour of ours.

A name is resolved once, and the connection goes to an address that was found and
looked at, so that a name which answers otherwise a moment later gains nothing. No
redirect is followed, no proxy of the environment is asked, the answer is read up to a
limit, and everything ends by one deadline. Addresses of private, loopback and
link-local networks are reached only if `QUINCUNX_INSIDE` names their host; without
TLS only those.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 10.0  # seconds for everything after the name is known
MOST = 64 * 1024  # bytes of an answer
_NAT64 = IPv6Network("64:ff9b::/96")


class NotReached(Exception):
    """Nobody answered, or nobody may be asked there; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Answer:
    """What was answered, cut at MOST bytes, and after how many seconds."""

    status: int
    body: bytes
    seconds: float

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class _Target:
    host: str
    port: int
    path: str
    by_tls: bool
    is_inside: bool  # the settings name it


def call(
    url: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    patience: float = PATIENCE,
) -> Answer:
    """Send one request and return its answer; raises NotReached."""
    target = _target(url)
    addresses = _addresses(target)
    began = time.monotonic()
    try:
        raw = _connected(addresses, patience)
        with raw, _Deadline(raw, patience - (time.monotonic() - began)):
            status, answer = _asked(raw, target, method, body, headers or {})
    except ssl.SSLError as fault:
        raise NotReached("tls-wrong") from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        over = time.monotonic() - began >= patience
        raise NotReached("too-slow" if over else "no-answer") from fault
    return Answer(status, answer, time.monotonic() - began)


def check(url: str) -> None:
    """Refuse, as `call` would, an address that may not be called; asks for its name."""
    _addresses(_target(url))


def is_public(address: str) -> bool:
    """Say whether an address, and any IPv4 address inside it, is of the open net."""
    found = ip_address(address)
    return all(
        each.is_global and not each.is_multicast for each in (found, *_inside(found))
    )


def _inside(found: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(found, IPv4Address):
        return ()
    teredo = found.teredo[1] if found.teredo else None
    nat64 = IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
    known = (found.ipv4_mapped, found.sixtofour, teredo, nat64)
    return tuple(each for each in known if each is not None)


def _target(url: str) -> _Target:
    try:
        parts = urlsplit(url)
        host, by_tls = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if by_tls else 80)
    except ValueError as fault:
        raise NotReached("address-malformed") from fault
    if not host or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise NotReached("address-malformed")
    inside = settings.QUINCUNX_INSIDE
    is_inside = host in inside or f"{host}:{port}" in inside
    if not by_tls and not is_inside:
        raise NotReached("address-not-https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(host, port, path, by_tls, is_inside)


def _addresses(target: _Target) -> list[tuple[str, int]]:
    """Return where the name leads, all of it allowed; asked once."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NotReached("host-unknown") from fault
    addresses = [str(where[0]).partition("%")[0] for *_, where in found]
    if not target.is_inside and not all(map(is_public, addresses)):
        raise NotReached("host-private")
    return [(address, target.port) for address in dict.fromkeys(addresses)]


def _connected(addresses: list[tuple[str, int]], patience: float) -> socket.socket:
    *earlier, last = addresses
    share = patience / len(addresses)
    for address in earlier:
        try:
            return socket.create_connection(address, share)
        except OSError:
            continue
    return socket.create_connection(last, share)


class _Deadline:
    """Cuts a connection when its time is over, however slowly the other end talks."""

    def __init__(self, raw: socket.socket, seconds: float) -> None:
        self.twin = raw.dup()  # TLS takes `raw` over; this one stays ours
        self.timer = threading.Timer(max(seconds, 0.01), self._cut)
        self.timer.daemon = True

    def _cut(self) -> None:
        with suppress(OSError):  # the other end was quicker
            self.twin.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.twin.close()


def _asked(
    raw: socket.socket,
    target: _Target,
    method: str,
    body: bytes,
    headers: Mapping[str, str],
) -> tuple[int, bytes]:
    kind = http.client.HTTPSConnection if target.by_tls else http.client.HTTPConnection
    line = kind(target.host, target.port)
    if target.by_tls:
        context = ssl.create_default_context()
        line.sock = context.wrap_socket(raw, server_hostname=target.host)
    else:
        line.sock = raw
    try:
        line.request(method, target.path, body or None, dict(headers))
        answer = line.getresponse()
        return answer.status, answer.read(MOST)
    finally:
        line.close()
