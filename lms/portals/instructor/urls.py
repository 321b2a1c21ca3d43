"""Addresses of the instructor portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.instructor import classes, codes, conduct, grading, insight, register

urlpatterns: list[URLPattern | URLResolver] = [
    path("lop/<slug:code>/thong-bao/", classes.announce, name="instructor_announce"),
    path("lop/<slug:code>/tu-danh-gia/", conduct.means, name="instructor_self_checks"),
    path("lop/<slug:code>/so/", register.overview, name="instructor_register_sheet"),
    path("lop/<slug:code>/so/xuat/", register.export, name="instructor_register_export"),
    path("lop/<slug:code>/so/<int:number>/", register.meeting, name="instructor_register"),
    path("lop/<slug:code>/so/<int:number>/chot/", register.close, name="instructor_register_close"),
    path("lop/<slug:code>/so/<int:number>/ma/", codes.now, name="instructor_code"),
    path("lop/<slug:code>/so/<int:number>/ma-qr/", codes.wall, name="instructor_code_wall"),
    path(
        "lop/<slug:code>/so/<int:number>/<uuid:uid>/",
        register.learner,
        name="instructor_register_learner",
    ),
    path("lop/<slug:code>/tinh-huong/", insight.class_cases, name="instructor_cases"),
    path("lop/<slug:code>/tinh-huong/<slug:slug>/", insight.case, name="instructor_case"),
    path(
        "lop/<slug:code>/tinh-huong/<slug:slug>/<str:scene>/<str:choice>/",
        insight.names,
        name="instructor_case_names",
    ),
    path("lop/<slug:code>/ly-do/", insight.reasons, name="instructor_reasons"),
    path("xin-phep/<uuid:request_id>/", register.decide_leave, name="instructor_leave_decide"),
    path("cham/", grading.piles, name="instructor_piles"),
    path("cham/bai/<uuid:submission_id>/", grading.desk, name="instructor_desk"),
    path("cham/<slug:code>/<slug:slug>/", grading.pile, name="instructor_pile"),
]
