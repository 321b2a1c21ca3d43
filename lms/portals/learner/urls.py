"""Addresses of the learner portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.learner import (
    check_in,
    classes,
    courses,
    handing_in,
    leave_requests,
    lessons,
    record,
    scenes,
    syncing,
    work,
)
from lms.portals.learner.conduct import commitments, own, refresher
from lms.portals.learner.own import access_log, declaring, exporting, page, rights
from lms.portals.learner.scenarios import packs, starting

urlpatterns: list[URLPattern | URLResolver] = [
    path("hoc/", courses.show_courses, name="learner_courses"),
    path("hoc/dong-bo/", syncing.sync_events, name="learner_sync"),
    path("hoc/<slug:slug>/", lessons.show_lesson, name="learner_lesson"),
    path("hoc/<slug:slug>/v/<slug:version>/", packs.show_pack, name="learner_pack"),
    path(
        "hoc/<slug:slug>/v/<slug:version>/<slug:word>/", packs.show_pack, name="learner_pack_mode"
    ),
    path("hoc/<slug:slug>/bat-dau/", starting.begin_mode, name="learner_begin"),
    path(
        "hoc/<slug:slug>/luot/<uuid:attempt>/<str:scene>/", syncing.show_turn, name="learner_turn"
    ),
    path("hoc/<slug:slug>/tien-do/", syncing.show_standing, name="learner_standing"),
    path("hoc/<slug:slug>/da-doc/", lessons.confirm_reading, name="learner_read_through"),
    path("hoc/<slug:slug>/canh/", scenes.redirect_to_scene, name="learner_scene_here"),
    path("hoc/<slug:slug>/canh/<str:key>/", scenes.show_scene, name="learner_scene"),
    path("hoc/<slug:slug>/ket-qua/", lessons.show_debrief, name="learner_debrief"),
    path("hoc/<slug:slug>/tu-soi/", own.show_self_check, name="learner_self_check"),
    path("hoc/<slug:slug>/suy-ngam/", own.show_reflection, name="learner_reflection"),
    path("hoc/<slug:slug>/cam-ket/", own.sign_commitment, name="learner_pledge"),
    path("hoc/<slug:slug>/nhac-lai/", refresher.show_refresher, name="learner_refresher"),
    path(
        "hoc/<slug:slug>/nhac-lai/<int:position>/",
        refresher.show_situation,
        name="learner_refresher_situation",
    ),
    path("hoc/<slug:slug>/nop-bai/", handing_in.hand_in_work, name="learner_hand_in"),
    path("bai-nop/<uuid:submission_id>/", work.show_submission, name="learner_work"),
    path("bai-nop/tep/<int:version_id>/", work.download_work_file, name="learner_work_file"),
    path("lop/<slug:code>/xin-phep/<int:number>/", classes.ask_for_leave, name="learner_leave"),
    path(
        "xin-phep/<uuid:request_id>/rut-lai/",
        leave_requests.take_back_request,
        name="learner_leave_take_back",
    ),
    path("d/<str:token>/", check_in.show_scanned_code, name="learner_scan"),
    path("diem-danh/", check_in.type_code, name="learner_check_in"),
    path(
        "lop/<slug:code>/diem-danh/<int:number>/", check_in.show_check_in, name="learner_checked_in"
    ),
    path("ho-so/", record.show_record, name="learner_record"),
    path("ho-so/cam-ket/", commitments.show_commitments, name="learner_commitments"),
    path("ho-so/cam-ket/<uuid:pk>/", commitments.show_commitment, name="learner_commitment"),
    path("ho-so/ca-nhan/", page.show_own_file, name="learner_own"),
    path("ho-so/ca-nhan/in/", page.print_own_file, name="learner_own_print"),
    path("ho-so/ca-nhan/xuat/", exporting.export_own_data, name="learner_own_export"),
    path("ho-so/ca-nhan/khai/", declaring.choose_dimension, name="learner_declare_choose"),
    path(
        "ho-so/ca-nhan/khai/<slug:dimension>/",
        declaring.show_declaration_form,
        name="learner_declare",
    ),
    path("ho-so/ca-nhan/minh-chung/<uuid:uid>/", page.download_evidence, name="learner_evidence"),
    path("ho-so/ai-da-xem/", access_log.show_accesses, name="learner_who_looked"),
    path("ho-so/quyen/", rights.show_requests, name="learner_rights"),
    path("ho-so/quyen/moi/", rights.ask_about_data, name="learner_ask"),
    path("ho-so/quyen/<uuid:uid>/", rights.show_request, name="learner_request"),
    path("ho-so/chung-chi/<uuid:pk>/", record.show_certificate, name="learner_certificate"),
    path(
        "ho-so/chung-chi/<uuid:pk>/xac-nhan/",
        record.confirm_certificate,
        name="learner_certificate_confirm",
    ),
    path(
        "ho-so/chung-chi/<uuid:pk>/tep/",
        record.download_certificate,
        name="learner_certificate_file",
    ),
]
