"""The road between a telephone and the server, which breaks where one wants."""

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

Socket = socket.socket
AT_ONCE = struct.pack("ii", 1, 0)  # linger no second: the other side is told by a reset
UP, DOWN = "up", "down"  # from the telephone to the server, and back


@dataclass
class Road:
    """Carries bytes between the telephone and the server, until it is cut.

    `cut_after` says after how many further bytes of one direction everything that is
    under way breaks off, once; while it is `closed` nobody gets through at all.
    """

    server: tuple[str, int]
    closed: bool = False
    cuts: int = 0
    _left: dict[str, int] = field(default_factory=dict)
    _open: set[Socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _door: Socket = field(default_factory=Socket)

    @property
    def url(self) -> str:
        return f"http://localhost:{self._door.getsockname()[1]}"

    def cut_after(self, direction: str, count: int) -> None:
        with self._lock:
            self._left[direction] = count

    def mend(self) -> None:
        with self._lock:
            self._left.clear()
            self.closed = False

    def break_off(self) -> None:
        """Break every connection, with a reset: nobody waits for what does not come."""
        with self._lock:
            broken, self._open = list(self._open), set()
        for each in broken:
            with suppress(OSError):
                each.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
                )
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def begin(self) -> Self:
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(64)
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def end(self) -> None:
        self._door.close()
        self.break_off()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                self._connect(near)

    def _connect(self, near: Socket) -> None:
        if self.closed:
            near.close()
            return
        try:
            far = socket.create_connection(self.server, timeout=30)
        except OSError:
            near.close()
            return
        with self._lock:
            self._open |= {near, far}
        for direction, (source, sink) in {UP: (near, far), DOWN: (far, near)}.items():
            told = (direction, source, sink)
            threading.Thread(target=self._carry, args=told, daemon=True).start()

    def _carry(self, direction: str, source: Socket, sink: Socket) -> None:
        with suppress(OSError):
            while piece := source.recv(16 * 1024):
                most, is_cut = self._allowed(direction, len(piece))
                sink.sendall(piece[:most])
                if is_cut:
                    self.break_off()
                    return
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _allowed(self, direction: str, count: int) -> tuple[int, bool]:
        """Return how many bytes may pass, and whether this is where it breaks."""
        with self._lock:
            left = self._left.get(direction)
            if left is None:
                return count, False
            if count < left:
                self._left[direction] = left - count
                return count, False
            del self._left[direction]
            self.cuts += 1
            return left, True
