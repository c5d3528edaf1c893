"""Texts to telephones, through whichever gateway the file of channels names.

A gateway is an address, a method, headers and a body with places for what differs,
and what its answer says when it took the text. Where none is named, or the black hole,
nothing is sent. Who sends a notice in three moments only; a code has limits of its own.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from django.db import transaction

from quincunx.foundation import outside, vault
from quincunx.foundation.channels import Letter, NotNow
from quincunx.foundation.channels.configured import Gateway, configured
from quincunx.foundation.models import Texted
from quincunx.lib.refusal import Refusal

CODE = "code"
KEPT = timedelta(days=2)
# How many to one number within how long: of codes, and of one notice's template.
_LIMITS_OF_CODES = (
    (timedelta(minutes=1), 1),
    (timedelta(hours=1), 5),
    (timedelta(days=1), 10),
)
_LIMITS_OF_NOTICES = ((timedelta(days=1), 50),)
_PLACE = re.compile(r"\{(phone|text|template|code|number)\}")


class Refused(Exception):
    """The gateway answered, and not that it took the text."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.why = f"gateway-said-{status}"


def is_there() -> bool:
    """Say whether texts go anywhere."""
    gateway = configured().sms
    return gateway is not None and gateway.provider != "blackhole"


def send(letter: Letter) -> None:
    """Send a notice; one beyond the limit of its number waits until it may go."""
    if letter.at is None:
        raise ValueError("a text is counted by its time")
    free_at = _count(letter.to, letter.kind, letter.at)
    if free_at is not None:
        raise NotNow(free_at)
    number, code = (str(letter.facts.get(name, "")) for name in ("number", "code"))
    text = letter.title if not letter.link else f"{letter.title} {letter.link}"
    told = {"phone": letter.to, "text": text, "number": number, "code": code}
    _hand_over(told, letter.kind)


def send_code(phone: str, code: str, text: str, *, at: datetime) -> None:
    """Send a code for signing in, in `text`; refuses beyond 1/min, 5/h, 10/day.

    `phone` is in the one form of `lib.text.phone`. Never call it in a transaction.
    """
    free_at = _count(phone, CODE, at)
    if free_at is not None:
        raise Refusal("too-many-codes", again=free_at)
    _hand_over({"phone": phone, "text": text, "code": code}, CODE)


def expire(now: datetime) -> int:
    """Forget which numbers were written to two days ago."""
    return Texted.objects.filter(at__lt=now - KEPT).delete()[0]


@transaction.atomic
def _count(phone: str, template: str, at: datetime) -> datetime | None:
    """Count one more text to a number; if it is one too many, say when one may go.

    Written before it is asked, so that of two at once neither overlooks the other.
    """
    index = vault.blind("sms", phone)
    limits = _LIMITS_OF_CODES if template == CODE else _LIMITS_OF_NOTICES
    mine = Texted.objects.create(index=index, template=template[:60], at=at)
    earlier = Texted.objects.filter(index=index, template=template[:60])
    for span, most in limits:
        within = earlier.filter(at__gt=at - span).exclude(pk=mine.pk).order_by("-at")
        reached = within[most - 1 : most].first()
        if reached is not None:
            mine.delete()
            return reached.at + span
    return None


def _hand_over(told: Mapping[str, str], kind: str) -> None:
    gateway = configured().sms
    if gateway is None or gateway.provider == "blackhole":
        return
    told = {
        "template": gateway.templates.get(kind, ""),
        "code": "",
        "number": "",
        **told,
    }
    answer = outside.call(
        _filled(gateway.url, told, quote_plus),
        _filled(gateway.body, told, _escape(gateway)).encode(),
        gateway.headers,
        method=gateway.method,
    )
    if not _was_taken(answer, gateway):
        raise Refused(answer.status)


def _filled(
    pattern: str, told: Mapping[str, str], escaped: Callable[[str], str]
) -> str:
    return _PLACE.sub(lambda place: escaped(told[place[1]]), pattern)


def _escape(gateway: Gateway) -> Callable[[str], str]:
    """Return how a value is written into the body, by its content type."""
    kinds = {name.lower(): value for name, value in gateway.headers.items()}
    if "json" in kinds.get("content-type", ""):
        return lambda value: json.dumps(value)[1:-1]
    return quote_plus


def _was_taken(answer: outside.Answer, gateway: Gateway) -> bool:
    if answer.status != gateway.status:
        return False
    if not gateway.answer:
        return True
    try:
        told = json.loads(answer.body)
    except ValueError:
        return False
    return isinstance(told, dict) and all(
        str(told.get(name)) == str(wanted) for name, wanted in gateway.answer.items()
    )
