from django.apps import AppConfig
from django.utils.module_loading import import_string


class WallsConfig(AppConfig):
    name = "quincunx.walls"
    label = "walls"

    def ready(self) -> None:
        import_string("quincunx.walls.start.register")()  # tables are known by now
