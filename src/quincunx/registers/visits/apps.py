from django.apps import AppConfig
from django.utils.module_loading import import_string


class VisitsConfig(AppConfig):
    name = "quincunx.registers.visits"
    label = "visits"

    def ready(self) -> None:
        start = "quincunx.registers.visits.start.register"
        import_string(start)()  # tables are known by now
