"""Learning: events come in and are stored once; progress is their fold, written in the same transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from cms.content import Kind
from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.ids import uuid7
from lms.learning.progress.fold import SERVER, Lane, allowed
from lms.learning.progress.intake import Batch, events_of, state_of
from lms.learning.progress.models import Answer, Attempt
from lms.learning.progress.policies import may_learn
from lms.learning.progress.projection import project, start
from lms.learning.progress.queries import lanes_of, standing
from lms.teaching.enrolment.models import Enrolment


@transaction.atomic
def begin(*, actor: Actor, enrolment: Enrolment, slug: str) -> Attempt:
    """A new go at a lesson of the class's edition, for a learner without JavaScript (devices make their own)."""
    _check(actor, enrolment)
    lesson = api.lesson(enrolment.group.edition_id, slug)
    return start(enrolment, slug, lesson.hash, uuid7())


@transaction.atomic
def answer(*, actor: Actor, enrolment: Enrolment, slug: str, scene: str, choice: str) -> Lane:
    """A choice made without JavaScript. Counts where the learner stands; elsewhere it is practice.

    Returns the lane that the answer went to. BadInput where the scene has no such choice.
    """
    _check(actor, enrolment)
    lesson = api.lesson(enrolment.group.edition_id, slug)
    found = lesson.scenario.scene(scene) if lesson.scenario else None
    if found is None or found.choice(choice) is None:
        raise BadInput(_("Choose one of the answers."), field="choice")
    attempt = _current(actor, enrolment, slug)
    lane = _server_lane(attempt)
    written = _append(attempt, "choice", scene, {"choice": choice}, lane.seq)
    project(actor, [attempt])
    path = allowed(lesson, [*lane.path, (scene, choice)])
    return Lane(attempt.pk, SERVER, written.seq, written.seq, path)


@transaction.atomic
def finish_reading(*, actor: Actor, enrolment: Enrolment, slug: str) -> None:
    """“Đã đọc xong” without JavaScript. RuleBroken where the lesson is not for reading."""
    _check(actor, enrolment)
    if api.lesson(enrolment.group.edition_id, slug).kind != Kind.READING:
        raise RuleBroken(_("This lesson is finished by doing its task."))
    _finish(actor, enrolment, slug)


@transaction.atomic
def finish(*, actor: Actor, enrolment: Enrolment, slug: str) -> None:
    """The lesson is done: called by the room that knows it, when work was handed in or a commitment was signed."""
    _check(actor, enrolment)
    _finish(actor, enrolment, slug)


@transaction.atomic
def sync(*, actor: Actor, body: Any) -> dict[str, Any]:
    """Take one batch: {"v": 1, "now": seconds, "events": [...]}; returns what became of each event.

    s = ok (stored) · dup (was stored before) · hold (another person's; stays on the device) · quarantine (kept for
    support, with the reason). Raises NotAllowed, BadInput for a body that is no batch, TooMuch above 50 events.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in to send your answers."))
    events = events_of(body)
    batch = Batch(actor, float(body["now"]))
    results = [batch.take(raw) for raw in events]
    batch.store(results)
    lanes = project(actor, batch.attempts.values())
    return {
        "results": results,
        "attempts": {
            str(pk): state_of(lanes[pk], batch.devices[pk]) for pk in batch.attempts if pk in lanes
        },
        "now": clock.now().timestamp(),
    }


def _finish(actor: Actor, enrolment: Enrolment, slug: str) -> None:
    attempt = _current(actor, enrolment, slug)
    lane = _server_lane(attempt)
    if not lane.finished:
        _append(attempt, "finish", "", {}, lane.seq)
        project(actor, [attempt])


def _check(actor: Actor, enrolment: Enrolment) -> None:
    if not may_learn(actor, enrolment):
        raise NotAllowed(_("This is the lesson of another learner, or the class has not begun."))


def _current(actor: Actor, enrolment: Enrolment, slug: str) -> Attempt:
    attempt = standing(enrolment, slug).attempt
    if attempt is not None:
        return attempt
    lesson = api.lesson(enrolment.group.edition_id, slug)
    return start(enrolment, slug, lesson.hash, uuid7())


def _server_lane(attempt: Attempt) -> Lane:
    """The server's lane, brought to where the learner's best lane stands."""
    # The lane's numbers are given here, one writer at a time.
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    lanes = lanes_of([attempt]).get(attempt.pk, ())
    mine = next((lane for lane in lanes if lane.device == SERVER), None)
    own = mine or Lane(attempt.pk, SERVER, 0, 0)
    if not lanes or len(lanes[0].path) <= len(own.path):
        return own
    best = lanes[0]
    origin = {"from": {"device": str(best.device), "seq": best.seq}}
    _append(attempt, "view", best.scene, origin, own.seq)
    return Lane(attempt.pk, SERVER, own.seq + 1, own.seq + 1, best.path, best.scene)


def _append(attempt: Attempt, kind: str, scene: str, payload: dict[str, Any], last: int) -> Answer:
    now = clock.now()
    return Answer.objects.create(
        id=uuid7(), attempt=attempt, device=SERVER, seq=last + 1, type=kind, scene=scene,
        payload=payload, device_at=now, received_at=now,
    )  # fmt: skip
