from django.apps import AppConfig
from django.utils.module_loading import import_string


class WebhooksConfig(AppConfig):
    name = "quincunx.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        import_string("quincunx.webhooks.start.register")()  # tables are known by now
