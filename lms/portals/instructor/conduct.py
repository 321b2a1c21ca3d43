"""What a class says of itself before and after a conduct course: means alone."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.learning.conduct.queries import group_means
from lms.portals.kit.views import ActorRequest, door
from lms.teaching.classes.policies import may_teach


@door("GET")
def means(request: ActorRequest, code: str) -> HttpResponse:
    """Means of the self-assessments; none of too few people."""
    found = group_means(request.actor, code)
    teaches = may_teach(request.actor, found.group)
    context = {"means": found, "fewest": found.fewest, "teaches": teaches}
    return render(request, "instructor/conduct/means.html", context)
