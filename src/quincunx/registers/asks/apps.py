from django.apps import AppConfig
from django.utils.module_loading import import_string


class AsksConfig(AppConfig):
    name = "quincunx.registers.asks"
    label = "asks"

    def ready(self) -> None:
        start = "quincunx.registers.asks.start.register"
        import_string(start)()  # tables are known by now
