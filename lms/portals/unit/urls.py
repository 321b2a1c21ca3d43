"""Addresses of the unit portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.unit import conduct, dashboard, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("don-vi/", dashboard.home, name="unit_home"),
    path("don-vi/ung-xu/", conduct.conduct, name="unit_conduct"),
    path("don-vi/ung-xu/xuat/", conduct.export, name="unit_conduct_export"),
    path("don-vi/ung-xu/don-vi/<str:code>/", conduct.conduct, name="unit_conduct_unit"),
    path("don-vi/ung-xu/mien/<uuid:uid>/", conduct.exempt, name="unit_exempt"),
    path("don-vi/nhan-su/", people.people, name="unit_people"),
    path("don-vi/nhan-su/<uuid:uid>/", people.person, name="unit_person"),
]
