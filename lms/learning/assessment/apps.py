"""The app lms.learning.assessment."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "lms.learning.assessment"
    label = "assessment"
    verbose_name = "Đánh giá"
