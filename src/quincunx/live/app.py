"""The live process: one long answer for each browser, told by one look a second.

A small ASGI application of three addresses: `/live`, `/live/wall` for screens on walls,
and `/live/healthz`. It holds no more than who listens now; when it falls, browsers come
back or ask now and then.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from quincunx.live import seats
from quincunx.live.look import Listener, Looker, Seen
from quincunx.live.seats import Line, Seat, Wall, letter
from quincunx.live.who import person_with
from quincunx.staff.actors import actor_for
from quincunx.walls import screens

log = logging.getLogger("quincunx.live")

EVERY = 1.0  # seconds between two looks
BEAT = 15.0  # seconds of silence after which a browser hears that we are here
MOST = 2000  # browsers at once

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Live:
    """Everybody who listens, and the one loop that looks for them."""

    def __init__(self) -> None:
        self.seats: set[Seat] = set()
        self.walls: set[Wall] = set()
        self.looker = Looker()
        self.looking: asyncio.Task[None] | None = None
        # One thread, so one connection to the database, whoever asks.
        self.thread = ThreadPoolExecutor(1, "look")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            said = await receive()
            await send({"type": f"{said['type']}.complete"})
            if said["type"] == "lifespan.shutdown":
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/live/healthz":
            await _say(send, 200, b"ok\n")
        elif scope["path"] not in ("/live", "/live/wall") or scope["method"] != "GET":
            await _say(send, 404)
        elif not _is_ours(scope):
            await _say(send, 403)
        elif len(self.seats) + len(self.walls) >= MOST:
            await _say(send, 503)
        elif scope["path"] == "/live":
            cookie = _cookie(scope, settings.SESSION_COOKIE_NAME)
            seat = await self._in_thread(_seated, cookie)
            await self._let_listen(seat, self.seats, scope, receive, send)
        else:
            wall = await self._in_thread(_hung, _cookie(scope, screens.COOKIE))
            await self._let_listen(wall, self.walls, scope, receive, send)

    async def _let_listen(
        self,
        line: Any,
        among: set[Any],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Keep a line, among those of its kind, until the browser goes."""
        if line is None:
            await _say(send, 401, headers=_cors(scope))
            return
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look_on())
        among.add(line)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await _stream(line, scope, send, gone)
        finally:
            among.discard(line)
            gone.cancel()

    async def _look_on(self) -> None:
        """Look once a second while anybody listens."""
        while True:
            listening, walls = list(self.seats), list(self.walls)
            told = [Listener(seat.session, seat.person) for seat in listening]
            hung = {wall.screen for wall in walls}
            try:
                seen = await self._in_thread(self.looker.look, told, hung)
                self._tell(listening, seen)
                _tell_walls(walls, seen)
            except Exception:  # the database may be away; browsers see old data named
                log.exception("looking failed")
            await asyncio.sleep(EVERY)

    def _tell(self, listening: list[Seat], seen: Seen) -> None:
        for seat in listening:
            actor = seen.actors.get(seat.person.pk)
            over = seen.sessions is not None and seat.session not in seen.sessions
            if over or actor is None or not actor.holdings:
                seat.end()
            else:
                seat.actor = actor
        seats.tell_changes(listening, seen.changes, seen.at)
        seats.tell_presence(listening, seen.present, seen.names)

    async def _in_thread(self, function: Callable[..., Any], *given: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, _connected, function, *given)


def _tell_walls(walls: list[Wall], seen: Seen) -> None:
    for wall in walls:
        if seen.screens is not None and wall.screen not in seen.screens:
            wall.end()
    seats.tell_walls(walls, seen.changes, seen.at)


def _connected(function: Callable[..., Any], *given: Any) -> Any:
    """Ask the database; a connection that a restart has cut is made anew first."""
    close_old_connections()
    return function(*given)


def _seated(session: str) -> Seat | None:
    now = timezone.now()
    person = person_with(session, at=now) if session else None
    if person is None:
        return None
    actor = actor_for(person, at=now)
    return Seat(session, person, actor) if actor.holdings else None


def _hung(token: str) -> Wall | None:
    screen = screens.opened(token, at=timezone.now())
    return Wall(screen.pk, screen.area.path) if screen is not None else None


async def _stream(
    line: Line, scope: Scope, send: Send, gone: "asyncio.Task[None]"
) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # a proxy passes each message on at once
        *_cors(scope),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    line.put(letter("hello", {"at": timezone.now().isoformat()}))
    while not gone.done():
        try:
            told = await asyncio.wait_for(line.letters.get(), BEAT)
        except TimeoutError:
            told = letter("beat", {"at": timezone.now().isoformat()})
        if told is None:
            break
        await send({"type": "http.response.body", "body": told, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(
    send: Send,
    status: int,
    body: bytes = b"",
    headers: list[tuple[bytes, bytes]] | None = None,
) -> None:
    told = [(b"content-type", b"text/plain"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> str:
    found = (value for key, value in scope["headers"] if key.lower() == name)
    return next((value.decode("latin-1") for value in found), "")


def _cookie(scope: Scope, name: str) -> str:
    try:
        kept = SimpleCookie(_header(scope, b"cookie"))
    except CookieError:
        return ""
    there = kept.get(name)
    return there.value if there else ""


def _is_ours(scope: Scope) -> bool:
    """Say whether the page that asks is of our host: cookies alone do not prove it."""
    origin = _header(scope, b"origin")
    site = _header(scope, b"sec-fetch-site")
    if not origin:
        return site in ("", "same-origin", "same-site", "none")
    host = _header(scope, b"host")
    return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname


def _cors(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Let a page of our host at another port read the answer."""
    origin = _header(scope, b"origin")
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]
