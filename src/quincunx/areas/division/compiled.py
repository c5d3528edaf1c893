"""Kernels compiled once per machine and kept on disk in a folder of ours.

The folder is named by `QUINCUNX_KERNELS`, else lies in the user's cache; a folder in
it is named by the source of the kernels, so that no stale one is ever called. Where
nothing can be written, each process compiles for itself (about 30 s) and says so once.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
SOURCES = ("layout.py", "moves.py", "anneal.py")
log = logging.getLogger(__name__)


def folder() -> Path:
    """Return where compiled kernels of just these sources are kept."""
    digest = hashlib.sha256(numba.__version__.encode())
    for name in SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return _base() / digest.hexdigest()[:16]


def _base() -> Path:
    given = os.environ.get("QUINCUNX_KERNELS")
    if given:
        return Path(given)
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "quincunx" / "kernels"


def _writable(place: Path) -> bool:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError as fault:
        log.warning(
            "Division compiles its kernels anew in each process: %s. Set "
            "QUINCUNX_KERNELS to a folder that can be written.",
            fault,
        )
        return False


_PLACE = folder()
KEPT = _writable(_PLACE)
if KEPT:
    config: Any = numba.config
    config.CACHE_DIR = str(_PLACE)


def compiled(kernel: Kernel) -> Kernel:
    """Return `kernel` as machine code, from the folder where it is kept."""
    quick: Any = numba.njit(cache=KEPT, nogil=True, error_model="numpy")
    return cast("Kernel", quick(kernel))


def spliced(kernel: Kernel) -> Kernel:
    """Return `kernel` as part of whoever calls it: no call costs as little.

    A call that hands over a whole town counts a reference to each of its arrays.
    """
    quick: Any = numba.njit(inline="always", error_model="numpy")
    return cast("Kernel", quick(kernel))
