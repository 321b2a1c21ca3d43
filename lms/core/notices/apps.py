"""Configuration of the notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lms.core.notices"
    label = "notices"
    verbose_name = "Thông báo"
