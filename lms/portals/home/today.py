"""Hôm nay: one page for everybody. What a person has of his own comes first, then his work; no role is switched."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lms.core import clock
from lms.people.personnel.queries import official_of
from lms.portals.authority.today import today as authority
from lms.portals.instructor.today import today as instructor
from lms.portals.kit.today import Section
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.today import today as learner
from lms.portals.school.today import today as school
from lms.portals.unit.today import today as unit

# in the order of the page
_WORK = (instructor, school, unit, authority)


@door("GET")
def today(request: ActorRequest) -> HttpResponse:
    mine = learner(request.actor)
    work = [section for find in _WORK if (section := find(request.actor))]
    context = {
        "mine": _html(request, mine) if mine else "",
        "work": [_html(request, section) for section in work],
        "day": clock.today(),
        "official": official_of(request.actor),
    }
    return render(request, "home/today.html", context)


def _html(request: ActorRequest, section: Section) -> str:
    """The section by its own template, which sees its context both whole (`section`) and by its names."""
    names = {"title": section.title, **section.context, "section": section.context}
    return render_to_string(section.template, names, request)
