"""What the foundation registers of its own when the program starts."""

from quincunx.foundation import (
    channels,
    health,
    lib_sentences,
    notices,
    own_checks,
    privacy,
    proofs,
    wording,
)
from quincunx.foundation.channels import blackhole, mail, robots, sms
from quincunx.foundation.channels.configured import VENDORS
from quincunx.foundation.personal import FIELDS
from quincunx.foundation.sentences import NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    wording.add(lib_sentences.SENTENCES)
    wording.add(lib_sentences.TABLES)
    wording.add_names("flaw", lib_sentences.FLAWS)
    privacy.declare(FIELDS)
    health.use(*own_checks.CHECKS)
    wording.add_notices(NOTICES)
    notices.describe_with("proof", proofs.describe)
    channels.use("mail", mail.send)
    channels.use("blackhole", blackhole.send)
    channels.use("sms", sms.send)
    channels.only("sms", ("sign-in-code",))
    for vendor in VENDORS:
        channels.use_gathering(vendor, robots.send, pause=robots.PAUSE)
