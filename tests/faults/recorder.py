"""What SQLite asks of the system, noted on its way: each write and flush, in order.

A layer of SQLite's own kind (a VFS) between the library and its usual one. It goes into
the library that Python has loaded, and so under every connection of this process.
"""

import _sqlite3
import ctypes
import os
from ctypes import CFUNCTYPE, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from typing import Any

OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


IN_USE: list["Recorder"] = []  # SQLite goes on calling one when nobody else knows it


class Vfs(Structure):
    """`sqlite3_vfs`, of which only `open` is ours."""

    _fields_ = [
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("more", c_void_p),
        ("open", OPEN),
        ("rest", c_void_p * 15),
    ]


class Methods(Structure):
    """`sqlite3_io_methods`, of which three are ours."""

    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        ("rest", c_void_p * 13),
    ]


@dataclass(frozen=True)
class Event:
    """`what` is write, truncate or sync of a file by its path, a flush of the
    program's own by its inode, or a note of the client's.
    """

    what: str
    of: Any
    offset: int = 0
    content: bytes = b""


@dataclass
class Recorder:
    """Notes from its making on; one thread only, or the order would be a guess."""

    events: list[Event] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)
    tables: dict[int, Methods] = field(default_factory=dict)

    def __post_init__(self) -> None:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = c_void_p
        self.usual = Vfs.from_address(library.sqlite3_vfs_find(None))
        self.ours = Vfs.from_buffer_copy(self.usual)
        self.ours.name, self.ours.open = b"recorded", OPEN(self._open)
        if library.sqlite3_vfs_register(ctypes.byref(self.ours), 1):
            raise RuntimeError("SQLite takes no other VFS")
        self.flush, os.fsync = os.fsync, self._flush
        IN_USE.append(self)

    def _open(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        code: int = self.usual.open(vfs, name, file, flags, out)
        if code == 0 and name:
            self.paths[file] = ctypes.string_at(name).decode()
            self._put_between(c_void_p.from_address(file))
        return code

    def _put_between(self, methods: c_void_p) -> None:
        """Give the file our three; SQLite has one table for each kind of file."""
        kind = methods.value or 0
        if kind not in self.tables:
            self.real = Methods.from_address(kind)
            table = Methods.from_buffer_copy(self.real)
            table.write = WRITE(self._write)
            table.truncate = TRUNCATE(self._truncate)
            table.sync = SYNC(self._sync)
            self.tables[kind] = table
        methods.value = ctypes.addressof(self.tables[kind])

    def _write(self, file: int, content: int, size: int, offset: int) -> int:
        told = ctypes.string_at(content, size)
        self.events.append(Event("write", self.paths[file], offset, told))
        return int(self.real.write(file, content, size, offset))

    def _truncate(self, file: int, size: int) -> int:
        self.events.append(Event("truncate", self.paths[file], size))
        return int(self.real.truncate(file, size))

    def _sync(self, file: int, flags: int) -> int:
        code = int(self.real.sync(file, flags))
        self.events.append(Event("sync", self.paths[file]))
        return code

    def _flush(self, handle: Any) -> None:
        self.flush(handle)
        self.events.append(Event("flush", os.stat(handle).st_ino))  # noqa: PTH116  # a handle
