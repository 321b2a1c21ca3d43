"""App of the organisation room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "lms.people.organisation"
    label = "organisation"
    verbose_name = "Tổ chức"
