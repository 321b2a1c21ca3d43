"""App of the kit room."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "lms.portals.kit"
    label = "kit"
    verbose_name = "Dùng chung"
