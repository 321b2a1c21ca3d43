"""The Django app of workbooks."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "lms.people.workbooks"
    label = "workbooks"
    verbose_name = "Sổ Excel"
