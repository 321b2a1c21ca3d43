"""/truong/hoc-vien/: officials of the school's province, their accounts and one-time codes."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.outcomes.reporting.queries import learning
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.queries import find, schooled_officials
from lms.portals.kit.access import access_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door


@door("GET")
def people(request: ActorRequest) -> HttpResponse:
    """The officials that a name or staff code finds; an empty search finds nobody."""
    if not has_any(request.actor, Role.SCHOOL_OFFICE):
        raise NotFound
    typed = request.GET.get("tim", "")[:100].strip()
    officials = find(request.actor, typed, among=schooled_officials(request.actor)) if typed else []
    context = {"typed": typed, "count": len(officials), "page": page_of(request, officials)}
    return render(request, "school/people/list.html", context)


@door("GET", "POST")
def person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One official: what they study, and their account."""
    official = one_or_404(schooled_officials(request.actor), uid=uid)
    access = access_of(request, official)
    if access.answer is not None:
        return access.answer
    context = {"official": official, "access": access, "studying": learning(official)}
    return render(request, "school/people/person.html", context, status=access.status)
