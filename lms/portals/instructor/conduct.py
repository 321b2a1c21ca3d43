"""What a class says of itself before and after a conduct course: means alone."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.learning.conduct.queries import FEWEST, group_means
from lms.portals.kit.views import ActorRequest, door


@door("GET")
def means(request: ActorRequest, code: str) -> HttpResponse:
    """Means of the self-assessments; none of fewer than five people."""
    context = {"means": group_means(request.actor, code), "fewest": FEWEST}
    return render(request, "instructor/conduct/means.html", context)
