"""App of the assessment room."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "lms.learning.assessment"
    label = "assessment"
    verbose_name = "Đánh giá"
