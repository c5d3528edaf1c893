from django.apps import AppConfig
from django.utils.module_loading import import_string


class HandoverConfig(AppConfig):
    name = "quincunx.registers.handover"
    label = "handover"

    def ready(self) -> None:
        start = "quincunx.registers.handover.start.register"
        import_string(start)()  # tables are known by now
