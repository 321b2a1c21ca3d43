"""/truong/hoc-vien/: officials of the school's province, their accounts and one-time codes."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.outcomes.reporting.queries import studies_of_official
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.queries import find_officials, schooled_officials
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.access import account_access


@actor_view("GET")
def show_people(request: ActorRequest) -> HttpResponse:
    """The officials that a name or staff code finds; an empty search finds nobody."""
    if not has_any(request.actor, Role.SCHOOL_OFFICE):
        raise NotFound
    typed = request.GET.get("tim", "")[:100].strip()
    officials = (
        find_officials(request.actor, typed, among=schooled_officials(request.actor))
        if typed
        else []
    )
    context = {"typed": typed, "count": len(officials), "page": page_of(request, officials)}
    return render(request, "school/people/list.html", context)


@actor_view("GET", "POST")
def show_person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One official: what they study, and their account."""
    official = one_or_404(schooled_officials(request.actor), uid=uid)
    access = account_access(request, official)
    if access.answer is not None:
        return access.answer
    context = {"official": official, "access": access, "studying": studies_of_official(official)}
    return render(request, "school/people/person.html", context, status=access.status)
