"""A case scene by scene without JavaScript: each scene a page with a form of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms import api
from cms.content import Lesson, Mode, Scenario, Scene
from lms.core.errors import NotFound
from lms.learning.progress.actions import answer, see
from lms.learning.progress.queries import (
    Standing,
    is_asked,
    newest_turn,
    progress_of,
    seat,
    standing,
    waits_for,
)
from lms.learning.progress.telling import Told, offered_keys, state_at
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.answering import AS_IT_IS, StepForm
from lms.portals.learner.cases.modes import WORDS, mode_of
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class At:
    """Where the learner stands in a case, in one way of doing it.

    `asked`: the way that the address names.
    """

    enrolment: Enrolment
    lesson: Lesson
    scenario: Scenario
    stands: Standing
    mode: Mode
    asked: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        lane = self.stands.lane
        return tuple(step.scene for step in lane.path) if lane else ()

    @property
    def state(self) -> api.State:
        lane = self.stands.lane
        return lane.state if lane and lane.state else api.begin(self.scenario)

    @property
    def seed(self) -> str:
        return str(self.stands.attempt.pk) if self.stands.attempt else self.lesson.hash

    def offered(self, scene: str) -> list[str]:
        """The choices that were offered when the learner stood there the last time, in the order of
        his attempt.
        """
        lane = self.stands.lane
        state = state_at(self.scenario, lane.path if lane else (), scene)
        return offered_keys(self.scenario, state, self.seed) if state else []

    def url(self, key: str, *more: str) -> str:
        words = [f"che-do={self.asked}"] if self.asked else []
        query = "&".join([*words, *more])
        page = reverse("learner_scene", args=[self.lesson.slug, key])
        return f"{page}?{query}" if query else page


@door("GET")
def here(request: ActorRequest, slug: str) -> HttpResponse:
    """To the scene where the learner stands; where he has not said in which way he does the case,
    to those ways.
    """
    position = _at(request, slug)
    return (
        redirect(position.url(position.state.scene))
        if position
        else redirect("learner_lesson", slug=slug)
    )


@door("GET", "POST")
def scene(request: ActorRequest, slug: str, key: str) -> HttpResponse:
    """One scene; after the answer, on the same address, what happened (`?xong=`)."""
    position = _at(request, slug)
    if position is None:
        return redirect("learner_lesson", slug=slug)
    shown_scene = position.scenario.scene(key)
    if shown_scene is None:
        raise NotFound
    explained = newest_turn(position.stands, key) if "xong" in request.GET else None
    if not explained and not _may_stand(position, key):
        return redirect(position.url(position.state.scene))
    form = StepForm(
        shown_scene, position.offered(key), request.POST if request.method == "POST" else None
    )
    if form.is_valid() and _sent(request, position, shown_scene, form):
        return redirect(position.url(key, "xong=1"))
    if request.method == "GET":
        _seen(request, position, shown_scene)
    context = _context(position, shown_scene, explained[0] if explained else None) | {
        "form": form,
        "as_it_is": AS_IT_IS,
    }
    return render(request, "learner/lessons/scene.html", context, status=status_of(form))


def _at(request: ActorRequest, slug: str) -> At | None:
    """None where the lesson has several ways and the learner is in none of them, or names one that
    is not open.
    """
    opened = seat(request.actor, slug)
    if opened.enrolment is None or opened.lesson.scenario is None:
        raise NotFound
    mode_word = request.GET.get("che-do", "")
    standing_ = standing(opened.enrolment, slug, mode_of(mode_word) if mode_word else "")
    shown_lesson, mode = (
        opened.lesson,
        mode_of(mode_word) if mode_word else opened.lesson.scenario.modes[0],
    )
    if standing_.attempt is not None:
        # The case is that of the edition that the learner saw.
        shown_lesson, mode = (
            api.lesson(standing_.attempt.edition_id, slug),
            Mode(standing_.attempt.mode),
        )
    elif not _may_begin(opened.enrolment, shown_lesson, mode, bool(mode_word)):
        return None
    if shown_lesson.scenario is None or mode == Mode.WATCH:
        return None
    return At(
        opened.enrolment,
        shown_lesson,
        shown_lesson.scenario,
        standing_,
        mode,
        mode_word and WORDS[mode],
    )


def _may_begin(enrolment: Enrolment, lesson: Lesson, mode: Mode, is_named: bool) -> bool:
    """Whether the first answer may begin a go: the way is named (or the only one), asked for and
    open.
    """
    is_only = lesson.scenario is not None and len(lesson.scenario.modes) == 1
    if not (is_named or is_only) or not is_asked(lesson, mode):
        return False
    progress = progress_of(enrolment, lesson.slug)
    return waits_for(lesson, mode, progress.finished_modes if progress else ()) is None


def _may_stand(position: At, key: str) -> bool:
    """Where he stands now; in Làm cùng also where he has been, to try again."""
    return key == position.state.scene or (position.mode == Mode.GUIDED and key in position.path)


def _sent(request: ActorRequest, position: At, answered_scene: Scene, form: StepForm) -> bool:
    apply(
        form,
        lambda: answer(
            actor=request.actor,
            enrolment=position.enrolment,
            slug=position.lesson.slug,
            scene=answered_scene.key,
            choice=form.choice,
            response=form.response,
            mode=position.mode,
        ),
    )
    return not form.errors


def _seen(request: ActorRequest, position: At, shown_scene: Scene) -> None:
    """From when a scene with a time limit is on the page, its time runs."""
    attempt = position.stands.attempt
    if (
        attempt
        and position.mode == Mode.SOLO
        and shown_scene.seconds
        and shown_scene.key == position.state.scene
    ):
        see(actor=request.actor, attempt=attempt, scene=shown_scene.key)


def _context(position: At, shown_scene: Scene, explained: Told | None) -> dict[str, Any]:
    # While the consequence is shown the step bar still stands at the scene that was answered.
    counts = explained is not None and not explained.is_practice
    done, total = len(position.path) - (1 if counts else 0), position.lesson.steps
    trips, minutes, money, trust = position.state.impacts
    return {
        "lesson": position.lesson,
        "scenario": position.scenario,
        "scene": shown_scene,
        "mode": position.mode,
        "told": explained,
        "picked": explained.turn if explained and counts else None,
        "seed": position.seed,
        "offered": position.offered(shown_scene.key),
        "trips": trips,
        "minutes": minutes,
        "money": money,
        "trust": trust,
        "number": min(done + 1, total),
        "total": total,
        "bar": ["d" if n < done else "n" if n == done else "" for n in range(total)],
        "back": reverse("learner_courses"),
        "here": position.url(position.state.scene),
        "again": position.url(shown_scene.key),
        "is_practice": shown_scene.key != position.state.scene,
        "word": WORDS[position.mode],
    }
