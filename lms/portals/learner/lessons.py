"""A lesson: its address, the confirmation that it was read, and its debrief."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cms.content import PlayMode
from lms.core.errors import NotFound
from lms.learning.progress.actions import finish_reading, finish_watching
from lms.learning.progress.queries import is_asked, open_lesson, open_lesson_or_preview, progress_of
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.lesson_kinds import LESSON_DISPLAYS
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.conduct.opening import next_lesson
from lms.portals.learner.scenarios import starting
from lms.portals.learner.scenarios.debriefing import scenario_context


@actor_view("GET")
def show_lesson(request: ActorRequest, slug: str) -> HttpResponse:
    """Redirect to the lesson's page or pack, in the edition from which the class teaches.

    A scenario with several modes is shown with the choice of them.
    """
    opened = open_lesson_or_preview(request.actor, slug)
    page = LESSON_DISPLAYS[opened.lesson.kind].page
    if page:
        return redirect(page, slug=slug)
    if opened.lesson.scenario is not None and len(opened.lesson.scenario.modes) > 1:
        return starting.show_start_page(request, opened)
    return redirect("learner_pack", slug=slug, version=opened.lesson.hash)


class ReadLessonForm(forms.Form):
    """“Read” or “watched”: the button says it, there is nothing to fill in."""


@actor_view("GET", "POST")
def confirm_reading(request: ActorRequest, slug: str) -> HttpResponse:
    """“Đã đọc xong”, “Đã xem xong” without JavaScript; a page of its own, because packs have no
    forms.
    """
    opened = open_lesson(request.actor, slug)
    is_watched = opened.lesson.scenario is not None and is_asked(opened.lesson, PlayMode.WATCH)
    if opened.enrolment is None or not (is_watched or opened.lesson.traits.is_read):
        raise NotFound
    enrolment, form = (
        opened.enrolment,
        ReadLessonForm(posted_data(request)),
    )
    if form.is_valid():
        finish = finish_watching if is_watched else finish_reading
        apply_action(form, lambda: finish(actor=request.actor, enrolment=enrolment, slug=slug))
        if not form.errors:
            return redirect("learner_lesson" if is_watched else "learner_debrief", slug=slug)
    context = {"lesson": opened.lesson, "form": form, "is_watched": is_watched}
    return render(request, "learner/lessons/read_through.html", context, status=status_of(form))


@actor_view("GET")
def show_debrief(request: ActorRequest, slug: str) -> HttpResponse:
    """The outcome of a lesson: impact on the citizen, the way taken with better ones marked, and
    the next lesson.
    """
    opened = open_lesson(request.actor, slug)
    progress = progress_of(opened.enrolment, slug) if opened.enrolment else None
    if progress is None or opened.enrolment is None:
        return redirect("learner_lesson", slug=slug)
    context = {
        "lesson": opened.lesson,
        "group": opened.group,
        "progress": progress,
        "next": next_lesson(opened),
    }
    if opened.lesson.scenario is not None:
        context |= scenario_context(opened, opened.enrolment, progress)
    return render(request, "learner/lessons/debrief.html", context)
