"""A scenario scene by scene without JavaScript: each scene a page with a form of its own."""

from dataclasses import dataclass
from typing import Any

from cms import api
from cms.content import Answer, Lesson, Scenario, Scene
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.core.errors import NotFound
from lms.learning.progress.actions import answer
from lms.learning.progress.queries import seat, standing
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.places import picture
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class At:
    """Where the learner stands in a scenario lesson."""

    enrolment: Enrolment
    lesson: Lesson
    scenario: Scenario
    path: tuple[Answer, ...]

    @property
    def scene(self) -> str:
        return api.play(self.scenario, self.path).scene


class ChoiceForm(forms.Form):
    """One of the answers of the scene."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )

    def __init__(self, scene: Scene, *args: Any) -> None:
        super().__init__(*args)
        self.fields["choice"].choices = [(c.key, c.text) for c in scene.choices]  # type: ignore[attr-defined]
        self.fields["choice"].label = scene.question


@door("GET")
def here(request: ActorRequest, slug: str) -> HttpResponse:
    """To the scene where the learner stands."""
    at = _at(request, slug)
    return redirect("learner_scene", slug=slug, key=at.scene)


@door("GET", "POST")
def scene(request: ActorRequest, slug: str, key: str) -> HttpResponse:
    """One scene; after the answer, on the same address, what happened (`?chon=` names the answer)."""
    at = _at(request, slug)
    found = at.scenario.scene(key)
    if found is None:
        raise NotFound("")
    form = ChoiceForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        picked = form.cleaned_data["choice"]
        apply(
            form,
            lambda: answer(
                actor=request.actor, enrolment=at.enrolment, slug=slug, scene=key, choice=picked
            ),
        )
        if not form.errors:
            return redirect(f"{reverse('learner_scene', args=[slug, key])}?chon={picked}")
    context = _context(at, found, request.GET.get("chon", "")) | {"form": form}
    return render(request, "learner/lessons/scene.html", context, status=status_of(form))


def _at(request: ActorRequest, slug: str) -> At:
    found = seat(request.actor, slug)
    if found.enrolment is None or found.lesson.scenario is None:
        raise NotFound("")
    stands = standing(found.enrolment, slug)
    shown = found.lesson
    if stands.attempt is not None:
        shown = api.lesson(stands.attempt.edition_id, slug)
    scenario = shown.scenario or found.lesson.scenario
    return At(found.enrolment, shown, scenario, stands.lane.path if stands.lane else ())


def _context(at: At, scene: Scene, picked: str) -> dict[str, Any]:
    played = api.play(at.scenario, at.path)
    choice = scene.choice(picked)
    # While the consequence is shown the step bar still stands at the scene that was answered.
    done = len(at.path) - (
        1
        if choice and at.path and (at.path[-1].scene, at.path[-1].choice) == (scene.key, picked)
        else 0
    )
    total = at.lesson.steps
    return {
        "lesson": at.lesson, "scenario": at.scenario, "scene": scene, "picked": choice,
        "played": played, "number": min(done + 1, total), "total": total,
        "bar": ["d" if n < done else "n" if n == done else "" for n in range(total)],
        "picture": picture(scene), "picked_list": [choice] if choice else [],
        "back": reverse("learner_courses"), "here": at.scene, "is_practice": choice is None and at.scene != scene.key,
    }  # fmt: skip
