"""The app lms.learning.progress."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "lms.learning.progress"
    label = "progress"
    verbose_name = "Tiến độ"
