"""Addresses of the authority portal."""

from django.urls import URLPattern, URLResolver, include, path

from lms.portals.authority import conduct, figures, reports, standards

urlpatterns: list[URLPattern | URLResolver] = [
    path("bao-cao/", reports.show_area, name="authority_home"),
    path("bao-cao/ung-xu/", conduct.show_area_conduct, name="authority_conduct"),
    path("bao-cao/ung-xu/xuat/", conduct.export_area_conduct, name="authority_conduct_export"),
    path(
        "bao-cao/ung-xu/don-vi/<str:code>/",
        conduct.show_unit_conduct,
        name="authority_conduct_unit",
    ),
    path("bao-cao/ung-xu/mien/<uuid:uid>/", conduct.show_exemption, name="authority_exempt"),
    path("bao-cao/don-vi/", reports.show_units, name="authority_units"),
    path("bao-cao/don-vi/<str:code>/", reports.show_unit_profile, name="authority_unit"),
    path("bao-cao/so-lieu-cu/", figures.show_figures, name="authority_figures"),
    path("bao-cao/so-lieu-cu/moi/", figures.show_figure_form, name="authority_figure_new"),
    path("to-chuc/tieu-chuan/", standards.show_standards, name="authority_standards"),
    path("to-chuc/tieu-chuan/moi/", standards.show_standard_form, name="authority_standard_new"),
    path("to-chuc/tieu-chuan/<int:pk>/", standards.show_standard, name="authority_standard"),
    path("to-chuc/quy-dinh/", include("lms.portals.authority.rulebook.urls")),
    path("to-chuc/", include("lms.portals.authority.organisation.urls")),
]
