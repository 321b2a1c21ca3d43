"""A lesson: its address, the confirmation that it was read, and its debrief."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cms.content import Kind, Mode
from lms.core.errors import NotFound
from lms.learning.progress.actions import finish_reading, finish_watching
from lms.learning.progress.queries import is_asked, progress_of, seat, seat_or_desk
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases import starting
from lms.portals.learner.cases.debriefing import case_context
from lms.portals.learner.conduct.opening import PAGES, following


@door("GET")
def lesson(request: ActorRequest, slug: str) -> HttpResponse:
    """Redirect to the lesson's page or pack, in the edition from which the class teaches.

    A scenario with several modes is shown with the choice of them.
    """
    opened = seat_or_desk(request.actor, slug)
    if opened.lesson.kind in PAGES:
        return redirect(PAGES[opened.lesson.kind], slug=slug)
    if opened.lesson.scenario is not None and len(opened.lesson.scenario.modes) > 1:
        return starting.page(request, opened)
    return redirect("learner_pack", slug=slug, version=opened.lesson.hash)


class ReadForm(forms.Form):
    """“Read” or “watched”: the button says it, there is nothing to fill in."""


@door("GET", "POST")
def read_through(request: ActorRequest, slug: str) -> HttpResponse:
    """“Đã đọc xong”, “Đã xem xong” without JavaScript; a page of its own, because packs have no
    forms.
    """
    opened = seat(request.actor, slug)
    is_watched = opened.lesson.kind == Kind.SCENARIO and is_asked(opened.lesson, Mode.WATCH)
    if opened.enrolment is None or not (is_watched or opened.lesson.kind == Kind.READING):
        raise NotFound
    enrolment, form = opened.enrolment, ReadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        finish = finish_watching if is_watched else finish_reading
        apply(form, lambda: finish(actor=request.actor, enrolment=enrolment, slug=slug))
        if not form.errors:
            return redirect("learner_lesson" if is_watched else "learner_debrief", slug=slug)
    context = {"lesson": opened.lesson, "form": form, "is_watched": is_watched}
    return render(request, "learner/lessons/read_through.html", context, status=status_of(form))


@door("GET")
def debrief(request: ActorRequest, slug: str) -> HttpResponse:
    """The outcome of a lesson: impact on the citizen, the way taken with better ones marked, and
    the next lesson.
    """
    opened = seat(request.actor, slug)
    progress = progress_of(opened.enrolment, slug) if opened.enrolment else None
    if progress is None or opened.enrolment is None:
        return redirect("learner_lesson", slug=slug)
    context = {
        "lesson": opened.lesson,
        "group": opened.group,
        "progress": progress,
        "next": following(opened),
    }
    if opened.lesson.scenario is not None:
        context |= case_context(opened, opened.enrolment, progress)
    return render(request, "learner/lessons/debrief.html", context)


def kind_name(kind: Kind) -> str:
    """The kind of a lesson in words."""
    names = {
        Kind.READING: _("Reading"),
        Kind.SCENARIO: _("Case to handle"),
        Kind.ASSIGNMENT: _("Task to hand in"),
        Kind.SELF_CHECK: _("Self-assessment"),
        Kind.REFLECTION: _("Reflection"),
        Kind.PLEDGE: _("Commitment"),
        Kind.REFRESHER: _("Yearly refresher"),
    }
    return str(names[kind])
