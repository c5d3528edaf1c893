from django.apps import AppConfig

from quincunx.foundation import wording
from quincunx.portal.sentences import SENTENCES


class PortalConfig(AppConfig):
    name = "quincunx.portal"

    def ready(self) -> None:
        wording.add(SENTENCES)
