"""Addresses of the authority portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.authority import reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("bao-cao/", reports.home, name="authority_home"),
    path("bao-cao/don-vi/", reports.units, name="authority_units"),
    path("bao-cao/don-vi/<str:code>/", reports.unit, name="authority_unit"),
]
