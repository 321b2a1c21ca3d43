"""Addresses of the live_room portal."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.live_room import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lop/<slug:code>/phong/<int:number>/", views.show_room, name="live_room"),
    path("lop/<slug:code>/phong/<int:number>/su-kien/", views.exchange_events, name="live_events"),
    path("lop/<slug:code>/phong/<int:number>/ve/", views.show_ticket, name="live_ticket"),
]
