from django.apps import AppConfig

from quincunx.foundation import channels, wording
from quincunx.foundation.channels import blackhole, mail
from quincunx.foundation.sentences import SENTENCES


class FoundationConfig(AppConfig):
    name = "quincunx.foundation"

    def ready(self) -> None:
        wording.add(SENTENCES)
        channels.use("mail", mail.send)
        channels.use("blackhole", blackhole.send)
