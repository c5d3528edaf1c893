from django.apps import AppConfig
from django.utils.module_loading import import_string


class SubjectsConfig(AppConfig):
    name = "quincunx.registers.subjects"
    label = "subjects"

    def ready(self) -> None:
        import_string("quincunx.registers.subjects.start.register")()
