from django.apps import AppConfig
from django.utils.module_loading import import_string


class RegistersConfig(AppConfig):
    name = "quincunx.registers"
    label = "registers"

    def ready(self) -> None:
        import_string("quincunx.registers.start.register")()  # tables are known by now
