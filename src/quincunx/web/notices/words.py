"""What channels and their faults are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.foundation import wording
from quincunx.staff.channels import Way

CHANNELS: Mapping[str, str | Promise] = {
    "mail": _("E-mail"),
    "sms": _("Text messages"),
    "wecom": _("WeCom robot"),
    "dingtalk": _("DingTalk robot"),
    "feishu": _("Feishu robot"),
}
FAULTS: Mapping[str, str | Promise] = {
    "SMTPAuthenticationError": _("the mail server refuses our name or password"),
    "SMTPRecipientsRefused": _("the mail server refuses the address"),
}


def named(way: Way) -> str:
    word = str(CHANNELS.get(way.channel, way.channel))
    return f"{word} {way.robot}" if way.robot else word


def fault_in_words(fault: str) -> str:
    """Return what went wrong in words; a code nobody has words for, as it is."""
    if fault in wording.codes():
        return str(wording.sentence(fault))
    return str(FAULTS[fault]) if fault in FAULTS else wording.say("fault", fault)
