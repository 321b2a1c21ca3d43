"""The app lms.teaching.classes."""

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    name = "lms.teaching.classes"
    label = "classes"
    verbose_name = "Lớp học"
