"""Addresses below /to-chuc/."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.authority.organisation import acts, reorganising, roles, tree

urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.home, name="authority_tree"),
    path("don-vi/<str:code>/", tree.unit, name="authority_tree_unit"),
    path("don-vi/<str:code>/lap/", acts.found, name="authority_tree_found"),
    path("don-vi/<str:code>/doi-ten/", acts.rename_unit, name="authority_tree_rename"),
    path("don-vi/<str:code>/chuyen/", acts.move_unit, name="authority_tree_move"),
    path("don-vi/<str:code>/doi-cap/", acts.change_level, name="authority_tree_level"),
    path("sap-xep/", reorganising.wizard, name="authority_reorganise"),
    path("vai-tro/", roles.roles, name="authority_roles"),
    path("vai-tro/giao/", roles.grant, name="authority_role_grant"),
    path("vai-tro/<int:pk>/ket-thuc/", roles.end, name="authority_role_end"),
]
