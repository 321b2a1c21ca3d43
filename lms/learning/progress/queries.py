"""Reading lessons and progress: which seat opens which lesson, how far everybody is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cms import api
from cms.content import Lesson, Outline
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.learning.progress.fold import Entry, Lane, fold
from lms.learning.progress.models import Answer, Attempt, LessonProgress
from lms.learning.progress.policies import learnable_by
from lms.people.accounts.queries import user
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import managed_by, taught_by
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class Seat:
    """A lesson opened: by a learner in his seat, or by staff (then `enrolment` is None)."""

    group: ClassGroup
    outline: Outline
    lesson: Lesson
    enrolment: Enrolment | None = None


@dataclass(frozen=True)
class Standing:
    """Where a learner stands in a lesson: his newest attempt's best lane, if there is one."""

    attempt: Attempt | None = None
    lane: Lane | None = None
    lanes: tuple[Lane, ...] = ()


def seats(actor: Actor) -> tuple[Enrolment, ...]:
    """The actor's open seats, newest class first; read once a request."""
    found: tuple[Enrolment, ...] | None = actor.memo.get("seats")
    if found is None:
        rows = Enrolment.objects.filter(learnable_by(actor)).select_related(
            "group__school", "official"
        )
        found = tuple(rows.order_by("-group__starts_on", "-pk"))
        actor.memo["seats"] = found
    return found


def seat(actor: Actor, slug: str, lesson_hash: str = "") -> Seat:
    """The learner's seat for this lesson (of this hash, where one is given). NotFound where he has none."""
    for enrolment in seats(actor):
        outline = api.edition(enrolment.group.edition_id)
        lesson = outline.lesson(slug)
        if lesson is not None and lesson_hash in {"", lesson.hash}:
            return Seat(enrolment.group, outline, lesson, enrolment)
    raise NotFound("")


def seat_or_desk(actor: Actor, slug: str, lesson_hash: str = "") -> Seat:
    """As `seat`; staff of a class that teaches the lesson may look too. NotFound for all others."""
    try:
        return seat(actor, slug, lesson_hash)
    except NotFound:
        classes = ClassGroup.objects.filter(_staffed(actor)).select_related("school")
        for group in classes.order_by("-starts_on", "-pk"):
            outline = api.edition(group.edition_id)
            lesson = outline.lesson(slug)
            if lesson is not None and lesson_hash in {"", lesson.hash}:
                return Seat(group, outline, lesson)
        raise


def learner_id(actor: Actor) -> str:
    """The name under which a device keeps this person's events."""
    return str(user(actor.key).public_id)


def standing(enrolment: Enrolment, slug: str) -> Standing:
    """The newest attempt of a seat at a lesson and its fold."""
    attempt = (
        Attempt.objects.filter(enrolment=enrolment, lesson=slug).order_by("started_at", "pk").last()
    )
    if attempt is None:
        return Standing()
    lanes = lanes_of([attempt]).get(attempt.pk, ())
    return Standing(attempt, lanes[0] if lanes else None, lanes)


def best_lane(progress: LessonProgress) -> Lane | None:
    """The lane that counts for a seat at a lesson."""
    lanes = lanes_of([progress.attempt]).get(progress.attempt_id, ())
    return lanes[0] if lanes else None


def lanes_of(attempts: Iterable[Attempt]) -> dict[UUID, tuple[Lane, ...]]:
    """The fold of each attempt by the lesson that it was shown, in one query."""
    by_id = {attempt.pk: attempt for attempt in attempts}
    entries: dict[UUID, list[Entry]] = {}
    for answer in Answer.objects.filter(attempt_id__in=by_id):
        entries.setdefault(answer.attempt_id, []).append(entry_of(answer))
    return {
        pk: fold(api.lesson(by_id[pk].edition_id, by_id[pk].lesson), found)
        for pk, found in entries.items()
    }


def entry_of(answer: Answer) -> Entry:
    """A stored event as the fold reads it."""
    origin = answer.payload.get("from")
    return Entry(
        answer.attempt_id, answer.device, answer.seq, answer.type, answer.scene,
        str(answer.payload.get("choice", "")),
        (UUID(origin["device"]), origin["seq"]) if origin else None,
    )  # fmt: skip


def my_progress(enrolments: Iterable[Enrolment]) -> dict[tuple[int, str], LessonProgress]:
    """(enrolment id, lesson slug) → progress."""
    rows = LessonProgress.objects.filter(enrolment__in=list(enrolments))
    return {(row.enrolment_id, row.lesson): row for row in rows}


def progress_of(enrolment: Enrolment, slug: str) -> LessonProgress | None:
    """The progress of one seat at one lesson."""
    rows = LessonProgress.objects.filter(enrolment=enrolment, lesson=slug)
    return rows.select_related("attempt").first()


def lessons_done(group: ClassGroup) -> dict[int, int]:
    """enrolment id → lessons done, for the seats of a class; seats without any are absent."""
    rows = LessonProgress.objects.filter(
        enrolment__group=group, state=LessonProgress.State.DONE
    ).values_list("enrolment_id", flat=True)
    return dict(Counter(rows))


def _staffed(actor: Actor) -> Q:
    return taught_by(actor) | managed_by(actor)
