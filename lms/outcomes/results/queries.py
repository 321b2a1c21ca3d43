"""Results of a class: what must be finished before, each learner judged now, its sheets."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cms import api
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.learning.assessment.models import Submission
from lms.learning.assessment.queries import assignment_scores
from lms.learning.assessment.states import SubmissionState
from lms.learning.progress.queries import lessons_done
from lms.outcomes.results.models import Result, ResultSheet, ResultVerdict
from lms.outcomes.results.policies import seen_by
from lms.outcomes.results.states import SheetState
from lms.outcomes.results.verdict import (
    Judgement,
    LearnerFigures,
    PassRequirements,
    RequiredPart,
    judge_learner,
)
from lms.people.rulebook.queries import AppliedRule, rules_for
from lms.teaching.attendance.queries import class_periods
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.states import MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster
from lms.teaching.enrolment.states import EnrolmentState

MIN_SHARE = "attendance.min_share"
PASS_SCORE = "assessment.pass_score"  # noqa: S105 - the pass mark


@dataclass(frozen=True)
class JudgedLearner:
    """One learner's figures as of now, and how the rules judge them."""

    enrolment: Enrolment
    figures: LearnerFigures
    judged: Judgement
    lessons_done: int
    lessons_total: int


def school_class(actor: Actor, code: str) -> ClassGroup:
    """A class of a school whose office or head the actor is. NotFound for all others."""
    groups = ClassGroup.objects.filter(seen_by(actor)).select_related("school", "edition")
    return one_or_404(groups, code=code)


def open_registers(group: ClassGroup) -> list[Meeting]:
    """Meetings whose register is not closed yet."""
    finished = (MeetingState.CLOSED, MeetingState.CANCELLED)
    return list(group.meetings.exclude(state__in=finished).order_by("number"))


def unmarked_work(group: ClassGroup) -> QuerySet[Submission]:
    """Work that was handed in and is not marked yet."""
    return (
        Submission.objects.filter(
            enrolment__group=group,
            enrolment__state=EnrolmentState.ENROLLED,
            state=SubmissionState.SUBMITTED,
        )
        .select_related("enrolment__official")
        .order_by("enrolment__official__name_key")
    )


def rules_of_class(group: ClassGroup) -> dict[str, AppliedRule]:
    """The rules by which a class is judged: those of its school on the day when it began."""
    return rules_for(MIN_SHARE, PASS_SCORE, unit=group.school, day=group.starts_on)


def judge_class(group: ClassGroup, rules: dict[str, AppliedRule]) -> list[JudgedLearner]:
    """Every active learner of a class judged by `rules`, in the order of Vietnamese lists.

    A fixed number of queries.
    """
    outline = api.read_edition(group.edition_id)
    required = [
        lesson
        for lesson in outline.lessons
        if lesson.assignment is not None and lesson.assignment.is_required
    ]
    requirements = PassRequirements(
        _rule_number(rules.get(MIN_SHARE)), _rule_number(rules.get(PASS_SCORE))
    )
    attended, total = class_periods(group)
    marks, done, states = assignment_scores(group), lessons_done(group), _submission_states(group)
    lines = []
    for enrolment in roster(group):
        own_marks = marks.get(enrolment.pk, {})
        parts = []
        for lesson in required:
            missing = _missing_reason(states.get((enrolment.pk, lesson.slug)))
            parts.append(RequiredPart(lesson.title, own_marks.get(lesson.slug), missing))
        figures = LearnerFigures(attended.get(enrolment.pk, 0), total, tuple(parts))
        line = JudgedLearner(
            enrolment=enrolment,
            figures=figures,
            judged=judge_learner(figures, requirements),
            lessons_done=done.get(enrolment.pk, 0),
            lessons_total=len(outline.lessons),
        )
        lines.append(line)
    return lines


def _result_sheets(group: ClassGroup) -> QuerySet[ResultSheet]:
    """All result sheets of a class, newest first, each with its `passed` and `failed` counts."""
    return (
        group.sheets.select_related("computed_by", "approved_by")
        .annotate(
            passed=Count("results", filter=Q(results__verdict=ResultVerdict.PASSED)),
            failed=Count("results", filter=Q(results__verdict=ResultVerdict.FAILED)),
        )
        .order_by("-number")
    )


def current_sheet(group: ClassGroup) -> ResultSheet | None:
    """The sheet that counts: the approved one, else the newest that was not replaced."""
    return _result_sheets(group).exclude(state=SheetState.REPLACED).first()


def results_of(sheet: ResultSheet) -> QuerySet[Result]:
    """The lines of a sheet in the order of Vietnamese lists."""
    return sheet.results.select_related("enrolment__official").order_by(
        "enrolment__official__name_key", "enrolment_id"
    )


def withdrawn_enrolments(group: ClassGroup) -> QuerySet[Enrolment]:
    """Enrolments of learners who left the class; they are on no result sheet."""
    return (
        group.enrolments.filter(state=EnrolmentState.WITHDRAWN)
        .select_related("official")
        .order_by("official__name_key")
    )


def my_results(actor: Actor) -> QuerySet[Result]:
    """The actor's own results on approved sheets, newest first.

    Nobody sees a result before its approval.
    """
    return (
        Result.objects.filter(
            enrolment__official__user_id=actor.key, sheet__state=SheetState.APPROVED
        )
        .select_related("sheet__group__school", "enrolment")
        .order_by("-sheet__approved_at")
    )


def _rule_number(rule: AppliedRule | None) -> Decimal | None:
    return None if rule is None or rule.value is None else Decimal(str(rule.value))


def _submission_states(group: ClassGroup) -> dict[tuple[int, str], str]:
    """The state of each submission by (enrolment id, slug of the lesson)."""
    submissions: Any = Submission.objects.filter(enrolment__group=group)
    states = submissions.values_list("enrolment_id", "lesson", "state")
    return {(enrolment_id, slug): state for enrolment_id, slug, state in states}


def _missing_reason(state: str | None) -> str:
    if state == SubmissionState.RETURNED:
        return _("returned for correction and not handed in again")
    if state == SubmissionState.SUBMITTED:
        return _("handed in, not marked yet")
    return _("not handed in")
