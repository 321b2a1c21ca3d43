"""/ho-so/ai-da-xem/: who looked at the learner's sensitive data, when and for what."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.people.privacy.queries import my_accesses, own_official
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view

_PAGE = 20


@actor_view("GET")
def show_accesses(request: ActorRequest) -> HttpResponse:
    """The accesses to the learner's sensitive data, newest first."""
    own_official(request.actor)
    page = page_of(request, my_accesses(request.actor), size=_PAGE)
    return render(request, "learner/own/who_looked.html", {"page": page})
