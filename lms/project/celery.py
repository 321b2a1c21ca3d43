"""Celery only wakes workers: every message carries an id, and the truth stands in a row."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.project.settings.dev")
app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["lms.project"], related_name="sweep")
