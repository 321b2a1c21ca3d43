"""Questions about submissions: the learner's own, the marker's queues, a class's scores."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cms import api
from cms.content import Assignment, Lesson
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.learning.assessment.models import Review, Schedule, Submission, Version
from lms.learning.assessment.policies import gradable_by, owned_by
from lms.learning.assessment.states import SubmissionState
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.queries import taught_class, taught_classes
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# The submissions come with all versions and reviews that a page shows: two more queries.
_HISTORY = Prefetch(
    "versions", Version.objects.order_by("number").prefetch_related("reviews"), to_attr="history"
)


@dataclass(frozen=True)
class SubmittedWork:
    """A submission with what its pages show. `versions` and `reviews`: oldest first."""

    submission: Submission
    lesson: Lesson
    versions: tuple[Version, ...]
    reviews: tuple[Review, ...]

    @property
    def assignment(self) -> Assignment:
        return assignment_of(self.lesson)

    @property
    def version(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def last_review(self) -> Review | None:
        return self.reviews[-1] if self.reviews else None

    @property
    def grade(self) -> Review | None:
        """The grade that counts: the newest act of marking, if it was a grade of the newest
        version.
        """
        last = self.last_review
        return last if last and self.submission.state == SubmissionState.GRADED else None


@dataclass(frozen=True)
class GradingQueue:
    """One assignment of one class with the numbers of submissions by state."""

    group: ClassGroup
    lesson: Lesson
    due_at: dt.datetime | None
    waiting: int
    returned: int
    graded: int
    seats: int


@dataclass(frozen=True)
class WorkListRow:
    """A learner in the list of one assignment; `submission` is None before the first hand-in."""

    enrolment: Enrolment
    submission: Submission | None
    version: Version | None
    score: Decimal | None


@dataclass(frozen=True)
class AssignmentDue:
    """An assignment that a learner has to hand in or has handed in."""

    enrolment: Enrolment
    lesson: Lesson
    due_at: dt.datetime | None
    submission: Submission | None

    @property
    def is_open(self) -> bool:
        """Whether the learner still has something to do."""
        states = (SubmissionState.SUBMITTED, SubmissionState.GRADED)
        return self.submission is None or self.submission.state not in states


def assignment_of(lesson: Lesson) -> Assignment:
    """The brief of an assignment lesson. NotFound where the lesson is of another kind."""
    if lesson.assignment is None:
        raise NotFound
    return lesson.assignment


def my_work(actor: Actor, submission_id: UUID) -> SubmittedWork:
    """One of the actor's own submissions. NotFound for anybody else's."""
    return _load_work(Submission.objects.filter(owned_by(actor), pk=submission_id))


def work_to_grade(actor: Actor, submission_id: UUID) -> SubmittedWork:
    """A submission that the actor may mark. NotFound for all others."""
    return _load_work(Submission.objects.filter(gradable_by(actor), pk=submission_id))


def work_of(enrolment: Enrolment, lesson: str) -> SubmittedWork | None:
    """The work of an enrolment on an assignment, drafts included; for the learner's own pages."""
    try:
        return _load_work(Submission.objects.filter(enrolment=enrolment, lesson=lesson))
    except NotFound:
        return None


def readable_version(actor: Actor, version_id: int) -> Version:
    """A handed-in version whose file the actor may fetch: its owner, or who may mark it."""
    readable = Submission.objects.filter(owned_by(actor) | gradable_by(actor))
    return one_or_404(
        Version.objects.filter(submission__in=readable).exclude(file=""), pk=version_id
    )


def to_grade(actor: Actor) -> QuerySet[Submission]:
    """Work that waits for the actor's mark, oldest first."""
    rows = Submission.objects.filter(gradable_by(actor), state=SubmissionState.SUBMITTED)
    return rows.select_related("enrolment__group", "enrolment__official").order_by("pk")


def grading_queues(actor: Actor) -> list[GradingQueue]:
    """The assignments of the actor's classes, those with waiting work first; four queries."""
    groups = list(taught_classes(actor))
    due = _schedules_of(groups)
    counts = Counter(
        Submission.objects.filter(gradable_by(actor)).values_list(
            "enrolment__group_id", "lesson", "state"
        )
    )
    enrolled = Counter(
        Enrolment.objects.filter(group__in=groups, state=EnrolmentState.ENROLLED).values_list(
            "group_id", flat=True
        )
    )
    waiting_lists = []
    for group in groups:
        for lesson in api.read_edition(group.edition_id).lessons:
            if lesson.assignment is not None:
                key = (group.pk, lesson.slug)
                schedule = due.get(key)
                waiting_lists.append(
                    GradingQueue(
                        group,
                        lesson,
                        schedule.due_at if schedule else None,
                        counts[*key, SubmissionState.SUBMITTED],
                        counts[*key, SubmissionState.RETURNED],
                        counts[*key, SubmissionState.GRADED],
                        enrolled[group.pk],
                    )
                )
    return sorted(waiting_lists, key=lambda queue: queue.waiting == 0)


def work_list(actor: Actor, code: str, slug: str) -> tuple[ClassGroup, Lesson, list[WorkListRow]]:
    """The learners of a taught class with their work on one assignment, in the order of names."""
    group = taught_class(actor, code)
    lesson = api.read_lesson(group.edition_id, slug)
    assignment_of(lesson)
    roster = Enrolment.objects.filter(group=group, state=EnrolmentState.ENROLLED)
    submissions = Submission.objects.filter(gradable_by(actor), enrolment__group=group, lesson=slug)
    by_enrolment = {
        submission.enrolment_id: submission for submission in submissions.prefetch_related(_HISTORY)
    }
    work_lines = []
    for enrolment in roster.select_related("official").order_by("official__name_key", "pk"):
        submission = by_enrolment.get(enrolment.pk)
        history = _versions_of(submission)
        version = history[-1] if history else None
        work_lines.append(
            WorkListRow(enrolment, submission, version, _score_of(submission, history))
        )
    return group, lesson, work_lines


def next_to_grade(actor: Actor, work: SubmittedWork) -> UUID | None:
    """The next submission of the same queue without a mark; after the last comes the first."""
    waiting = list(
        to_grade(actor)
        .filter(enrolment__group=work.submission.enrolment.group, lesson=work.submission.lesson)
        .exclude(pk=work.submission.pk)
        .order_by("enrolment__official__name_key", "pk")
        .values_list("pk", "enrolment__official__name_key")
    )
    current_name = work.submission.enrolment.official.name_key
    after = [pk for pk, name in waiting if name >= current_name]
    return next(iter(after or [pk for pk, _name in waiting]), None)


def assignment_scores(group: ClassGroup) -> dict[int, dict[str, Decimal | None]]:
    """enrolment id → {lesson slug: score out of 10, None while not graded}, for a class."""
    slugs = [x.slug for x in api.read_edition(group.edition_id).lessons if x.assignment is not None]
    enrolments = Enrolment.objects.filter(group=group, state=EnrolmentState.ENROLLED)
    scores_by_enrolment: dict[int, dict[str, Decimal | None]] = {
        pk: dict.fromkeys(slugs) for pk in enrolments.values_list("pk", flat=True)
    }
    submissions = Submission.objects.filter(
        enrolment__in=scores_by_enrolment, state=SubmissionState.GRADED
    )
    for submission in submissions.prefetch_related(_HISTORY):
        if submission.lesson in scores_by_enrolment[submission.enrolment_id]:
            scores_by_enrolment[submission.enrolment_id][submission.lesson] = _score_of(
                submission, _versions_of(submission)
            )
    return scores_by_enrolment


def schedule_of(group: ClassGroup, slug: str) -> Schedule | None:
    """When an assignment is due in a class; None if no date was set."""
    return Schedule.objects.filter(group=group, lesson=slug).first()


def my_due(enrolments: Iterable[Enrolment]) -> list[AssignmentDue]:
    """All assignments of these enrolments (with their groups), nearest date first. Two queries."""
    own_enrolments = list(enrolments)
    dates = _schedules_of([enrolment.group for enrolment in own_enrolments])
    submissions = Submission.objects.filter(enrolment__in=own_enrolments)
    by_enrolment = {
        (submission.enrolment_id, submission.lesson): submission for submission in submissions
    }
    assignments_due = []
    for enrolment in own_enrolments:
        for lesson in api.read_edition(enrolment.group.edition_id).lessons:
            if lesson.assignment is not None:
                schedule = dates.get((enrolment.group_id, lesson.slug))
                assignments_due.append(
                    AssignmentDue(
                        enrolment,
                        lesson,
                        schedule.due_at if schedule else None,
                        by_enrolment.get((enrolment.pk, lesson.slug)),
                    )
                )
    return sorted(assignments_due, key=lambda due: (due.due_at is None, due.due_at or 0))


def new_grades(actor: Actor, since: dt.datetime) -> QuerySet[Review]:
    """Marks and returns of the actor's work since then, newest first."""
    rows = Review.objects.filter(
        version__submission__enrolment__official__user_id=actor.key, at__gte=since
    )
    return rows.select_related("version__submission__enrolment__group").order_by("-pk")


def _load_work(submissions: QuerySet[Submission]) -> SubmittedWork:
    with_people = submissions.select_related("enrolment__group__school", "enrolment__official")
    submission = one_or_404(with_people.prefetch_related(_HISTORY))
    versions = _versions_of(submission)
    reviews = sorted((r for v in versions for r in v.reviews.all()), key=lambda r: r.pk)
    lesson = api.read_lesson(submission.edition_id, submission.lesson)
    return SubmittedWork(submission, lesson, tuple(versions), tuple(reviews))


def _versions_of(submission: Submission | None) -> list[Version]:
    return list(getattr(submission, "history", ()))


def _score_of(submission: Submission | None, versions: list[Version]) -> Decimal | None:
    if submission is None or submission.state != SubmissionState.GRADED:
        return None
    reviews = sorted((r for v in versions for r in v.reviews.all()), key=lambda r: r.pk)
    return reviews[-1].score if reviews else None


def _schedules_of(groups: Iterable[ClassGroup]) -> dict[tuple[int, str], Schedule]:
    rows = Schedule.objects.filter(group__in=list(groups))
    return {(row.group_id, row.lesson): row for row in rows}
