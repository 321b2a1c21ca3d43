"""Addresses of the public portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.public import courses, pictures, verify

urlpatterns: list[URLPattern | URLResolver] = [
    path("khoa-hoc/", courses.catalogue, name="public_catalogue"),
    path("khoa-hoc/<slug:slug>/", courses.course, name="public_course"),
    path("media-files/images/<str:name>", pictures.picture, name="public_picture"),
    path("xac-thuc/", verify.verify, name="public_verify"),
    path("xac-thuc/<str:code>/", verify.verify_code, name="public_verify_code"),
]
