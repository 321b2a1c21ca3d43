"""Addresses of the unit portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.unit import dashboard, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("don-vi/", dashboard.home, name="unit_home"),
    path("don-vi/nhan-su/", people.people, name="unit_people"),
    path("don-vi/nhan-su/<uuid:uid>/", people.person, name="unit_person"),
]
