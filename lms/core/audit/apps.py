"""Configuration of the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lms.core.audit"
    label = "audit"
    verbose_name = "Nhật ký"
