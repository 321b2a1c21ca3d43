"""App of the standards room."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "lms.people.standards"
    label = "standards"
    verbose_name = "Tiêu chuẩn"
