"""/lop/: one address for those who teach and those who learn; whoever does both sees both."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.portals.instructor.classes import list_taught_classes, show_taught_class
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.classes import show_learner_class
from lms.teaching.classes.queries import taught_classes
from lms.teaching.enrolment.queries import my_enrolments


@actor_view("GET")
def show_classes(request: ActorRequest) -> HttpResponse:
    """The classes that the person teaches and those in which they are enrolled."""
    context = {
        "taught": list_taught_classes(request.actor),
        "enrolments": list(my_enrolments(request.actor)),
    }
    return render(request, "home/classes/list.html", context)


@actor_view("GET")
def show_class(request: ActorRequest, code: str) -> HttpResponse:
    """The class as its staff see it, else as its learner does. NotFound for strangers."""
    if taught_classes(request.actor).filter(code=code).exists():
        return show_taught_class(request, code)
    return show_learner_class(request, code)
