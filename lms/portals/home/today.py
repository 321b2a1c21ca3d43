"""Hôm nay: one page for everybody.

A person's own learning comes first, then the work of each of their roles.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lms.core import clock
from lms.people.personnel.queries import main_post_of
from lms.portals.authority.today import authority_section as authority
from lms.portals.instructor.today import instructor_section as instructor
from lms.portals.kit.nav import person_facts
from lms.portals.kit.today import TodaySection
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.today import learner_section as learner
from lms.portals.school.today import school_section as school
from lms.portals.unit.today import unit_section as unit

# The sections of people who hold a role, in the order of the page.
_ROLES = (school, unit, authority)


@actor_view("GET")
def show_today(request: ActorRequest) -> HttpResponse:
    """The person's sections of Hôm nay."""
    facts = person_facts(request.actor)
    mine = learner(request.actor) if facts.learns else None
    # A portal is asked only where the person can have work in it: each costs queries.
    portals = [instructor] if facts.teaches else []
    if facts.holds:
        portals += _ROLES
    sections = [section_of(request.actor) for section_of in portals]
    context = {
        "mine": _render_section(request, mine) if mine else "",
        "work": [_render_section(request, section) for section in sections if section],
        "day": clock.today(),
        "post": main_post_of(request.actor),
    }
    return render(request, "home/today.html", context)


def _render_section(request: ActorRequest, section: TodaySection) -> str:
    """The section rendered by its template, with its context by name and as a whole (`section`)."""
    names = {"title": section.title, **section.context, "section": section.context}
    return render_to_string(section.template, names, request)
