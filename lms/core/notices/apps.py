"""App of the notices room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lms.core.notices"
    label = "notices"
    verbose_name = "Thông báo"
