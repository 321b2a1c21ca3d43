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
    path(_AT, scenes.open_first_scene, name="studio_open"),
    path(f"{_AT}bat-dau/", facts.start_scenario, name="studio_start"),
    path(f"{_AT}nhap-tep/", importing.choose_file, name="studio_import"),
    path(f"{_AT}nhap-tep/xem/", importing.review_file, name="studio_imported"),
    path(f"{_AT}tai-ve/", exporting.export_draft, name="studio_export"),
    path(f"{_AT}thong-tin/", facts.edit_facts, name="studio_facts"),
    path(f"{_AT}canh-moi/", scenes.add_scene, name="studio_add"),
    path(f"{_AT}canh/<str:key>/", scenes.edit_scene, name="studio_scene"),
    path(f"{_AT}canh/<str:key>/lam/", scenes.change_scene, name="studio_act"),
    path(f"{_AT}lich-su/", history.show_history, name="studio_history"),
    path(f"{_AT}ngan-keo/", history.show_drawer, name="studio_drawer"),
    path(f"{_AT}so-do/", mapping.show_map, name="studio_map"),
    path(f"{_AT}xem-thu/", playing.show_player, name="studio_play"),
    path(f"{_AT}xem-thu/may/", playing.show_phone, name="studio_phone"),
    path(f"{_AT}gui/", reviewing.take_review_step, name="studio_send"),
    path(f"{_AT}gop-y/", reviewing.handle_comment, name="studio_comment"),
    path(f"{_AT}co-mat/", reviewing.report_presence, name="studio_here"),
]
