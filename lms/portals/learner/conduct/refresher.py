"""Nhắc lại hằng năm: one situation after the other, with the panel's view after each answer."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from cms.content import Kind
from lms.core import clock
from lms.core.errors import NotFound
from lms.learning.conduct.actions import answer, draw
from lms.learning.conduct.queries import Drawn, drawn_of
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.conduct.opening import Opened, opened


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

    def __init__(self, drawn: Drawn, *args: Any) -> None:
        super().__init__(*args)
        for name in ("best", "worst"):
            self.fields[name].choices = [(item.key, item.text) for item in drawn.items]  # type: ignore[attr-defined] # ChoiceField


@door("GET", "POST")
def refresher(request: ActorRequest, slug: str) -> HttpResponse:
    """The start page, the next open situation, or the outcome. POST draws the situations."""
    conduct_lesson = opened(request, slug, Kind.REFRESHER)
    enrolment = conduct_lesson.enrolment
    if enrolment is None:
        return render(
            request,
            "learner/conduct/refresher.html",
            conduct_lesson.context(year=clock.today().year),
        )
    if request.method == "POST":
        draw(actor=request.actor, enrolment=enrolment, slug=slug)
        return redirect("learner_refresher_situation", slug=slug, position=1)
    situations = drawn_of(enrolment, slug)
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


@door("GET", "POST")
def situation(request: ActorRequest, slug: str, position: int) -> HttpResponse:
    """One situation: the question, and once it is answered the panel's view."""
    conduct_lesson = opened(request, slug, Kind.REFRESHER)
    enrolment = conduct_lesson.enrolment
    if enrolment is None:
        raise NotFound
    situations = drawn_of(enrolment, slug)
    current = next(
        (each for each in situations if each.position == position),
        None,
    )
    if current is None:
        raise NotFound
    form = JudgeForm(current, request.POST if request.method == "POST" else None)
    if form.is_valid():
        best, worst = form.cleaned_data["best"], form.cleaned_data["worst"]
        apply(
            form,
            lambda: answer(
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
    context = _context(conduct_lesson, situations, current) | {"form": form}
    return render(request, "learner/conduct/situation.html", context, status=status_of(form))


def _context(conduct_lesson: Opened, situations: list[Drawn], current: Drawn) -> dict[str, Any]:
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


def _step_mark(each: Drawn, current: Drawn) -> str:
    """The mark of a situation in the step bar: "d" answered, "n" now, "" later."""
    if each.answer:
        return "d"
    return "n" if each is current else ""
