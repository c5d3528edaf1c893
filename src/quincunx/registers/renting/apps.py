from django.apps import AppConfig
from django.utils.module_loading import import_string


class RentingConfig(AppConfig):
    name = "quincunx.registers.renting"
    label = "renting"

    def ready(self) -> None:
        start = "quincunx.registers.renting.start.register"
        import_string(start)()  # tables are known by now
