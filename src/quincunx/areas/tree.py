"""An area's place in the tree, as a path of keys that sorts in byte order.

A path is the keys from the top down, each in base 36 and closed by a full stop:
`1.c.2f.`. Everything under `1.c.` lies between `1.c.` and `1.c/`, because the
slash is the byte after the full stop. Nothing here walks parents.
"""

from itertools import accumulate

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
STOP = "."
AFTER_STOP = "/"
EVERYWHERE = ""  # the path that holds every other
LONGEST = 255


def base36(number: int) -> str:
    """Write a key, which is never negative, in base 36."""
    written = ""
    while number:
        number, rest = divmod(number, 36)
        written = DIGITS[rest] + written
    return written or "0"


def child_path(parent_path: str, key: int) -> str:
    """Return the path of the area `key` under `parent_path` ("" at the top)."""
    return f"{parent_path}{base36(key)}{STOP}"


def end(path: str) -> str:
    """Return the first string after everything within `path`.

    Everything is within "", which has no end; ask `is_within`, or leave it out.
    """
    return path[:-1] + AFTER_STOP


def is_within(path: str, ancestor: str) -> bool:
    """Say whether `path` is `ancestor` or lies under it."""
    return path.startswith(ancestor)


def ids(path: str) -> list[int]:
    """Return the keys on `path`, outermost first."""
    return [int(step, 36) for step in path.split(STOP)[:-1]]


def ancestors(path: str) -> list[str]:
    """Return the paths that hold `path`, outermost first, itself last."""
    steps = [step + STOP for step in path.split(STOP)[:-1]]
    return list(accumulate(steps))


def parent_path(path: str) -> str:
    """Return the path one step up; "" at the top."""
    return "".join(ancestors(path)[-2:-1])


def depth(path: str) -> int:
    return path.count(STOP)


def moved(path: str, frm: str, to: str) -> str:
    """Return where `path` lies once the subtree `frm` stands at `to`."""
    return to + path[len(frm) :]
