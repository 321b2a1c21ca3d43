"""All addresses.

Portals first, third parties under their own prefixes, Wagtail's pages last.
"""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler404 = "lms.portals.kit.errors.not_found"
handler500 = "lms.portals.kit.errors.server_error"

urlpatterns = [
    path("", include("lms.portals.api.urls")),
    path("", include("lms.portals.home.urls")),
    path("", include("lms.portals.learner.urls")),
    path("", include("lms.portals.instructor.urls")),
    path("", include("lms.portals.school.urls")),
    path("", include("lms.portals.unit.urls")),
    path("", include("lms.portals.authority.urls")),
    path("", include("lms.portals.live_room.urls")),
    path("", include("lms.portals.public.urls")),
    path("tai-khoan/", include("allauth.urls")),
    # after allauth, so that reverse() gives the Vietnamese addresses
    path("", include("lms.portals.account.urls")),
    # one sign-in and one account page for all: ours, not Wagtail's
    path("quan-tri/login/", RedirectView.as_view(url="/tai-khoan/dang-nhap/?next=/quan-tri/")),
    path("quan-tri/account/", RedirectView.as_view(url="/tai-khoan/")),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    # Wagtail's page for closed pages would sign in without our rate limits and the second step
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
]
