"""Learning: events are stored once; progress is their fold, written in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from cms.content import Lesson, PlayMode
from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.ids import uuid7
from lms.learning.progress.checks import check_may_learn
from lms.learning.progress.events import check_payload
from lms.learning.progress.fold import SERVER, Lane
from lms.learning.progress.intake import SyncBatch, check_batch, state_of
from lms.learning.progress.models import Answer, Attempt
from lms.learning.progress.projection import project_progress, start_attempt
from lms.learning.progress.queries import (
    MODES,
    LessonStanding,
    current_standing,
    first_mode,
    first_played,
    is_asked,
    lanes_of,
    newest_attempt,
    progress_of,
    waits_for,
)
from lms.teaching.enrolment.models import Enrolment


@transaction.atomic
def begin_attempt(*, actor: Actor, enrolment: Enrolment, slug: str, mode: str = "") -> Attempt:
    """Begin an attempt at a lesson without JavaScript (devices make their own); go on with one that
    is not at its end.

    `mode`: empty for the first one. BadInput for a mode that the lesson does not ask for;
    RuleBroken while a mode before it is not finished.
    """
    check_may_learn(actor, enrolment)
    lesson = api.read_lesson(enrolment.group.edition_id, slug)
    mode = mode or first_mode(lesson)
    stands = current_standing(enrolment, slug, mode)
    if stands.attempt is not None and not (stands.lane and stands.lane.finished):
        return stands.attempt
    return _start_attempt(enrolment, lesson, mode)


@transaction.atomic
def record_view(*, actor: Actor, attempt: Attempt, scene: str) -> None:
    """Note that a scene was shown without JavaScript: its time runs from the first showing."""
    check_may_learn(actor, attempt.enrolment)
    lane = _server_lane(attempt)
    last_event = Answer.objects.filter(attempt=attempt, device=SERVER).order_by("seq").last()
    if last_event is None or (last_event.type, last_event.scene) != ("view", scene):
        _append_event(attempt, "view", scene, {}, lane.seq)


@transaction.atomic
def answer_scene(  # noqa: PLR0913 - the parts of one answer, and where it belongs
    *,
    actor: Actor,
    enrolment: Enrolment,
    slug: str,
    scene: str,
    choice: str = "",
    response: Mapping[str, Any] | None = None,
    mode: str = "",
    stands: LessonStanding | None = None,
) -> Lane:
    """Answer a scene without JavaScript; returns the lane to which the answer was added.

    `choice` where one is chosen, else `response` (see cms.content.Answer). It belongs to the newest
    attempt in `mode` (of all modes without one), which is begun if there is none; it counts where
    the learner stands and is practice elsewhere. `stands`: what the caller has just read; spares
    one fold if nothing came in since. BadInput if the scene has no such choice or the answer is too
    long; RuleBroken if the mode is not open yet.
    """
    check_may_learn(actor, enrolment)
    attempt = _current_attempt(actor, enrolment, slug, mode)
    payload = _check_payload(api.read_lesson(attempt.edition_id, slug), scene, choice, response)
    lane = _server_lane(attempt, stands)
    _append_event(attempt, "choice" if "choice" in payload else "answer", scene, payload, lane.seq)
    lanes = project_progress(actor, [attempt])[attempt.pk]
    return next(lane for lane in lanes if lane.device == SERVER)


@transaction.atomic
def finish_reading(*, actor: Actor, enrolment: Enrolment, slug: str) -> None:
    """Finish a reading (“Đã đọc xong”). RuleBroken where the lesson is not for reading."""
    check_may_learn(actor, enrolment)
    if not api.read_lesson(enrolment.group.edition_id, slug).traits.is_read:
        raise RuleBroken(_("This lesson is finished by doing its task."))
    _append_finish(actor, enrolment, slug)


@transaction.atomic
def finish_watching(*, actor: Actor, enrolment: Enrolment, slug: str) -> None:
    """Finish watching (“Đã xem xong”). BadInput where the lesson does not ask for watching."""
    check_may_learn(actor, enrolment)
    _append_finish(actor, enrolment, slug, PlayMode.WATCH)


@transaction.atomic
def finish_lesson(*, actor: Actor, enrolment: Enrolment, slug: str) -> None:
    """Finish a lesson; called by the app that knows when: work handed in, a commitment signed."""
    check_may_learn(actor, enrolment)
    _append_finish(actor, enrolment, slug)


@transaction.atomic
def sync_batch(*, actor: Actor, body: Any) -> dict[str, Any]:
    """Take one batch: {"v": 1, "now": seconds, "events": [...]}; returns the outcome of each event.

    s = ok (stored) · dup (was stored before) · hold (another person's; stays on the device) ·
    quarantine (kept for support, with the reason). NotAllowed for a visitor, BadInput for a body
    that is no batch, TooMuch above 50 events.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in to send your answers."))
    events = check_batch(body)
    batch = SyncBatch(actor, float(body["now"]))
    outcomes = [batch.take_event(raw) for raw in events]
    batch.store_events(outcomes)
    lanes = project_progress(actor, batch.attempts.values())
    return {
        "results": outcomes,
        "attempts": {
            str(pk): state_of(lanes[pk], batch.devices[pk]) for pk in batch.attempts if pk in lanes
        },
        "now": clock.now().timestamp(),
    }


def _append_finish(actor: Actor, enrolment: Enrolment, slug: str, mode: str = "") -> None:
    attempt = _current_attempt(actor, enrolment, slug, mode)
    lane = _server_lane(attempt)
    if not lane.finished:
        _append_event(attempt, "finish", "", {}, lane.seq)
        project_progress(actor, [attempt])


def _current_attempt(actor: Actor, enrolment: Enrolment, slug: str, mode: str) -> Attempt:
    attempt = newest_attempt(enrolment, slug, mode)
    if attempt is not None:
        return attempt
    lesson = api.read_lesson(enrolment.group.edition_id, slug)
    return _start_attempt(enrolment, lesson, mode or first_played(lesson))


def _start_attempt(enrolment: Enrolment, lesson: Lesson, mode: str) -> Attempt:
    if not is_asked(lesson, mode):
        raise BadInput(_("This lesson is not done in that way."), field="mode")
    progress = progress_of(enrolment, lesson.slug)
    missing = waits_for(lesson, mode, progress.finished_modes if progress else ())
    if missing is not None:
        raise RuleBroken(_("Finish “%(mode)s” first.") % {"mode": MODES[missing]})
    return start_attempt(enrolment, lesson, uuid7(), mode, clock.now())


def _check_payload(
    lesson: Lesson, scene: str, choice: str, response: Mapping[str, Any] | None
) -> dict[str, Any]:
    scene_shown = lesson.scenario.scene(scene) if lesson.scenario else None
    if scene_shown is None:
        raise BadInput(_(api.CHOOSE_ONE), field="choice")
    if not api.step_of(scene_shown).is_judged:
        chosen = scene_shown.choice(choice)
        if chosen is None or chosen.on_timeout:
            raise BadInput(_(api.CHOOSE_ONE), field="choice")
        return {"choice": choice}
    try:
        return check_payload({"response": dict(response or {})})
    except ValueError:
        raise BadInput(_("The answer is too long. Write it shorter.")) from None


def _server_lane(attempt: Attempt, stands: LessonStanding | None = None) -> Lane:
    """The server's lane, brought to where the learner's best lane stands."""
    # The lane's numbers are given here, one writer at a time.
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    lanes = _current_lanes(attempt, stands)
    stored_lane = next((lane for lane in lanes if lane.device == SERVER), None)
    server_lane = stored_lane or Lane(attempt.pk, SERVER, 0, 0)
    if not lanes or len(lanes[0].path) <= len(server_lane.path):
        return server_lane
    best = lanes[0]
    origin = {"from": {"device": str(best.device), "seq": best.seq}}
    _append_event(attempt, "view", best.scene, origin, server_lane.seq)
    return replace(best, device=SERVER, seq=server_lane.seq + 1, acked=server_lane.seq + 1)


def _current_lanes(attempt: Attempt, stands: LessonStanding | None) -> tuple[Lane, ...]:
    """The lanes of an attempt; those of `stands` while its log has not grown since."""
    if stands is None or stands.attempt != attempt:
        return lanes_of([attempt]).get(attempt.pk, ())
    # Events are only ever added, so an equal number of rows is the same log.
    if Answer.objects.filter(attempt=attempt).count() != stands.events:
        return lanes_of([attempt]).get(attempt.pk, ())
    return stands.lanes


def _append_event(
    attempt: Attempt, kind: str, scene: str, payload: dict[str, Any], last: int
) -> Answer:
    now = clock.now()
    return Answer.objects.create(
        id=uuid7(),
        attempt=attempt,
        device=SERVER,
        seq=last + 1,
        type=kind,
        scene=scene,
        payload=payload,
        device_at=now,
        received_at=now,
    )
