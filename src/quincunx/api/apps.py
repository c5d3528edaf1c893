from django.apps import AppConfig

from quincunx.api.sentences import SENTENCES
from quincunx.foundation import wording


class ApiConfig(AppConfig):
    name = "quincunx.api"

    def ready(self) -> None:
        wording.add(SENTENCES)
