"""Addresses below /to-chuc/quy-dinh/."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.authority.rulebook import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.rules, name="authority_rules"),
    path("<str:key>/", views.rule, name="authority_rule"),
    path("<str:key>/dat/", views.set_value, name="authority_rule_set"),
    path("<str:key>/rut/<int:pk>/", views.take_back, name="authority_rule_back"),
]
