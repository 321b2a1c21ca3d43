"""Configuration of the jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "lms.core.jobs"
    label = "jobs"
    verbose_name = "Tác vụ nền"
