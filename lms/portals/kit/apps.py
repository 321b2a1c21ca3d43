"""The kit as a Django app, for its template tags."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "lms.portals.kit"
    label = "kit"
    verbose_name = "Dùng chung"
