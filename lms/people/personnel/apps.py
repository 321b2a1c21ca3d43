"""App of the personnel room."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "lms.people.personnel"
    label = "personnel"
    verbose_name = "Nhân sự"
