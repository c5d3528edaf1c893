from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "quincunx.staff"
    label = "staff"
