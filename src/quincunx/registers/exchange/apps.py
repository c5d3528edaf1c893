from django.apps import AppConfig
from django.utils.module_loading import import_string


class ExchangeConfig(AppConfig):
    name = "quincunx.registers.exchange"
    label = "exchange"

    def ready(self) -> None:
        import_string("quincunx.registers.exchange.start.register")()
