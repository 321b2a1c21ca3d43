"""Addresses below /to-chuc/."""

from django.urls import URLPattern, URLResolver, path

from lms.portals.authority.organisation import acts, reorganising, roles, tree

urlpatterns: list[URLPattern | URLResolver] = [
    path("", tree.show_tree, name="authority_tree"),
    path("don-vi/<str:code>/", tree.show_unit, name="authority_tree_unit"),
    path("don-vi/<str:code>/lap/", acts.show_founding, name="authority_tree_found"),
    path("don-vi/<str:code>/doi-ten/", acts.show_renaming, name="authority_tree_rename"),
    path("don-vi/<str:code>/chuyen/", acts.show_moving, name="authority_tree_move"),
    path("don-vi/<str:code>/doi-cap/", acts.show_level_change, name="authority_tree_level"),
    path("sap-xep/", reorganising.show_reorganisation, name="authority_reorganise"),
    path("vai-tro/", roles.show_roles, name="authority_roles"),
    path("vai-tro/giao/", roles.show_granting, name="authority_role_grant"),
    path("vai-tro/<int:pk>/ket-thuc/", roles.show_role_ending, name="authority_role_end"),
]
