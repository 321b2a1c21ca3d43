"""Nhắc lại hằng năm: situation by situation, each with the panel's view after the answer."""

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
            self.fields[name].choices = [(item.key, item.text) for item in drawn.items]  # type: ignore[attr-defined]


@door("GET", "POST")
def refresher(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin (this draws the situations), go on, or what came of it."""
    at = opened(request, slug, Kind.REFRESHER)
    enrolment = at.enrolment
    if enrolment is None:
        return render(
            request, "learner/conduct/refresher.html", at.context(year=clock.today().year)
        )
    if request.method == "POST":
        draw(actor=request.actor, enrolment=enrolment, slug=slug)
        return redirect("learner_refresher_situation", slug=slug, position=1)
    drawn = drawn_of(enrolment, slug)
    waiting = [one for one in drawn if one.answer is None]
    if waiting:
        return redirect("learner_refresher_situation", slug=slug, position=waiting[0].position)
    scores = [one.answer.percent for one in drawn if one.answer]
    context = at.context(
        year=clock.today().year, drawn=drawn, percent=sum(scores) // len(scores) if scores else None
    )
    return render(request, "learner/conduct/refresher.html", context)


@door("GET", "POST")
def situation(request: ActorRequest, slug: str, position: int) -> HttpResponse:
    """One situation: the question, and once it is answered what the panel says."""
    at = opened(request, slug, Kind.REFRESHER)
    enrolment = at.enrolment
    if enrolment is None:
        raise NotFound
    drawn = drawn_of(enrolment, slug)
    found = next((one for one in drawn if one.position == position), None)
    if found is None:
        raise NotFound
    form = JudgeForm(found, request.POST if request.method == "POST" else None)
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
    context = _context(at, drawn, found) | {"form": form}
    return render(request, "learner/conduct/situation.html", context, status=status_of(form))


def _context(at: Opened, drawn: list[Drawn], found: Drawn) -> dict[str, Any]:
    bar = ["d" if one.answer else "n" if one is found else "" for one in drawn]
    return at.context(
        drawn=found,
        scene=found.scene,
        answer=found.answer,
        number=found.position,
        total=len(drawn),
        bar=bar,
        following=next((one for one in drawn if one.answer is None and one is not found), None),
    )
