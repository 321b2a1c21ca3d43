"""Addresses of the instructor portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.instructor import classes, codes, conduct, grading, insight, register

urlpatterns: list[URLPattern | URLResolver] = [
    path("lop/<slug:code>/thong-bao/", classes.announce_to_class, name="instructor_announce"),
    path("lop/<slug:code>/tu-danh-gia/", conduct.show_means, name="instructor_self_checks"),
    path("lop/<slug:code>/so/", register.show_overview, name="instructor_register_sheet"),
    path("lop/<slug:code>/so/xuat/", register.export_register, name="instructor_register_export"),
    path("lop/<slug:code>/so/<int:number>/", register.show_meeting, name="instructor_register"),
    path(
        "lop/<slug:code>/so/<int:number>/chot/",
        register.show_closing,
        name="instructor_register_close",
    ),
    path("lop/<slug:code>/so/<int:number>/ma/", codes.show_current_code, name="instructor_code"),
    path(
        "lop/<slug:code>/so/<int:number>/ma-qr/",
        codes.show_projected_code,
        name="instructor_code_wall",
    ),
    path(
        "lop/<slug:code>/so/<int:number>/<uuid:uid>/",
        register.show_learner,
        name="instructor_register_learner",
    ),
    path("lop/<slug:code>/tinh-huong/", insight.show_scenarios, name="instructor_cases"),
    path("lop/<slug:code>/tinh-huong/<slug:slug>/", insight.show_scenario, name="instructor_case"),
    path(
        "lop/<slug:code>/tinh-huong/<slug:slug>/<str:scene>/<str:choice>/",
        insight.show_names,
        name="instructor_case_names",
    ),
    path("lop/<slug:code>/ly-do/", insight.show_reasons, name="instructor_reasons"),
    path("xin-phep/<uuid:request_id>/", register.decide_leave, name="instructor_leave_decide"),
    path("cham/", grading.show_piles, name="instructor_piles"),
    path("cham/bai/<uuid:submission_id>/", grading.show_desk, name="instructor_desk"),
    path("cham/<slug:code>/<slug:slug>/", grading.show_pile, name="instructor_pile"),
]
