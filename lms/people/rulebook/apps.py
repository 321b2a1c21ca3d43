"""Configuration of the rulebook app."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "lms.people.rulebook"
    label = "rulebook"
    verbose_name = "Quy định"
