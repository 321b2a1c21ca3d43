"""Progress is a projection of the log, written in the transaction that appends to the log."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from cms import api
from cms.content import Lesson
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.learning.progress.fold import Lane
from lms.learning.progress.models import Attempt, LessonProgress
from lms.learning.progress.queries import lanes_of, pass_share
from lms.teaching.enrolment.models import Enrolment

_WRITTEN = ("attempt_id", "scene", "score", "total", "done", "state", "finished_modes")


def start_attempt(
    enrolment: Enrolment, lesson: Lesson, attempt_id: UUID, mode: str, at: dt.datetime
) -> Attempt:
    """The attempt of that id, begun `at` that moment if it is not there yet.

    The caller has checked the enrolment.
    """
    new_attempt = Attempt(
        pk=attempt_id,
        enrolment=enrolment,
        lesson=lesson.slug,
        edition_id=enrolment.group.edition_id,
        lesson_hash=lesson.hash,
        mode=mode,
        started_at=at,
    )
    # ON CONFLICT DO NOTHING: two batches of one device may arrive at once.
    Attempt.objects.bulk_create([new_attempt], ignore_conflicts=True)
    attempts = Attempt.objects.select_related("enrolment__group__school", "enrolment__official")
    return attempts.get(pk=attempt_id)


@transaction.atomic
def project_progress(actor: Actor, attempts: Iterable[Attempt]) -> dict[UUID, tuple[Lane, ...]]:
    """Write the progress at the lessons of `attempts` from their logs; returns attempt id → lanes.

    A projection can always be made again: running this twice changes nothing.
    """
    lanes_by_attempt: dict[UUID, tuple[Lane, ...]] = {}
    pairs = {(attempt.enrolment_id, attempt.lesson): attempt for attempt in attempts}
    for (enrolment_id, slug), attempt in sorted(pairs.items()):
        total = api.read_lesson(attempt.edition_id, slug).steps
        LessonProgress.objects.bulk_create(
            [
                LessonProgress(
                    enrolment_id=enrolment_id,
                    lesson=slug,
                    attempt=attempt,
                    total=total,
                    updated_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )
        # Two devices at once: the second waits here and then folds both.
        progress = LessonProgress.objects.select_for_update().get(
            enrolment_id=enrolment_id, lesson=slug
        )
        all_attempts = list(Attempt.objects.filter(enrolment_id=enrolment_id, lesson=slug))
        lanes = lanes_of(all_attempts)
        lanes_by_attempt |= lanes
        if any(lanes.values()):
            _write_progress(actor, progress, attempt.enrolment, _summarise(all_attempts, lanes))
    return lanes_by_attempt


@dataclass(frozen=True)
class _LessonSummary:
    """The sum of all attempts of one learner at one lesson.

    `lane`: the best one of the newest attempt.
    """

    lesson: Lesson
    attempt: Attempt
    lane: Lane
    finished: frozenset[str]
    score: int | None

    @property
    def is_through(self) -> bool:
        """Whether every mode that the lesson asks for was played to an end."""
        scenario = self.lesson.scenario
        return bool(self.finished if scenario is None else self.finished.issuperset(scenario.modes))


def _summarise(attempts: list[Attempt], lanes: Mapping[UUID, tuple[Lane, ...]]) -> _LessonSummary:
    begun = [attempt for attempt in attempts if lanes.get(attempt.pk)]
    newest = max(begun, key=lambda attempt: (attempt.started_at, attempt.pk))
    lesson = api.read_lesson(newest.edition_id, newest.lesson)
    counting = lesson.scenario.counting if lesson.scenario else None
    best = [(attempt, lanes[attempt.pk][0]) for attempt in begun if lanes[attempt.pk][0].finished]
    scores = [
        lane.score for attempt, lane in best if attempt.mode == counting and lane.score is not None
    ]
    return _LessonSummary(
        lesson,
        newest,
        lanes[newest.pk][0],
        frozenset(str(attempt.mode) for attempt, _lane in best),
        max(scores, default=None),
    )


def _write_progress(
    actor: Actor, progress: LessonProgress, enrolment: Enrolment, summary: _LessonSummary
) -> None:
    before = [getattr(progress, name) for name in _WRITTEN]
    was_done = progress.state == LessonProgress.State.DONE
    progress.attempt = summary.attempt
    progress.scene = summary.lane.scene
    progress.score = summary.score
    progress.total = summary.lesson.steps
    # A mode once finished stays so.
    progress.finished_modes = sorted(summary.finished.union(progress.finished_modes))
    if was_done or (summary.is_through and _is_passed(enrolment, summary.score)):
        progress.state, progress.done = LessonProgress.State.DONE, progress.total
        progress.finished_at = progress.finished_at or clock.now()
    else:
        # a run at its end, and another one to come: that one begins at its first step
        progress.done = 0 if summary.lane.finished else min(len(summary.lane.path), progress.total)
    if before != [getattr(progress, name) for name in _WRITTEN]:
        progress.updated_at = clock.now()
        progress.save()
    if progress.state == LessonProgress.State.DONE and not was_done:
        record("lesson.finished", actor, progress, lesson=progress.lesson, score=progress.score)


def _is_passed(enrolment: Enrolment, score: int | None) -> bool:
    if score is None:
        return True  # nothing of this lesson is scored
    least = pass_share(enrolment.group)
    return least is None or score >= least
