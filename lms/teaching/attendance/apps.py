"""The app lms.teaching.attendance."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "lms.teaching.attendance"
    label = "attendance"
    verbose_name = "Điểm danh"
