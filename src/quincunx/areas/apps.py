from django.apps import AppConfig
from django.utils.module_loading import import_string


class AreasConfig(AppConfig):
    name = "quincunx.areas"
    label = "areas"

    def ready(self) -> None:
        import_string("quincunx.areas.start.register")()  # tables are known by now
