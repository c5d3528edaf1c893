from django.apps import AppConfig
from django.utils.module_loading import import_string


class StaffConfig(AppConfig):
    name = "quincunx.staff"
    label = "staff"

    def ready(self) -> None:
        import_string("quincunx.staff.start.register")()  # tables are known by now
