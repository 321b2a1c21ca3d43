"""The app of data requests."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "lms.people.privacy"
    label = "privacy"
    verbose_name = "Dữ liệu cá nhân"
