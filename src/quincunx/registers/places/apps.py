from django.apps import AppConfig
from django.utils.module_loading import import_string


class PlacesConfig(AppConfig):
    name = "quincunx.registers.places"
    label = "places"

    def ready(self) -> None:
        start = "quincunx.registers.places.start.register"
        import_string(start)()  # tables are known by now
