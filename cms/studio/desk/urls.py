"""Addresses of the Studio, below /quan-tri/tinh-huong/<page>/."""

from django.urls import path

from cms.studio.desk import (
    exporting,
    facts,
    history,
    importing,
    mapping,
    playing,
    reviewing,
    scenes,
)

_AT = "tinh-huong/<int:page_id>/"

urlpatterns = [
    path(_AT, scenes.first, name="studio_open"),
    path(f"{_AT}bat-dau/", facts.start, name="studio_start"),
    path(f"{_AT}nhap-tep/", importing.choose, name="studio_import"),
    path(f"{_AT}nhap-tep/xem/", importing.look, name="studio_imported"),
    path(f"{_AT}tai-ve/", exporting.export, name="studio_export"),
    path(f"{_AT}thong-tin/", facts.facts, name="studio_facts"),
    path(f"{_AT}canh-moi/", scenes.add, name="studio_add"),
    path(f"{_AT}canh/<str:key>/", scenes.scene, name="studio_scene"),
    path(f"{_AT}canh/<str:key>/lam/", scenes.act, name="studio_act"),
    path(f"{_AT}lich-su/", history.history, name="studio_history"),
    path(f"{_AT}ngan-keo/", history.drawer_page, name="studio_drawer"),
    path(f"{_AT}so-do/", mapping.map_page, name="studio_map"),
    path(f"{_AT}xem-thu/", playing.play, name="studio_play"),
    path(f"{_AT}xem-thu/may/", playing.phone, name="studio_phone"),
    path(f"{_AT}gui/", reviewing.send, name="studio_send"),
    path(f"{_AT}gop-y/", reviewing.comment, name="studio_comment"),
    path(f"{_AT}co-mat/", reviewing.here, name="studio_here"),
]
