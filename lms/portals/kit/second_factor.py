"""A second step at sign-in for staff roles, required where MFA_REQUIRED_FOR_STAFF is on.

It is on in production; the demo only offers it.
"""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lms.people.organisation.policies import roles_of
from lms.portals.kit.middleware import GetResponse
from lms.portals.kit.views import ActorRequest

# Pages that stay open without it: there it is set up, help is found, and one signs out.
OPEN_PATHS = (
    "/tai-khoan/",
    "/tro-giup/",
    "/tro-nang/",
    "/ngon-ngu/",
    "/static/",
    "/healthz",
    "/readyz",
)


class SecondFactorMiddleware:
    """Redirects a person with a role, but without a second step, to the page that sets one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: ActorRequest, *_view: object) -> HttpResponse | None:
        """Source of the rule: NĐ 85/2016, level 3."""
        if not settings.MFA_REQUIRED_FOR_STAFF or request.path.startswith(OPEN_PATHS):
            return None
        if request.actor.is_anonymous or not roles_of(request.actor):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.warning(
            request,
            _(
                "Your role needs a second step at sign-in. Set one up here, then go on with your"
                " work."
            ),
        )
        return redirect("mfa_index")
