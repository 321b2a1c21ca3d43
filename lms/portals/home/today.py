"""Hôm nay: one page for everybody.

What a person has of his own comes first, then his work; no role is switched.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lms.core import clock
from lms.people.personnel.queries import main_post_of
from lms.portals.authority.today import today as authority
from lms.portals.instructor.today import today as instructor
from lms.portals.kit.nav import facts_of
from lms.portals.kit.today import Section
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.today import today as learner
from lms.portals.school.today import today as school
from lms.portals.unit.today import today as unit

# in the order of the page: the work of those who teach, and of those who hold a role
_ROLES = (school, unit, authority)


@door("GET")
def today(request: ActorRequest) -> HttpResponse:
    facts = facts_of(request.actor)
    mine = learner(request.actor) if facts.learns else None
    # who has no such work is not asked about it, portal by portal
    finders = [*([instructor] if facts.teaches else []), *(_ROLES if facts.holds else [])]
    work = [section for find in finders if (section := find(request.actor))]
    context = {
        "mine": _html(request, mine) if mine else "",
        "work": [_html(request, section) for section in work],
        "day": clock.today(),
        "post": main_post_of(request.actor),
    }
    return render(request, "home/today.html", context)


def _html(request: ActorRequest, section: Section) -> str:
    """The section by its own template, which sees its context both whole (`section`) and by its
    names.
    """
    names = {"title": section.title, **section.context, "section": section.context}
    return render_to_string(section.template, names, request)
