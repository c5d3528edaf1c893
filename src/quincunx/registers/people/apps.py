from django.apps import AppConfig
from django.utils.module_loading import import_string


class PeopleConfig(AppConfig):
    name = "quincunx.registers.people"
    label = "people"

    def ready(self) -> None:
        import_string("quincunx.registers.people.start.register")()
