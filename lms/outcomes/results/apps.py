"""Configuration of the results app."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "lms.outcomes.results"
    label = "results"
    verbose_name = "Kết quả"
