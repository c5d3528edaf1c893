from django.apps import AppConfig
from django.utils.module_loading import import_string


class PortalConfig(AppConfig):
    name = "quincunx.portal"

    def ready(self) -> None:
        import_string("quincunx.portal.start.register")()  # tables are known by now
