"""Batches of the sync protocol: each event is judged once, none is thrown away."""

import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import ApplicationError, BadInput, NotFound
from lms.learning.progress.events import IncomingEvent, parse_event
from lms.learning.progress.fold import Lane
from lms.learning.progress.models import Answer, Attempt, Quarantined
from lms.learning.progress.policies import may_learn
from lms.learning.progress.projection import start_attempt
from lms.learning.progress.queries import first_mode, is_asked, learner_id, open_lesson

MAX_EVENTS = 50
MAX_BYTES = 48 * 1024


class BatchTooLarge(ApplicationError):
    """A batch too large to take; the device halves it."""

    status = 413
    code = "too_large"


def not_a_batch() -> BadInput:
    """The refusal of a body that cannot be read."""
    return BadInput(_("This is not a batch of answers. Reload the page."))


def check_batch(body: Any) -> list[Any]:
    """The events of a batch. BadInput for any other body, TooMuch for too many events."""
    has_events = isinstance(body, dict) and isinstance(body.get("events"), list)
    if not has_events or not isinstance(body.get("now"), int | float) or body.get("v") != 1:
        raise not_a_batch()
    if len(body["events"]) > MAX_EVENTS:
        raise BatchTooLarge(_("Too many answers at once."))
    return list(body["events"])


def state_of(lanes: tuple[Lane, ...], device: UUID) -> dict[str, Any]:
    """Where an attempt stands, as JSON for the device that sent a batch."""
    best = lanes[0]
    acked = next((lane.acked for lane in lanes if lane.device == device), 0)
    path = [step.scene + step.choice for step in best.path]
    return {
        "acked": acked,
        "score": best.score,
        "path": path,
        "scene": best.scene,
        "done": best.finished,
    }


class SyncBatch:
    """One batch: events are judged one by one (`take_event`), then written together."""

    def __init__(self, actor: Actor, sent_at: float) -> None:
        self.actor = actor
        self.sent_at = sent_at
        self.now = clock.now()
        self.learner = learner_id(actor)
        self.attempts: dict[UUID, Attempt] = {}
        self.devices: dict[UUID, UUID] = {}
        self.taken: dict[UUID, tuple[IncomingEvent, dict[str, Any], Any]] = {}

    def take_event(self, raw: Any) -> dict[str, Any]:
        """Judge one event; what is fit is stored by `store_events`."""
        event_id = raw.get("id") if isinstance(raw, dict) else None
        outcome = {"id": event_id, "s": "ok", "why": ""}
        try:
            event = parse_event(raw)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return self._quarantine(outcome, raw, _("The answer is not complete."))
        if event.learner != self.learner:
            return outcome | {"s": "hold", "why": _("It belongs to another person.")}
        return self._keep_event(event, outcome, raw)

    def _keep_event(
        self, event: IncomingEvent, outcome: dict[str, Any], raw: Any
    ) -> dict[str, Any]:
        earlier = self.taken.get(event.id)
        if earlier is not None and earlier[0] == event:
            return outcome | {"s": "dup"}
        if earlier is not None or self._attempt_of(event) is None:
            return self._quarantine(outcome, raw, _("There is no such lesson among your classes."))
        self.devices[event.attempt] = event.device
        self.taken[event.id] = (event, outcome, raw)
        return outcome

    def store_events(self, outcomes: list[dict[str, Any]]) -> None:
        """Insert what is new and set the outcomes.

        The same event again is a repetition; another one under the same id goes to quarantine.
        """
        before = Answer.objects.in_bulk(list(self.taken))
        fresh = [
            self.taken[pk][0].as_answer(self.now, self.sent_at)
            for pk in sorted(self.taken)
            if pk not in before
        ]
        # ON CONFLICT DO NOTHING, in the order of the ids, so that two batches never wait for each
        # other in a circle.
        Answer.objects.bulk_create(fresh, ignore_conflicts=True)
        stored = Answer.objects.in_bulk(list(self.taken))
        for pk, (event, outcome, raw) in self.taken.items():
            if pk not in stored or not event.same_as(stored[pk]):
                outcome.update(
                    self._quarantine(outcome, raw, _("Something else was sent under this number."))
                )
            elif pk in before:
                outcome["s"] = "dup"

    def _attempt_of(self, event: IncomingEvent) -> Attempt | None:
        """The attempt of the event, begun with its first one; None if it is not this learner's."""
        attempt = self.attempts.get(event.attempt)
        if attempt is None:
            attempts = Attempt.objects.select_related(
                "enrolment__group__school", "enrolment__official"
            )
            attempt = attempts.filter(pk=event.attempt).first() or self._begin_attempt(event)
            if attempt is None or not may_learn(self.actor, attempt.enrolment):
                return None
            self.attempts[event.attempt] = attempt
        fits = (attempt.lesson, attempt.lesson_hash) == (event.lesson, event.version)
        return attempt if fits and event.mode in ("", attempt.mode) else None

    def _begin_attempt(self, event: IncomingEvent) -> Attempt | None:
        try:
            opened = open_lesson(self.actor, event.lesson, event.version)
        except NotFound:
            return None
        mode = event.mode or first_mode(opened.lesson)
        if opened.enrolment is None or not is_asked(opened.lesson, mode):
            return None
        # A mode that is not open yet is taken too: the device may have been without a network.
        begun = event.happened_at(self.now, self.sent_at)
        return start_attempt(opened.enrolment, opened.lesson, event.attempt, mode, begun)

    def _quarantine(self, outcome: dict[str, Any], raw: Any, why: str) -> dict[str, Any]:
        # As text: a forged event may hold what no JSON column takes.
        Quarantined.objects.create(
            user_id=self.actor.key, body=json.dumps(raw), why=why[:200], received_at=self.now
        )
        return outcome | {"s": "quarantine", "why": why}
