"""Django app of the scenarios."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "cms.scenarios"
    label = "scenarios"
    verbose_name = "Tình huống"
