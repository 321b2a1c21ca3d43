"""The app of officials."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "lms.people.personnel"
    label = "personnel"
    verbose_name = "Nhân sự"
