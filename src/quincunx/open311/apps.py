from django.apps import AppConfig

from quincunx.foundation import wording
from quincunx.open311.sentences import SENTENCES


class Open311Config(AppConfig):
    name = "quincunx.open311"

    def ready(self) -> None:
        wording.add(SENTENCES)
