"""/lop/: one address for those who teach and those who learn; whoever does both sees both."""

from django.http import HttpResponse
from django.shortcuts import render

from lms.portals.instructor.classes import instructor_class, taught
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.classes import learner_class
from lms.teaching.classes.queries import taught_classes
from lms.teaching.enrolment.queries import my_enrolments


@door("GET")
def class_list(request: ActorRequest) -> HttpResponse:
    """The classes that the person teaches and those in which they are enrolled."""
    context = {"taught": taught(request.actor), "seats": list(my_enrolments(request.actor))}
    return render(request, "home/classes/list.html", context)


@door("GET")
def class_page(request: ActorRequest, code: str) -> HttpResponse:
    """The class as its staff see it, else as its learner does. NotFound for strangers."""
    if taught_classes(request.actor).filter(code=code).exists():
        return instructor_class(request, code)
    return learner_class(request, code)
