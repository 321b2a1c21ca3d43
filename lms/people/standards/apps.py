"""The app of standards."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "lms.people.standards"
    label = "standards"
    verbose_name = "Tiêu chuẩn"
