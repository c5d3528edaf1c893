from django.apps import AppConfig

from quincunx.field.sentences import SENTENCES
from quincunx.foundation import wording


class FieldConfig(AppConfig):
    name = "quincunx.field"

    def ready(self) -> None:
        wording.add(SENTENCES)
