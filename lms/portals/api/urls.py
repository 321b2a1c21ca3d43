"""Addresses for machines."""

from django.urls import path

from lms.portals.api import views

urlpatterns = [
    path("healthz", views.report_alive, name="healthz"),
    path("readyz", views.report_ready, name="readyz"),
]
