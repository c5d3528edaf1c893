from django.apps import AppConfig
from django.utils.module_loading import import_string


class CasesConfig(AppConfig):
    name = "quincunx.cases"
    label = "cases"

    def ready(self) -> None:
        import_string("quincunx.cases.start.register")()  # tables are known by now
