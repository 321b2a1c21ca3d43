"""App of the workbooks room."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "lms.people.workbooks"
    label = "workbooks"
    verbose_name = "Sổ Excel"
