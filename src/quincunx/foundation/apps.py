from django.apps import AppConfig

from quincunx.foundation import channels, lib_sentences, wording
from quincunx.foundation.channels import blackhole, mail
from quincunx.foundation.sentences import SENTENCES


class FoundationConfig(AppConfig):
    name = "quincunx.foundation"

    def ready(self) -> None:
        wording.add(SENTENCES)
        wording.add(lib_sentences.SENTENCES)
        wording.add(lib_sentences.TABLES)
        channels.use("mail", mail.send)
        channels.use("blackhole", blackhole.send)
