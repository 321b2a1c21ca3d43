"""/bao-cao/: the year of the actor's area, and the profile of one unit on a day."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.core import clock
from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import area_conduct, area_units, area_year
from lms.people.organisation.area import area_unit
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.profile import page


@actor_view("GET")
def show_area(request: ActorRequest) -> HttpResponse:
    """The figures of the year: lượt and người apart; fill rate, certificates, conduct module."""
    year = area_year(request.actor)
    if year is None:
        raise NotFound
    context = {"area": year, "conduct": area_conduct(request.actor, clock.today())}
    return render(request, "authority/home.html", context)


@actor_view("GET")
def show_units(request: ActorRequest) -> HttpResponse:
    """The units of the area, ended ones too, each with a link to its profile."""
    if area_year(request.actor) is None:
        raise NotFound
    typed = request.GET.get("tim", "")[:100]
    page_of_units = page_of(request, area_units(request.actor, typed))
    return render(request, "authority/units.html", {"typed": typed, "page": page_of_units})


@actor_view("GET")
def show_unit_profile(request: ActorRequest, code: str) -> HttpResponse:
    """The profile of one unit as of `?ngay=`, beside another day (`?voi=`)."""
    context, status = page.profile_context(request, area_unit(request.actor, code))
    return render(request, "authority/unit.html", context, status=status)
