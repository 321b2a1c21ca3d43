"""Nhắc lại hằng năm: one situation after the other, with the panel's view after each answer."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cms.content import LessonKind
from lms.core import clock
from lms.core.errors import NotFound
from lms.learning.conduct.actions import answer_situation, draw_situations
from lms.learning.conduct.queries import RefresherSituation, situations_of_year
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.conduct.opening import OpenedConductLesson, open_conduct_lesson


class JudgeForm(forms.Form):
    """The best and the worst of the ways."""

    best = forms.ChoiceField(
        label=_("The best way"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the best way.")},
    )
    worst = forms.ChoiceField(
        label=_("The worst way"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the worst way.")},
    )

    def __init__(self, drawn: RefresherSituation, *args: Any) -> None:
        super().__init__(*args)
        for name in ("best", "worst"):
            self.fields[name].choices = [(item.key, item.text) for item in drawn.items]  # type: ignore[attr-defined] # ChoiceField


@actor_view("GET", "POST")
def show_refresher(request: ActorRequest, slug: str) -> HttpResponse:
    """The start page, the next open situation, or the outcome. POST draws the situations."""
    conduct_lesson = open_conduct_lesson(request, slug, LessonKind.REFRESHER)
    enrolment = conduct_lesson.enrolment
    if enrolment is None:
        return render(
            request,
            "learner/conduct/refresher.html",
            conduct_lesson.context(year=clock.today().year),
        )
    if request.method == "POST":
        draw_situations(actor=request.actor, enrolment=enrolment, slug=slug)
        return redirect("learner_refresher_situation", slug=slug, position=1)
    situations = situations_of_year(enrolment, slug)
    waiting = [each for each in situations if each.answer is None]
    if waiting:
        return redirect("learner_refresher_situation", slug=slug, position=waiting[0].position)
    scores = [each.answer.percent for each in situations if each.answer]
    context = conduct_lesson.context(
        year=clock.today().year,
        drawn=situations,
        percent=sum(scores) // len(scores) if scores else None,
    )
    return render(request, "learner/conduct/refresher.html", context)


@actor_view("GET", "POST")
def show_situation(request: ActorRequest, slug: str, position: int) -> HttpResponse:
    """One situation: the question, and once it is answered the panel's view."""
    conduct_lesson = open_conduct_lesson(request, slug, LessonKind.REFRESHER)
    enrolment = conduct_lesson.enrolment
    if enrolment is None:
        raise NotFound
    situations = situations_of_year(enrolment, slug)
    current = next(
        (each for each in situations if each.position == position),
        None,
    )
    if current is None:
        raise NotFound
    form = JudgeForm(current, posted_data(request))
    if form.is_valid():
        best, worst = form.cleaned_data["best"], form.cleaned_data["worst"]
        apply_action(
            form,
            lambda: answer_situation(
                actor=request.actor,
                enrolment=enrolment,
                slug=slug,
                position=position,
                best=best,
                worst=worst,
            ),
        )
        if not form.errors:
            return redirect("learner_refresher_situation", slug=slug, position=position)
    context = _situation_context(conduct_lesson, situations, current) | {"form": form}
    return render(request, "learner/conduct/situation.html", context, status=status_of(form))


def _situation_context(
    conduct_lesson: OpenedConductLesson,
    situations: list[RefresherSituation],
    current: RefresherSituation,
) -> dict[str, Any]:
    unanswered = [each for each in situations if each.answer is None and each is not current]
    return conduct_lesson.context(
        drawn=current,
        scene=current.scene,
        answer=current.answer,
        number=current.position,
        total=len(situations),
        bar=[_step_mark(each, current) for each in situations],
        following=unanswered[0] if unanswered else None,
    )


def _step_mark(each: RefresherSituation, current: RefresherSituation) -> str:
    """The mark of a situation in the step bar: "done", "now", or "" for later."""
    if each.answer:
        return "done"
    return "now" if each is current else ""
