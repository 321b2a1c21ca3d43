"""Addresses of the school portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.school import classes, enrolment

urlpatterns: list[URLPattern | URLResolver] = [
    path("truong/", classes.dashboard, name="school_dashboard"),
    path("truong/lop/", classes.class_list, name="school_classes"),
    path("truong/lop/moi/", classes.new_class, name="school_class_new"),
    path("truong/lop/<slug:code>/", classes.class_page, name="school_class"),
    path("truong/lop/<slug:code>/buoi/", classes.add_meeting, name="school_meeting_add"),
    path("truong/lop/<slug:code>/buoi/<int:number>/", classes.edit_meeting, name="school_meeting"),
    path("truong/lop/<slug:code>/giang-vien/", classes.assign_staff, name="school_staff_add"),
    path("truong/lop/<slug:code>/chuyen/", classes.move, name="school_class_move"),
    path("truong/lop/<slug:code>/ghi-danh/", enrolment.enrol, name="school_enrol"),
    path("truong/lop/<slug:code>/ghi-danh/<uuid:uid>/", enrolment.withdraw, name="school_withdraw"),
]
