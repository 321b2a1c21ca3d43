"""Addresses of the unit portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.unit import conduct, dashboard, profile, requests
from lms.portals.unit.people import acts, file, lists, twins
from lms.portals.unit.standards import views as standards
from lms.portals.unit.workbooks import batches, columns, export, trial

urlpatterns: list[URLPattern | URLResolver] = [
    path("don-vi/", dashboard.show_year, name="unit_home"),
    path("don-vi/ung-xu/", conduct.show_conduct, name="unit_conduct"),
    path("don-vi/ung-xu/xuat/", conduct.export_unit_conduct, name="unit_conduct_export"),
    path("don-vi/ung-xu/don-vi/<str:code>/", conduct.show_conduct, name="unit_conduct_unit"),
    path("don-vi/ung-xu/mien/<uuid:uid>/", conduct.show_exemption, name="unit_exempt"),
    path("don-vi/nhan-su/", lists.show_people, name="unit_people"),
    path("don-vi/nhan-su/moi/", lists.show_registration, name="unit_person_new"),
    path("don-vi/nhan-su/xuat/", export.export_people_list, name="unit_people_export"),
    path(
        "don-vi/nhan-su/xuat/nhay-cam/", export.show_sensitive_export, name="unit_people_sensitive"
    ),
    path("don-vi/nhan-su/trung/", twins.show_pairs, name="unit_twins"),
    path("don-vi/nhan-su/trung/hoan-tac/<int:pk>/", twins.show_unmerging, name="unit_unmerge"),
    path("don-vi/nhan-su/trung/<uuid:first>/<uuid:second>/", twins.show_pair, name="unit_twin"),
    path("don-vi/nhan-su/<uuid:uid>/", file.show_person, name="unit_person"),
    path("don-vi/nhan-su/<uuid:uid>/lich-su/", file.show_history, name="unit_person_history"),
    path(
        "don-vi/nhan-su/<uuid:uid>/minh-chung/<uuid:which>/",
        file.download_evidence,
        name="unit_evidence",
    ),
    path("don-vi/nhan-su/<uuid:uid>/<slug:act>/", acts.show_action, name="unit_person_act"),
    path(
        "don-vi/nhan-su/<uuid:uid>/<slug:act>/<int:row>/",
        acts.show_action,
        name="unit_person_act_on",
    ),
    path("don-vi/ho-so-don-vi/", profile.show_profile, name="unit_profile"),
    path("don-vi/tieu-chuan/", standards.show_gaps, name="unit_standards"),
    path("don-vi/tieu-chuan/xuat/", standards.export_gaps, name="unit_standards_export"),
    path("don-vi/tieu-chuan/<uuid:uid>/", standards.show_person, name="unit_standards_person"),
    path("don-vi/yeu-cau/", requests.show_requests, name="unit_requests"),
    path("don-vi/yeu-cau/<uuid:uid>/", requests.show_request, name="unit_request"),
    path("don-vi/nhap/", batches.show_batches, name="unit_imports"),
    path("don-vi/nhap/mau/", batches.download_empty_workbook, name="unit_import_template"),
    path("don-vi/nhap/<uuid:uid>/", trial.show_batch, name="unit_import"),
    path("don-vi/nhap/<uuid:uid>/cot/", columns.choose_columns, name="unit_import_columns"),
    path(
        "don-vi/nhap/<uuid:uid>/tu-choi/", trial.download_refused_rows, name="unit_import_refused"
    ),
]
