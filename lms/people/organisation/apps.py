"""Configuration of the organisation app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "lms.people.organisation"
    label = "organisation"
    verbose_name = "Tổ chức"
