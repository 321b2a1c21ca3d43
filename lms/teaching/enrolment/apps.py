"""The app lms.teaching.enrolment."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "lms.teaching.enrolment"
    label = "enrolment"
    verbose_name = "Ghi danh"
