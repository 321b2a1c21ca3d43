"""Addresses of the public portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.public import courses, pictures, verify

urlpatterns: list[URLPattern | URLResolver] = [
    path("khoa-hoc/", courses.show_catalogue, name="public_catalogue"),
    path("khoa-hoc/<slug:slug>/", courses.show_course, name="public_course"),
    path("media-files/images/<str:name>", pictures.show_picture, name="public_picture"),
    path("xac-thuc/", verify.show_verification, name="public_verify"),
    path("xac-thuc/<str:code>/", verify.show_code_verification, name="public_verify_code"),
]
