"""The app lms.learning.conduct."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "lms.learning.conduct"
    label = "conduct"
    verbose_name = "Văn hóa ứng xử"
