"""App of the studio room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "cms.studio"
    label = "studio"
    verbose_name = "Xưởng soạn"
