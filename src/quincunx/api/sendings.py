"""`Idempotency-Key`: what is sent twice under one key is done once, answered alike.

Stands around every operation that is POSTed. Key, deed and answer are one transaction,
opened after the caller is known and what was sent is understood: an answer is never
given to somebody whose access has ended. A refusal keeps nothing.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from ninja import Status
from pydantic import TypeAdapter

from quincunx.api.visit import Visit
from quincunx.foundation import receipts

HEADER = "Idempotency-Key"
PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": (
        "Yours, for this one sending. The same key with the same body gets the same"
        " answer, and nothing is done again; with another body it is refused"
        " (422, key-used-otherwise). Kept for thirty days."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": receipts.LONGEST_KEY},
}
# What only reads takes no key: each look at a contact is written down.
READS = frozenset({"contact", "check_pack"})
# What has work to do before its transaction calls `answered` itself.
_BY_ITSELF = READS | {"send", "submit", "record", "make_webhook"}

T = TypeVar("T")
_PLAIN = TypeAdapter[Any](Any)


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let an operation heed the key it is sent under."""

    @wraps(view)
    def heeding(request: Visit, *told: Any, **named: Any) -> Any:
        if request.method != "POST" or view.__name__ in _BY_ITSELF:
            return view(request, *told, **named)
        return answered(request, lambda: view(request, *told, **named))

    return heeding


def answered(request: Visit, deed: Callable[[], T]) -> T:
    """Do it and keep what is answered, or answer as before under the same key."""
    key = request.headers.get(HEADER)
    if key is None:
        return deed()
    owner, at = str(request.actor.person or ""), request.received_at
    with receipts.once(key, owner, _sent(request), at=at) as sending:
        kept = sending.answer or sending.keep(_kept(deed()))
    # Read through the same schema as an answer given without a key.
    return cast(T, Status(kept["status"], kept["body"]))


def _kept(answer: Any) -> dict[str, Any]:
    """Return status and body as plain JSON."""
    status, body = 200, answer
    if isinstance(answer, Status):
        status, body = answer.status_code, answer.value
    return {"status": status, "body": _PLAIN.dump_python(body, mode="json")}


def _sent(request: Visit) -> bytes:
    """Return what was asked for: the address, and what was sent there.

    Each sending of a form has another boundary, so its files count by their hash.
    """
    where = f"{request.method} {request.get_full_path()}\n".encode()
    if request.content_type != "multipart/form-data":
        return where + request.body
    files = [(name, _hash(file)) for name, file in sorted(request.FILES.items())]
    return where + json.dumps([sorted(request.POST.lists()), files]).encode()


def _hash(file: Any) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
