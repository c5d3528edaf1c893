from django.apps import AppConfig

from quincunx.foundation import wording
from quincunx.web.shell.sentences import SENTENCES


class WebConfig(AppConfig):
    name = "quincunx.web"

    def ready(self) -> None:
        wording.add(SENTENCES)
