"""Progress is a projection of the log: it is brought up to it in the transaction that appends."""

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


def start(
    enrolment: Enrolment, lesson: Lesson, attempt_id: UUID, mode: str, at: dt.datetime
) -> Attempt:
    """The attempt of that id, begun `at` that moment where it is not there yet.

    The caller has checked the seat.
    """
    made = Attempt(
        pk=attempt_id,
        enrolment=enrolment,
        lesson=lesson.slug,
        edition_id=enrolment.group.edition_id,
        lesson_hash=lesson.hash,
        mode=mode,
        started_at=at,
    )
    # ON CONFLICT DO NOTHING: two batches of one device may arrive at once.
    Attempt.objects.bulk_create([made], ignore_conflicts=True)
    known = Attempt.objects.select_related("enrolment__group__school", "enrolment__official")
    return known.get(pk=attempt_id)


@transaction.atomic
def project(actor: Actor, attempts: Iterable[Attempt]) -> dict[UUID, tuple[Lane, ...]]:
    """Bring the progress of the seats and lessons of `attempts` up to their logs; returns the lanes
    by attempt.

    A projection can always be made again: running this twice changes nothing.
    """
    found: dict[UUID, tuple[Lane, ...]] = {}
    pairs = {(attempt.enrolment_id, attempt.lesson): attempt for attempt in attempts}
    for (enrolment_id, slug), attempt in sorted(pairs.items()):
        total = api.lesson(attempt.edition_id, slug).steps
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
        row = LessonProgress.objects.select_for_update().get(enrolment_id=enrolment_id, lesson=slug)
        rows = list(Attempt.objects.filter(enrolment_id=enrolment_id, lesson=slug))
        lanes = lanes_of(rows)
        found |= lanes
        if any(lanes.values()):
            _write(actor, row, attempt.enrolment, _sum_up(rows, lanes))
    return found


@dataclass(frozen=True)
class _Sum:
    """What the attempts of one seat at one lesson come to.

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


def _sum_up(rows: list[Attempt], lanes: Mapping[UUID, tuple[Lane, ...]]) -> _Sum:
    begun = [row for row in rows if lanes.get(row.pk)]
    newest = max(begun, key=lambda row: (row.started_at, row.pk))
    lesson = api.lesson(newest.edition_id, newest.lesson)
    counting = lesson.scenario.counting if lesson.scenario else None
    best = [(row, lanes[row.pk][0]) for row in begun if lanes[row.pk][0].finished]
    scores = [lane.score for row, lane in best if row.mode == counting and lane.score is not None]
    return _Sum(
        lesson,
        newest,
        lanes[newest.pk][0],
        frozenset(str(row.mode) for row, _lane in best),
        max(scores, default=None),
    )


def _write(actor: Actor, row: LessonProgress, enrolment: Enrolment, found: _Sum) -> None:
    before = [getattr(row, name) for name in _WRITTEN]
    was_done = row.state == LessonProgress.State.DONE
    row.attempt, row.scene, row.score = found.attempt, found.lane.scene, found.score
    row.total = found.lesson.steps
    row.finished_modes = sorted(found.finished.union(row.finished_modes))
    if was_done or (found.is_through and _passes(enrolment, found.score)):
        row.state, row.done = LessonProgress.State.DONE, row.total
        row.finished_at = row.finished_at or clock.now()
    else:
        # a run at its end, and another one to come: that one begins at its first step
        row.done = 0 if found.lane.finished else min(len(found.lane.path), row.total)
    if before != [getattr(row, name) for name in _WRITTEN]:
        row.updated_at = clock.now()
        row.save()
    if row.state == LessonProgress.State.DONE and not was_done:
        record("lesson.finished", actor, row, lesson=row.lesson, score=row.score)


def _passes(enrolment: Enrolment, score: int | None) -> bool:
    if score is None:
        return True  # nothing of this lesson is scored
    least = pass_share(enrolment.group)
    return least is None or score >= least
