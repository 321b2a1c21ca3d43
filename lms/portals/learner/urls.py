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
from lms.portals.learner.cases import packs, starting
from lms.portals.learner.conduct import commitments, own, refresher
from lms.portals.learner.own import access_log, declaring, exporting, page, rights

urlpatterns: list[URLPattern | URLResolver] = [
    path("hoc/", courses.my_courses, name="learner_courses"),
    path("hoc/dong-bo/", syncing.sync_events, name="learner_sync"),
    path("hoc/<slug:slug>/", lessons.lesson, name="learner_lesson"),
    path("hoc/<slug:slug>/v/<slug:version>/", packs.pack, name="learner_pack"),
    path("hoc/<slug:slug>/v/<slug:version>/<slug:word>/", packs.pack, name="learner_pack_mode"),
    path("hoc/<slug:slug>/bat-dau/", starting.begin, name="learner_begin"),
    path("hoc/<slug:slug>/luot/<uuid:attempt>/<str:scene>/", syncing.turn_of, name="learner_turn"),
    path("hoc/<slug:slug>/tien-do/", syncing.standing_of, name="learner_standing"),
    path("hoc/<slug:slug>/da-doc/", lessons.read_through, name="learner_read_through"),
    path("hoc/<slug:slug>/canh/", scenes.here, name="learner_scene_here"),
    path("hoc/<slug:slug>/canh/<str:key>/", scenes.scene, name="learner_scene"),
    path("hoc/<slug:slug>/ket-qua/", lessons.debrief, name="learner_debrief"),
    path("hoc/<slug:slug>/tu-soi/", own.self_check, name="learner_self_check"),
    path("hoc/<slug:slug>/suy-ngam/", own.reflection, name="learner_reflection"),
    path("hoc/<slug:slug>/cam-ket/", own.sign, name="learner_pledge"),
    path("hoc/<slug:slug>/nhac-lai/", refresher.refresher, name="learner_refresher"),
    path(
        "hoc/<slug:slug>/nhac-lai/<int:position>/",
        refresher.situation,
        name="learner_refresher_situation",
    ),
    path("hoc/<slug:slug>/nop-bai/", handing_in.hand_in_work, name="learner_hand_in"),
    path("bai-nop/<uuid:submission_id>/", work.my_submission, name="learner_work"),
    path("bai-nop/tep/<int:version_id>/", work.file, name="learner_work_file"),
    path("lop/<slug:code>/xin-phep/<int:number>/", classes.leave, name="learner_leave"),
    path(
        "xin-phep/<uuid:request_id>/rut-lai/",
        leave_requests.take_back_request,
        name="learner_leave_take_back",
    ),
    path("d/<str:token>/", check_in.scan, name="learner_scan"),
    path("diem-danh/", check_in.type_code, name="learner_check_in"),
    path("lop/<slug:code>/diem-danh/<int:number>/", check_in.done, name="learner_checked_in"),
    path("ho-so/", record.record, name="learner_record"),
    path("ho-so/cam-ket/", commitments.commitments, name="learner_commitments"),
    path("ho-so/cam-ket/<uuid:pk>/", commitments.commitment, name="learner_commitment"),
    path("ho-so/ca-nhan/", page.own, name="learner_own"),
    path("ho-so/ca-nhan/in/", page.print_out, name="learner_own_print"),
    path("ho-so/ca-nhan/xuat/", exporting.export, name="learner_own_export"),
    path("ho-so/ca-nhan/khai/", declaring.choose, name="learner_declare_choose"),
    path("ho-so/ca-nhan/khai/<slug:dimension>/", declaring.declare, name="learner_declare"),
    path("ho-so/ca-nhan/minh-chung/<uuid:uid>/", page.evidence, name="learner_evidence"),
    path("ho-so/ai-da-xem/", access_log.who_looked, name="learner_who_looked"),
    path("ho-so/quyen/", rights.rights, name="learner_rights"),
    path("ho-so/quyen/moi/", rights.ask, name="learner_ask"),
    path("ho-so/quyen/<uuid:uid>/", rights.one, name="learner_request"),
    path("ho-so/chung-chi/<uuid:pk>/", record.certificate, name="learner_certificate"),
    path("ho-so/chung-chi/<uuid:pk>/xac-nhan/", record.confirm, name="learner_certificate_confirm"),
    path(
        "ho-so/chung-chi/<uuid:pk>/tep/", record.certificate_file, name="learner_certificate_file"
    ),
]
