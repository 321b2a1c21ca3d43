"""Addresses of the authority portal."""

from django.urls import URLPattern, URLResolver, include, path

from lms.portals.authority import conduct, figures, reports, standards

urlpatterns: list[URLPattern | URLResolver] = [
    path("bao-cao/", reports.home, name="authority_home"),
    path("bao-cao/ung-xu/", conduct.conduct, name="authority_conduct"),
    path("bao-cao/ung-xu/xuat/", conduct.export, name="authority_conduct_export"),
    path("bao-cao/ung-xu/don-vi/<str:code>/", conduct.unit, name="authority_conduct_unit"),
    path("bao-cao/ung-xu/mien/<uuid:uid>/", conduct.exempt, name="authority_exempt"),
    path("bao-cao/don-vi/", reports.units, name="authority_units"),
    path("bao-cao/don-vi/<str:code>/", reports.unit, name="authority_unit"),
    path("bao-cao/so-lieu-cu/", figures.figures, name="authority_figures"),
    path("bao-cao/so-lieu-cu/moi/", figures.new, name="authority_figure_new"),
    path("to-chuc/tieu-chuan/", standards.standards, name="authority_standards"),
    path("to-chuc/tieu-chuan/moi/", standards.new, name="authority_standard_new"),
    path("to-chuc/tieu-chuan/<int:pk>/", standards.standard, name="authority_standard"),
    path("to-chuc/quy-dinh/", include("lms.portals.authority.rulebook.urls")),
    path("to-chuc/", include("lms.portals.authority.organisation.urls")),
]
