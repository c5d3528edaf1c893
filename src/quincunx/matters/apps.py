from django.apps import AppConfig
from django.utils.module_loading import import_string


class MattersConfig(AppConfig):
    name = "quincunx.matters"
    label = "matters"

    def ready(self) -> None:
        import_string("quincunx.matters.start.register")()  # tables are known by now
