"""Configuration of the console app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "lms.portals.console"
    label = "console"
    verbose_name = "Lệnh"
