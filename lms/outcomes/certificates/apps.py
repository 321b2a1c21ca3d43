"""Configuration of the certificates app."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "lms.outcomes.certificates"
    label = "certificates"
    verbose_name = "Chứng chỉ"
