from django.apps import AppConfig
from django.utils.module_loading import import_string

from quincunx.foundation import wording
from quincunx.web.shell.sentences import SENTENCES


class WebConfig(AppConfig):
    name = "quincunx.web"

    def ready(self) -> None:
        wording.add(SENTENCES)
        import_string("quincunx.web.shell.links.register")()
