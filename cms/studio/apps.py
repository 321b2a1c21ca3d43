"""The app of the Scenario Studio."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "cms.studio"
    label = "studio"
    verbose_name = "Xưởng soạn"
