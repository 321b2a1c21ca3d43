"""A case scene by scene without JavaScript: each scene a page with a form of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms import api
from cms.api import Told, offered_keys, state_at
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
        return tuple(one.scene for one in lane.path) if lane else ()

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
    at = _at(request, slug)
    return redirect(at.url(at.state.scene)) if at else redirect("learner_lesson", slug=slug)


@door("GET", "POST")
def scene(request: ActorRequest, slug: str, key: str) -> HttpResponse:
    """One scene; after the answer, on the same address, what happened (`?xong=`)."""
    at = _at(request, slug)
    if at is None:
        return redirect("learner_lesson", slug=slug)
    found = at.scenario.scene(key)
    if found is None:
        raise NotFound
    told = newest_turn(at.stands, key) if "xong" in request.GET else None
    if not told and not _may_stand(at, key):
        return redirect(at.url(at.state.scene))
    form = StepForm(found, at.offered(key), request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(request, at, found, form):
        return redirect(at.url(key, "xong=1"))
    if request.method == "GET":
        _seen(request, at, found)
    context = _context(at, found, told[0] if told else None) | {"form": form, "as_it_is": AS_IT_IS}
    return render(request, "learner/lessons/scene.html", context, status=status_of(form))


def _at(request: ActorRequest, slug: str) -> At | None:
    """None where the lesson has several ways and the learner is in none of them, or names one that
    is not open.
    """
    found = seat(request.actor, slug)
    if found.enrolment is None or found.lesson.scenario is None:
        raise NotFound
    word = request.GET.get("che-do", "")
    stands = standing(found.enrolment, slug, mode_of(word) if word else "")
    shown, mode = found.lesson, mode_of(word) if word else found.lesson.scenario.modes[0]
    if stands.attempt is not None:
        # The case is that of the edition that the learner saw.
        shown, mode = api.lesson(stands.attempt.edition_id, slug), Mode(stands.attempt.mode)
    elif not _may_begin(found.enrolment, shown, mode, bool(word)):
        return None
    if shown.scenario is None or mode == Mode.WATCH:
        return None
    return At(found.enrolment, shown, shown.scenario, stands, mode, word and WORDS[mode])


def _may_begin(enrolment: Enrolment, lesson: Lesson, mode: Mode, is_named: bool) -> bool:
    """Whether the first answer may begin a go: the way is named (or the only one), asked for and
    open.
    """
    is_only = lesson.scenario is not None and len(lesson.scenario.modes) == 1
    if not (is_named or is_only) or not is_asked(lesson, mode):
        return False
    progress = progress_of(enrolment, lesson.slug)
    return waits_for(lesson, mode, progress.finished_modes if progress else ()) is None


def _may_stand(at: At, key: str) -> bool:
    """Where he stands now; in Làm cùng also where he has been, to try again."""
    return key == at.state.scene or (at.mode == Mode.GUIDED and key in at.path)


def _sent(request: ActorRequest, at: At, found: Scene, form: StepForm) -> bool:
    apply(
        form,
        lambda: answer(
            actor=request.actor,
            enrolment=at.enrolment,
            slug=at.lesson.slug,
            scene=found.key,
            choice=form.choice,
            response=form.response,
            mode=at.mode,
            stands=at.stands,
        ),
    )
    return not form.errors


def _seen(request: ActorRequest, at: At, found: Scene) -> None:
    """From when a scene with a time limit is on the page, its time runs."""
    attempt = at.stands.attempt
    if attempt and at.mode == Mode.SOLO and found.seconds and found.key == at.state.scene:
        see(actor=request.actor, attempt=attempt, scene=found.key)


def _context(at: At, found: Scene, told: Told | None) -> dict[str, Any]:
    # While the consequence is shown the step bar still stands at the scene that was answered.
    counts = told is not None and not told.is_practice
    done, total = len(at.path) - (1 if counts else 0), at.lesson.steps
    trips, minutes, money, trust = at.state.impacts
    return {
        "lesson": at.lesson,
        "scenario": at.scenario,
        "scene": found,
        "mode": at.mode,
        "told": told,
        "picked": told.turn if told and counts else None,
        "seed": at.seed,
        "offered": at.offered(found.key),
        "trips": trips,
        "minutes": minutes,
        "money": money,
        "trust": trust,
        "number": min(done + 1, total),
        "total": total,
        "bar": ["d" if n < done else "n" if n == done else "" for n in range(total)],
        "back": reverse("learner_courses"),
        "here": at.url(at.state.scene),
        "again": at.url(found.key),
        "is_practice": found.key != at.state.scene,
        "word": WORDS[at.mode],
    }
