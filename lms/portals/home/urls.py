"""Addresses of the home portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.home import classes, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("hom-nay/", today.today, name="home_today"),
    path("lop/", classes.class_list, name="class_list"),
    path("lop/<slug:code>/", classes.class_page, name="class_page"),
]
