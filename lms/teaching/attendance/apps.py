"""App of the attendance room."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "lms.teaching.attendance"
    label = "attendance"
    verbose_name = "Điểm danh"
