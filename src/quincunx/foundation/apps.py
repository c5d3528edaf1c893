from django.apps import AppConfig
from django.utils.module_loading import import_string


class FoundationConfig(AppConfig):
    name = "quincunx.foundation"

    def ready(self) -> None:
        import_string("quincunx.foundation.start.register")()  # tables are known by now
