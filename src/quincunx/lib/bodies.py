"""What a body must be before anybody reads its fields: JSON, of text that can be kept.

Half a character or a NUL is refused here, in any field, whatever the database: the
embedded one would keep what PostgreSQL cannot.
"""

import json
import re
from collections.abc import Iterable

from quincunx.lib.refusal import Refusal

_NOT_KEEPABLE = re.compile("[\x00\ud800-\udfff]")


def read(body: bytes) -> object:
    """Return what a body says, or refuse it by what is wrong with it."""
    return _keepable(_read(body))


def _read(body: bytes) -> object:
    try:
        return json.loads(body.decode())
    except UnicodeDecodeError as fault:
        raise Refusal("body-not-utf8", byte=fault.start) from fault
    except json.JSONDecodeError as fault:
        told = {"line": fault.lineno, "column": fault.colno}
        raise Refusal("json-not-understood", **told) from fault
    except (RecursionError, ValueError) as fault:  # nested, or a number, without end
        raise Refusal("json-too-deep") from fault


def _keepable(read: object) -> object:
    """Refuse the first text that no database keeps, naming its field."""
    open_still: list[tuple[str, object]] = [("", read)]
    while open_still:
        name, value = open_still.pop()
        if isinstance(value, str) and _NOT_KEEPABLE.search(value):
            raise Refusal("text-not-keepable", field=name)
        open_still += [(f"{name}.{key}".lstrip("."), part) for key, part in _in(value)]
    return read


def _in(value: object) -> Iterable[tuple[object, object]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
