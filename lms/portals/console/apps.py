"""App of the console room."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "lms.portals.console"
    label = "console"
    verbose_name = "Lệnh"
