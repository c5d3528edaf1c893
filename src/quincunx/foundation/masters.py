"""The master keys, in a file of their own outside the database and its backup.

One line each: `master HEX`, the last of them in use, older ones until no data key is
under them; and `blind HEX`, which is never changed.
"""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from quincunx.lib.refusal import Refusal


@dataclass(frozen=True)
class Masters:
    """Master keys by their names; `current` names the one that seals."""

    keys: dict[str, bytes]
    current: str
    blind: bytes

    def key(self, name: str) -> bytes:
        if name not in self.keys:
            raise Refusal("master-key-unknown", name=name)
        return self.keys[name]


def create(path: Path) -> bool:
    """Make the file with fresh keys, readable by its owner only; False if it exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    lines = [_line("blind", _fresh()), _line("master", _fresh())]
    with os.fdopen(written, "w") as file:
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())
    return True


def read(path: Path) -> Masters:
    """Return the keys; read again only when the file has changed."""
    try:
        changed = path.stat()
    except FileNotFoundError as fault:
        raise Refusal("master-key-missing", file=path.name) from fault
    return _read(path, changed.st_mtime_ns, changed.st_ino)


def add(path: Path) -> Masters:
    """Put a fresh master key in use; the older ones stay readable."""
    _replace(path, [*path.read_text().splitlines(keepends=True), _new_line()])
    return read(path)


def keep_only(path: Path, names: frozenset[str]) -> Masters:
    """Take every master key out of the file that is not among `names`."""
    kept = [
        line
        for line in path.read_text().splitlines(keepends=True)
        if not line.startswith("master") or _name(_key(line)) in names
    ]
    _replace(path, kept)
    return read(path)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _inode: int) -> Masters:
    keys: dict[str, bytes] = {}
    blind = b""
    for line in path.read_text().splitlines():
        if line.startswith("blind "):
            blind = _key(line)
        elif line.startswith("master "):
            keys[_name(_key(line))] = _key(line)
    if not keys or not blind:
        raise Refusal("master-key-missing", file=path.name)
    return Masters(keys, list(keys)[-1], blind)


def _replace(path: Path, lines: list[str]) -> None:
    """Write anew beside the file and move it there, so that no moment is without."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.truncate()
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _fresh() -> bytes:
    return secrets.token_bytes(32)


def _new_line() -> str:
    return _line("master", _fresh())


def _line(kind: str, key: bytes) -> str:
    return f"{kind} {key.hex()}\n"


def _key(line: str) -> bytes:
    return bytes.fromhex(line.split()[1])


def _name(key: bytes) -> str:
    """Return a name that tells keys apart and gives nothing away."""
    return sha256(b"name" + key).hexdigest()[:16]
