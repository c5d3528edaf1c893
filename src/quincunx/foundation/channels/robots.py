"""Robots in the groups of WeCom, DingTalk and Feishu.

A group is read by many, so a message is a line and a link for each notice: never a
name, a telephone, an address or a text. Each vendor bears about twenty messages a
minute; what has gathered goes as one.

Signatures as the vendors describe them: DingTalk, "Customize robot security settings";
Feishu, "Custom bot usage guide"; WeCom knows its robots by the key in their URL.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quincunx.foundation import outside
from quincunx.foundation.channels import Letter
from quincunx.foundation.channels.configured import Robot, robot

PAUSE = timedelta(seconds=5)  # at most twelve messages a minute, of twenty
MOST_LINES = 10
MOST_BYTES = 1900  # WeCom takes 2048

Request = tuple[str, dict[str, object]]  # where to, and what


class Refused(Exception):
    """The vendor took the request and said no; `why` is its number."""

    def __init__(self, code: object) -> None:
        super().__init__(code)
        self.why = f"vendor-said-{code}"[:40]


def send(letters: Sequence[Letter]) -> None:
    """Send what has gathered for one robot as one message; raises what went wrong."""
    first = letters[0]
    if first.at is None:
        raise ValueError("a robot signs with the time")
    say(robot(first.to), digest(letters, first.language), at=first.at)


def say(to: Robot, text: str, *, at: datetime) -> None:
    if to.is_blackhole:
        return
    url, body = _REQUESTS[to.vendor](to, text, at)
    answer = outside.call(
        url,
        json.dumps(body, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8"},
    )
    _heed(answer)


def digest(letters: Sequence[Letter], language: str) -> str:
    """Return a line for each letter, as many as a message takes, and how many more."""
    with translation.override(language or settings.LANGUAGE_CODE):
        lines = [" ".join(filter(None, (each.title, each.link))) for each in letters]
        shown: list[str] = []
        for line in lines[:MOST_LINES]:
            if len("\n".join([*shown, line]).encode()) > MOST_BYTES:
                break
            shown.append(line)
        more = len(lines) - len(shown)
        if more:
            told = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
            shown.append(told)
        if len(lines) > 1:
            shown.insert(0, _("%(n)s new notices") % {"n": len(lines)})
        return "\n".join(shown)


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """Return base64 of HMAC-SHA256, keyed by the secret, over time and secret."""
    said = f"{milliseconds}\n{secret}".encode()
    return _base64(hmac.new(secret.encode(), said, hashlib.sha256).digest())


def feishu_sign(secret: str, seconds: int) -> str:
    """Return base64 of HMAC-SHA256, keyed by time and secret, over nothing."""
    key = f"{seconds}\n{secret}".encode()
    return _base64(hmac.new(key, b"", hashlib.sha256).digest())


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _to_wecom(to: Robot, text: str, at: datetime) -> Request:
    del at
    return to.url, {"msgtype": "text", "text": {"content": text}}


def _to_dingtalk(to: Robot, text: str, at: datetime) -> Request:
    url, body = _to_wecom(to, text, at)
    if to.secret:
        moment = int(at.timestamp() * 1000)
        sign = quote_plus(dingtalk_sign(to.secret, moment))
        url += f"{'&' if '?' in url else '?'}timestamp={moment}&sign={sign}"
    return url, body


def _to_feishu(to: Robot, text: str, at: datetime) -> Request:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if to.secret:
        moment = int(at.timestamp())
        body |= {"timestamp": str(moment), "sign": feishu_sign(to.secret, moment)}
    return to.url, body


_REQUESTS: dict[str, Callable[[Robot, str, datetime], Request]] = {
    "wecom": _to_wecom,
    "dingtalk": _to_dingtalk,
    "feishu": _to_feishu,
}


def _heed(answer: outside.Answer) -> None:
    """Raise unless the vendor took it: all three answer 200 and a code, 0 for yes."""
    if not answer.is_good:
        raise Refused(answer.status)
    try:
        told = json.loads(answer.body)
        code = told.get("errcode", told.get("code", told.get("StatusCode")))
    except (ValueError, AttributeError) as fault:
        raise Refused("nothing-readable") from fault
    if code != 0:
        raise Refused(code)
