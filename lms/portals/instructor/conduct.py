"""The self-assessments of a class before and after a conduct course, as means alone."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.learning.conduct.queries import class_means
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.classes.policies import may_teach


@actor_view("GET")
def show_means(request: ActorRequest, code: str) -> HttpResponse:
    """The means of the self-assessments; none where too few people answered."""
    means_of_class = class_means(request.actor, code)
    is_teacher = may_teach(request.actor, means_of_class.group)
    context = {"means": means_of_class, "fewest": means_of_class.fewest, "is_teacher": is_teacher}
    return render(request, "instructor/conduct/means.html", context)
