"""Addresses of the school portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.school import certificates, classes, enrolment, people, results, staffing

urlpatterns: list[URLPattern | URLResolver] = [
    path("truong/", classes.show_dashboard, name="school_dashboard"),
    path("truong/hoc-vien/", people.show_people, name="school_people"),
    path("truong/hoc-vien/<uuid:uid>/", people.show_person, name="school_person"),
    path("truong/lop/", classes.list_classes, name="school_classes"),
    path("truong/lop/moi/", classes.show_class_form, name="school_class_new"),
    path("truong/lop/<slug:code>/", classes.show_class, name="school_class"),
    path("truong/lop/<slug:code>/buoi/", classes.add_meeting, name="school_meeting_add"),
    path("truong/lop/<slug:code>/buoi/<int:number>/", classes.edit_meeting, name="school_meeting"),
    path("truong/lop/<slug:code>/giang-vien/", classes.assign_staff, name="school_staff_add"),
    path(
        "truong/lop/<slug:code>/giang-vien/<int:pk>/ket-thuc/",
        staffing.end_assignment,
        name="school_staff_end",
    ),
    path("truong/lop/<slug:code>/chuyen/", classes.change_class_state, name="school_class_move"),
    path("truong/lop/<slug:code>/ghi-danh/", enrolment.show_enrolment, name="school_enrol"),
    path(
        "truong/lop/<slug:code>/ghi-danh/<uuid:uid>/",
        enrolment.show_withdrawal,
        name="school_withdraw",
    ),
    path("truong/lop/<slug:code>/ket-qua/", results.show_results, name="school_results"),
    path(
        "truong/lop/<slug:code>/ket-qua/tinh/",
        results.compute_results,
        name="school_results_compute",
    ),
    path(
        "truong/lop/<slug:code>/ket-qua/duyet/",
        results.approve_results,
        name="school_results_approve",
    ),
    path(
        "truong/lop/<slug:code>/ket-qua/mo-lai/",
        results.send_results_back,
        name="school_results_send_back",
    ),
    path(
        "lop/<slug:code>/cap-chung-chi/", certificates.show_class_certificates, name="school_issue"
    ),
    path("truong/so-goc/", certificates.show_register, name="school_register"),
    path("truong/so-goc/xuat/", certificates.export_register, name="school_register_export"),
    path("truong/chung-chi/<uuid:pk>/", certificates.show_certificate, name="school_certificate"),
    path(
        "truong/chung-chi/<uuid:pk>/tep/",
        certificates.download_certificate,
        name="school_certificate_file",
    ),
    path(
        "truong/chung-chi/<uuid:pk>/<slug:verb>/",
        certificates.act_on_certificate,
        name="school_certificate_act",
    ),
]
