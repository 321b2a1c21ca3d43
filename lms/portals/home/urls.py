"""Addresses of the home portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.home import classes, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("hom-nay/", today.show_today, name="home_today"),
    path("lop/", classes.show_classes, name="class_list"),
    path("lop/<slug:code>/", classes.show_class, name="class_page"),
]
