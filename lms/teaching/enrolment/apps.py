"""App of the enrolment room."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "lms.teaching.enrolment"
    label = "enrolment"
    verbose_name = "Ghi danh"
