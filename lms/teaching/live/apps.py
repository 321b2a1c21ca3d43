"""The app lms.teaching.live."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "lms.teaching.live"
    label = "live"
    verbose_name = "Phòng học trực tuyến"
