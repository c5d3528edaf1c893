"""The folder that holds keys, files and the embedded database, before Django is up.

The keys must be there when the settings are read, so a program that has just made them
begins again: same process, same arguments, now with keys.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from quincunx.foundation import masters

SECRET_BYTES = 48


def keys() -> Path:
    return Path(settings.QUINCUNX_HOME) / "keys"


def settle(folder: Path) -> NoReturn:
    """Begin again in `folder`, which is the home from here on."""
    os.environ["QUINCUNX_HOME"] = str(folder.absolute())
    _begin_again()


def lay(database: str = "") -> None:
    """Make what is missing of the home; return only in a program that has it all.

    `database` is the address to work on instead of the one that is kept.
    """
    missing = _lay_keys()
    if database and os.environ.get("QUINCUNX_DATABASE") != database:
        os.environ["QUINCUNX_DATABASE"] = database
        missing = True
    if missing:
        _begin_again()


def _lay_keys() -> bool:
    """Make the keys that are missing; return whether any was."""
    for folder in (keys().parent, keys()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = masters.create(Path(settings.QUINCUNX_KEY))
    if not settings.QUINCUNX_FOUNDED:
        keep("secret", secrets.token_urlsafe(SECRET_BYTES))
        made = True
    return made


def keep(name: str, content: str) -> None:
    """Write a file of the keys that only its owner may read."""
    beside = keys() / f"{name}.new"
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(keys() / name)


def _begin_again() -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "quincunx", *sys.argv[1:]]
    os.execv(sys.executable, command)  # noqa: S606  # ourselves, no shell
