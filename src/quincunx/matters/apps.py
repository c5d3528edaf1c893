from django.apps import AppConfig

from quincunx.foundation import wording
from quincunx.matters.sentences import NAMES, NOTICES, SENTENCES


class MattersConfig(AppConfig):
    name = "quincunx.matters"
    label = "matters"

    def ready(self) -> None:
        wording.add(SENTENCES)
        wording.add_notices(NOTICES)
        for fact, names in NAMES.items():
            wording.add_names(fact, names)
