"""Addresses below /to-chuc/quy-dinh/."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.authority.rulebook import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.show_rules, name="authority_rules"),
    path("<str:key>/", views.show_rule, name="authority_rule"),
    path("<str:key>/dat/", views.set_value, name="authority_rule_set"),
    path("<str:key>/rut/<int:pk>/", views.withdraw_value, name="authority_rule_back"),
]
