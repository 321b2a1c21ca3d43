"""Progress is a projection of the log: it is brought up to it in the transaction that appends."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.learning.progress.fold import Lane, rank
from lms.learning.progress.models import Attempt, LessonProgress
from lms.learning.progress.queries import lanes_of
from lms.teaching.enrolment.models import Enrolment


def start(enrolment: Enrolment, slug: str, version: str, attempt_id: UUID) -> Attempt:
    """The attempt of that id, made where it is not there yet. The caller has checked the seat."""
    made = Attempt(
        pk=attempt_id, enrolment=enrolment, lesson=slug, edition_id=enrolment.group.edition_id,
        lesson_hash=version, started_at=clock.now(),
    )  # fmt: skip
    # ON CONFLICT DO NOTHING: two batches of one device may arrive at once.
    Attempt.objects.bulk_create([made], ignore_conflicts=True)
    return Attempt.objects.select_related("enrolment__group", "enrolment__official").get(
        pk=attempt_id
    )


@transaction.atomic
def project(actor: Actor, attempts: Iterable[Attempt]) -> dict[UUID, tuple[Lane, ...]]:
    """Bring the progress of the seats and lessons of `attempts` up to their logs; returns the lanes by attempt.

    A projection can always be made again: running this twice changes nothing.
    """
    found: dict[UUID, tuple[Lane, ...]] = {}
    pairs = {(attempt.enrolment_id, attempt.lesson): attempt for attempt in attempts}
    for (enrolment_id, slug), attempt in sorted(pairs.items()):
        total = api.lesson(attempt.edition_id, slug).steps
        LessonProgress.objects.bulk_create(
            [LessonProgress(enrolment_id=enrolment_id, lesson=slug, attempt=attempt, total=total,
                            updated_at=clock.now())],
            ignore_conflicts=True,
        )  # fmt: skip
        # Two devices at once: the second waits here and then folds both.
        row = LessonProgress.objects.select_for_update().get(enrolment_id=enrolment_id, lesson=slug)
        rows = Attempt.objects.filter(enrolment_id=enrolment_id, lesson=slug)
        lanes = lanes_of(rows)
        found |= lanes
        best = max((lane for each in lanes.values() for lane in each), key=rank, default=None)
        if best is not None:
            _write(actor, row, best)
    return found


def _write(actor: Actor, row: LessonProgress, best: Lane) -> None:
    was_done = row.state == LessonProgress.State.DONE
    attempt = Attempt.objects.get(pk=best.attempt)
    row.attempt, row.scene, row.score = attempt, best.scene, best.score
    row.total = api.lesson(attempt.edition_id, row.lesson).steps
    row.done = row.total if best.finished else min(len(best.path), row.total)
    row.updated_at = clock.now()
    if best.finished:
        row.state = LessonProgress.State.DONE
        row.finished_at = row.finished_at or clock.now()
    row.save()
    if best.finished and not was_done:
        record("lesson.finished", actor, row, lesson=row.lesson, score=row.score)
