"""App of the privacy room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lms.people.privacy"
    label = "privacy"
    verbose_name = "Dữ liệu cá nhân"
