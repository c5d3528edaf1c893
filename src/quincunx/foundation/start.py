"""What the foundation registers of its own when the program starts."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation import (
    channels,
    health,
    leftovers,
    lib_sentences,
    notices,
    own_checks,
    privacy,
    proofs,
    retention,
    wording,
)
from quincunx.foundation.channels import blackhole, mail, robots, sms
from quincunx.foundation.channels.configured import VENDORS
from quincunx.foundation.personal import FIELDS, READS_KEPT_DAYS
from quincunx.foundation.retention import Class
from quincunx.foundation.sentences import NAMES, NOTICES, SENTENCES


def register() -> None:
    wording.add(SENTENCES)
    for fact, names in NAMES.items():
        wording.add_names(fact, names)
    wording.add(lib_sentences.SENTENCES)
    wording.add(lib_sentences.TABLES)
    wording.add_names("flaw", lib_sentences.FLAWS)
    privacy.declare(
        FIELDS,
        seen=_(
            "Nobody as such; the program alone, and residents in what is shown of reads"
        ),
    )
    retention.declare(
        Class(
            "reads",
            _("Who read who somebody is"),
            READS_KEPT_DAYS,
            retention.reads_over,
            retention.forget_reads,
        ),
        Class(
            "files",
            _("Photos and files that belong to nothing"),
            leftovers.UNUSED.days,
            lambda at: leftovers.unused(at).count(),
            leftovers.forget_unused,
        ),
    )
    health.use(*own_checks.CHECKS)
    wording.add_notices(NOTICES)
    notices.describe_with("proof", proofs.describe)
    channels.use("mail", mail.send)
    channels.use("blackhole", blackhole.send)
    channels.use("sms", sms.send)
    channels.only("sms", ("sign-in-code",))
    for vendor in VENDORS:
        channels.use_gathering(vendor, robots.send, pause=robots.PAUSE)
