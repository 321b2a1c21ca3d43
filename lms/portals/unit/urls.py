"""Addresses of the unit portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.unit import conduct, dashboard, profile, requests
from lms.portals.unit.people import acts, file, lists, twins
from lms.portals.unit.standards import views as standards
from lms.portals.unit.workbooks import batches, columns, export, trial

urlpatterns: list[URLPattern | URLResolver] = [
    path("don-vi/", dashboard.home, name="unit_home"),
    path("don-vi/ung-xu/", conduct.conduct, name="unit_conduct"),
    path("don-vi/ung-xu/xuat/", conduct.export, name="unit_conduct_export"),
    path("don-vi/ung-xu/don-vi/<str:code>/", conduct.conduct, name="unit_conduct_unit"),
    path("don-vi/ung-xu/mien/<uuid:uid>/", conduct.exempt, name="unit_exempt"),
    path("don-vi/nhan-su/", lists.people, name="unit_people"),
    path("don-vi/nhan-su/moi/", lists.register, name="unit_person_new"),
    path("don-vi/nhan-su/xuat/", export.export, name="unit_people_export"),
    path("don-vi/nhan-su/xuat/nhay-cam/", export.export_sensitive, name="unit_people_sensitive"),
    path("don-vi/nhan-su/trung/", twins.pairs, name="unit_twins"),
    path("don-vi/nhan-su/trung/hoan-tac/<int:pk>/", twins.undo, name="unit_unmerge"),
    path("don-vi/nhan-su/trung/<uuid:first>/<uuid:second>/", twins.pair, name="unit_twin"),
    path("don-vi/nhan-su/<uuid:uid>/", file.person, name="unit_person"),
    path("don-vi/nhan-su/<uuid:uid>/lich-su/", file.history, name="unit_person_history"),
    path("don-vi/nhan-su/<uuid:uid>/minh-chung/<uuid:which>/", file.evidence, name="unit_evidence"),
    path("don-vi/nhan-su/<uuid:uid>/<slug:act>/", acts.page, name="unit_person_act"),
    path("don-vi/nhan-su/<uuid:uid>/<slug:act>/<int:row>/", acts.page, name="unit_person_act_on"),
    path("don-vi/ho-so-don-vi/", profile.profile, name="unit_profile"),
    path("don-vi/tieu-chuan/", standards.gaps, name="unit_standards"),
    path("don-vi/tieu-chuan/xuat/", standards.export, name="unit_standards_export"),
    path("don-vi/tieu-chuan/<uuid:uid>/", standards.person, name="unit_standards_person"),
    path("don-vi/yeu-cau/", requests.requests, name="unit_requests"),
    path("don-vi/yeu-cau/<uuid:uid>/", requests.one, name="unit_request"),
    path("don-vi/nhap/", batches.batches, name="unit_imports"),
    path("don-vi/nhap/mau/", batches.empty_workbook, name="unit_import_template"),
    path("don-vi/nhap/<uuid:uid>/", trial.trial, name="unit_import"),
    path("don-vi/nhap/<uuid:uid>/cot/", columns.columns, name="unit_import_columns"),
    path("don-vi/nhap/<uuid:uid>/tu-choi/", trial.refused, name="unit_import_refused"),
]
