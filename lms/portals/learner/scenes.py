"""A scenario scene by scene without JavaScript: each scene is a page with a form of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms import api
from cms.api import ExplainedTurn, offered_keys, state_at
from cms.content import Lesson, PlayMode, Scenario, Scene
from lms.core.errors import NotFound
from lms.learning.progress.actions import answer_scene, record_view
from lms.learning.progress.queries import (
    LessonStanding,
    current_standing,
    is_asked,
    newest_explained_turn,
    open_lesson,
    progress_of,
    waits_for,
)
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.scenarios.answering import AS_IT_IS, StepForm
from lms.portals.learner.scenarios.modes import WORD_OF_MODE, mode_of
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class ScenePosition:
    """The learner's position in a scenario, in one mode.

    `asked`: the word for the mode in the address, "" where it names none.
    """

    enrolment: Enrolment
    lesson: Lesson
    scenario: Scenario
    stands: LessonStanding
    mode: PlayMode
    asked: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        lane = self.stands.lane
        return tuple(step.scene for step in lane.path) if lane else ()

    @property
    def state(self) -> api.PlayState:
        lane = self.stands.lane
        return lane.state if lane and lane.state else api.begin_play(self.scenario)

    @property
    def seed(self) -> str:
        return str(self.stands.attempt.pk) if self.stands.attempt else self.lesson.hash

    def offered(self, scene: str) -> list[str]:
        """Keys of the choices offered when the learner was last there, in the attempt's order."""
        lane = self.stands.lane
        state = state_at(self.scenario, lane.path if lane else (), scene)
        return offered_keys(self.scenario, state, self.seed) if state else []

    def url(self, key: str, *parameters: str) -> str:
        """The address of a scene; it keeps the mode that the current address names."""
        mode = [f"che-do={self.asked}"] if self.asked else []
        query = "&".join([*mode, *parameters])
        page = reverse("learner_scene", args=[self.lesson.slug, key])
        return f"{page}?{query}" if query else page


@actor_view("GET")
def redirect_to_scene(request: ActorRequest, slug: str) -> HttpResponse:
    """Redirect to the learner's current scene, or to the modes where none is chosen yet."""
    position = _find_position(request, slug)
    if position is None:
        return redirect("learner_lesson", slug=slug)
    return redirect(position.url(position.state.scene))


@actor_view("GET", "POST")
def show_scene(request: ActorRequest, slug: str, key: str) -> HttpResponse:
    """One scene with its form, and with `?xong=` what the answer came to."""
    position = _find_position(request, slug)
    if position is None:
        return redirect("learner_lesson", slug=slug)
    shown_scene = position.scenario.scene(key)
    if shown_scene is None:
        raise NotFound
    explained = newest_explained_turn(position.stands, key) if "xong" in request.GET else None
    if not explained and not _may_stand(position, key):
        return redirect(position.url(position.state.scene))
    sent_data = posted_data(request)
    form = StepForm(shown_scene, position.offered(key), sent_data)
    if form.is_valid() and _send_answer(request, position, shown_scene, form):
        return redirect(position.url(key, "xong=1"))
    if request.method == "GET":
        _record_scene_view(request, position, shown_scene)
    turn = explained[0] if explained else None
    context = {**_scene_context(position, shown_scene, turn), "form": form, "as_it_is": AS_IT_IS}
    return render(request, "learner/lessons/scene.html", context, status=status_of(form))


def _find_position(request: ActorRequest, slug: str) -> ScenePosition | None:
    """The learner's position, in the mode that the address names or else in the current one.

    None where a mode must be chosen first: the lesson has several and none is begun, or the one
    that is named is not open. NotFound for a lesson without a scenario, and for staff.
    """
    opened = open_lesson(request.actor, slug)
    if opened.enrolment is None or opened.lesson.scenario is None:
        raise NotFound
    word = request.GET.get("che-do", "")
    named_mode = mode_of(word) if word else None
    current = current_standing(opened.enrolment, slug, named_mode or "")
    if current.attempt is not None:
        # The scenario is that of the edition that the learner saw.
        lesson = api.read_lesson(current.attempt.edition_id, slug)
        mode = PlayMode(current.attempt.mode)
    else:
        lesson = opened.lesson
        mode = named_mode or opened.lesson.scenario.modes[0]
        if not _may_begin(opened.enrolment, lesson, mode, is_named=named_mode is not None):
            return None
    if lesson.scenario is None or mode == PlayMode.WATCH:
        return None
    asked = WORD_OF_MODE[mode] if word else ""
    return ScenePosition(opened.enrolment, lesson, lesson.scenario, current, mode, asked)


def _may_begin(enrolment: Enrolment, lesson: Lesson, mode: PlayMode, *, is_named: bool) -> bool:
    """Whether the first answer may begin an attempt: the mode is named or the only one, the lesson
    asks for it, and the modes before it are finished.
    """
    is_only = lesson.scenario is not None and len(lesson.scenario.modes) == 1
    if not (is_named or is_only) or not is_asked(lesson, mode):
        return False
    progress = progress_of(enrolment, lesson.slug)
    return waits_for(lesson, mode, progress.finished_modes if progress else ()) is None


def _may_stand(position: ScenePosition, key: str) -> bool:
    """Whether the scene may be shown: the current one; in Làm cùng earlier ones to try again."""
    return key == position.state.scene or (
        position.mode == PlayMode.GUIDED and key in position.path
    )


def _send_answer(
    request: ActorRequest, position: ScenePosition, answered_scene: Scene, form: StepForm
) -> bool:
    apply_action(
        form,
        lambda: answer_scene(
            actor=request.actor,
            enrolment=position.enrolment,
            slug=position.lesson.slug,
            scene=answered_scene.key,
            choice=form.choice,
            response=form.response,
            mode=position.mode,
            stands=position.stands,
        ),
    )
    return not form.errors


def _record_scene_view(request: ActorRequest, position: ScenePosition, shown_scene: Scene) -> None:
    """Record that a scene with a time limit is on the page: its time begins to run."""
    attempt = position.stands.attempt
    is_timed = position.mode == PlayMode.SOLO and shown_scene.seconds
    if attempt and is_timed and shown_scene.key == position.state.scene:
        record_view(actor=request.actor, attempt=attempt, scene=shown_scene.key)


def _scene_context(
    position: ScenePosition, shown_scene: Scene, explained: ExplainedTurn | None
) -> dict[str, Any]:
    answer_counts = explained is not None and not explained.is_practice
    done, total = len(position.path), position.lesson.steps
    if answer_counts:
        # While the consequence is shown, the step bar stays at the scene that was answered.
        done -= 1
    trips, minutes, money, trust = position.state.impacts
    return {
        "lesson": position.lesson,
        "scenario": position.scenario,
        "scene": shown_scene,
        "mode": position.mode,
        "told": explained,
        "picked": explained.turn if explained and answer_counts else None,
        "seed": position.seed,
        "offered": position.offered(shown_scene.key),
        "trips": trips,
        "minutes": minutes,
        "money": money,
        "trust": trust,
        "number": min(done + 1, total),
        "total": total,
        "bar": [_step_mark(number, done) for number in range(total)],
        "back": reverse("learner_courses"),
        "here": position.url(position.state.scene),
        "again": position.url(shown_scene.key),
        "is_practice": shown_scene.key != position.state.scene,
        "word": WORD_OF_MODE[position.mode],
    }


def _step_mark(number: int, done: int) -> str:
    """The mark of a step in the step bar: "done", "now", or "" for later."""
    if number < done:
        return "done"
    return "now" if number == done else ""
