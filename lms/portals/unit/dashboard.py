"""/don-vi/: the year of the people of the actor's unit."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import unit_year
from lms.portals.kit.views import ActorRequest, actor_view


@actor_view("GET")
def show_year(request: ActorRequest) -> HttpResponse:
    """Who studies now and what, who is at risk, what was completed this year."""
    year = unit_year(request.actor)
    if year is None:
        raise NotFound
    return render(request, "unit/home.html", {"unit": year})
