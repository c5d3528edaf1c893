"""The database away, too busy, out of room, or unable to keep what it was given.

One refusal each, for every door.

No words here say that nothing was changed: where the answer to a commit got lost,
nobody can know. Whoever sends again under the same key (`receipts`) is safe.
"""

import errno
import sqlite3

from django.db import DataError, InterfaceError, OperationalError

from quincunx.lib.refusal import Refusal

AWAY, BUSY, NO_ROOM = "database-away", "database-busy", "no-room"
# Signs that are no text (NUL, half a character) and numbers beyond any column.
NOT_KEEPABLE = "value-not-understood"
_NOT_KEEPABLE = (DataError, UnicodeEncodeError, OverflowError)

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQLITE = {
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
}
# PostgreSQL: disk full; serialization and deadlock; lock not had, statement cancelled.
_POSTGRESQL = {"53100": NO_ROOM, "40001": BUSY, "40P01": BUSY, "55P03": BUSY}


def refusal_of(fault: BaseException | None) -> Refusal | None:
    """Return what a fault is to those who wait for an answer; None if a bug of ours."""
    if isinstance(fault, OperationalError | InterfaceError):
        return Refusal(_code(fault.__cause__))
    if isinstance(fault, OSError) and fault.errno in _NO_SPACE:
        return Refusal(NO_ROOM)
    if isinstance(fault, _NOT_KEEPABLE):
        return Refusal(NOT_KEEPABLE)
    return None


def _code(cause: BaseException | None) -> str:
    """Read what the driver says: its number on SQLite, its state on PostgreSQL."""
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _SQLITE.get(number & 0xFF, AWAY)
    return _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", AWAY)
