"""Handing in and marking: versions and marks are only added, the newest counts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import api
from cms.content import Assignment
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.ids import uuid7
from lms.learning.assessment import files
from lms.learning.assessment.models import (
    LatePolicy,
    ReasonRemark,
    Review,
    Schedule,
    Submission,
    Version,
)
from lms.learning.assessment.policies import may_grade, may_hand_in, may_remark, may_schedule
from lms.learning.assessment.queries import assignment_of, schedule_of
from lms.learning.assessment.scoring import LEVELS, count_words, rubric_score
from lms.learning.assessment.states import SUBMISSION, SubmissionState
from lms.learning.progress.actions import finish_lesson
from lms.learning.progress.models import Answer
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment

VERDICT_WANTED = gettext_lazy("Choose what you think of the reason.")


@dataclass(frozen=True)
class HandIn:
    """What a learner hands in. `client_id`: the same again is the same hand-in."""

    text: str
    client_id: UUID
    file: "File[bytes] | None" = None


@dataclass(frozen=True)
class RubricMarks:
    """What a marker decides.

    `levels`: criterion key → 1–4; `seen`: id of the last review that the marker saw, None for none.
    """

    levels: dict[str, int]
    remark: str = ""
    reason: str = ""
    seen: int | None = None


@transaction.atomic
def set_due(
    *,
    actor: Actor,
    group: ClassGroup,
    lesson: str,
    due_at: dt.datetime,
    late: str = LatePolicy.ACCEPT,
) -> Schedule:
    """Set when an assignment is due in a class and what happens to late work."""
    if not may_schedule(actor, group):
        raise NotAllowed(_("Only the staff of the class set its dates."))
    assignment_of(api.read_lesson(group.edition_id, lesson))
    if late not in LatePolicy.values:
        raise BadInput(_("Choose what happens to late work."), field="late")
    schedule, _new = Schedule.objects.update_or_create(
        group=group, lesson=lesson, defaults={"due_at": due_at, "late": late}
    )
    record("schedule.set", actor, schedule, due_at=due_at.isoformat(), late=str(late))
    return schedule


@transaction.atomic
def save_draft(*, actor: Actor, enrolment: Enrolment, lesson: str, text: str) -> Submission:
    """Keep what the learner has typed so far. Nobody else sees it."""
    submission = _lock_own_submission(actor, enrolment, lesson)
    if submission.state not in {SubmissionState.DRAFT, SubmissionState.RETURNED}:
        raise RuleBroken(
            _("This work was handed in already. Wait for it to be returned before you change it.")
        )
    if len(text) > files.MAX_BYTES // 50:
        raise BadInput(_("The text is too long."), field="text")
    submission.draft, submission.draft_at = text.replace("\x00", ""), clock.now()
    submission.save(update_fields=["draft", "draft_at"])
    return submission


@transaction.atomic
def hand_in(*, actor: Actor, enrolment: Enrolment, lesson: str, draft: HandIn) -> Submission:
    """Hand in work for the first time, or corrected after it was returned.

    Double clicks and second tabs carry the same `client_id` and change nothing. RuleBroken after
    the date if the class refuses late work; BadInput if the text is too short or too long, or the
    file cannot be accepted.
    """
    submission = _lock_own_submission(actor, enrolment, lesson)
    earlier_version = Version.objects.filter(client_id=draft.client_id).first()
    if earlier_version is not None and earlier_version.submission_id == submission.pk:
        return submission
    if earlier_version is not None:
        raise BadInput(_("Reload the page and hand in again."))
    if enrolment.group.state != ClassState.RUNNING:
        raise RuleBroken(
            _("The class has ended; work can no longer be handed in. Ask the school office.")
        )
    late = _check_lateness(enrolment.group, lesson)
    assignment = assignment_of(api.read_lesson(submission.edition_id, lesson))
    kind, digest = _check_hand_in(assignment, draft)
    SUBMISSION.move(submission, SubmissionState.SUBMITTED)
    submission.draft, submission.draft_at = draft.text, clock.now()
    submission.save()
    version = _add_version(submission, draft, kind, digest, late)
    record("submission.handed_in", actor, submission, version=version.number, late=late)
    finish_lesson(actor=actor, enrolment=enrolment, slug=lesson)
    return submission


@transaction.atomic
def return_work(
    *, actor: Actor, submission: Submission, remark: str, seen: int | None = None
) -> Review:
    """Send work back for correction; the remark says what to correct."""
    submission = _lock_for_marking(actor, submission, seen)
    if not remark.strip():
        raise BadInput(_("Write what is to be corrected."), field="remark")
    SUBMISSION.move(submission, SubmissionState.RETURNED)
    submission.save(update_fields=["state"])
    review = _add_review(actor, submission, Review.Kind.RETURN, remark=remark)
    record("submission.returned", actor, submission, review=review.pk)
    return review


@transaction.atomic
def grade_submission(*, actor: Actor, submission: Submission, marks: RubricMarks) -> Review:
    """Mark work by its rubric. The score follows from the levels and cannot be set by hand.

    RuleBroken if somebody else has marked since the marker last looked; BadInput if a grade is
    changed without a reason. A changed grade is a new row; the old one stays in the history.
    """
    submission = _lock_for_marking(actor, submission, marks.seen)
    assignment = assignment_of(api.read_lesson(submission.edition_id, submission.lesson))
    keys = {criterion.key for criterion in assignment.rubric}
    if set(marks.levels) != keys or not set(marks.levels.values()) <= set(LEVELS):
        raise BadInput(_("Choose a level for every criterion."), field="marks")
    changed = submission.state == SubmissionState.GRADED
    if changed and not marks.reason.strip():
        raise BadInput(_("Say why the grade is changed."), field="reason")
    SUBMISSION.move(submission, SubmissionState.GRADED)
    submission.save(update_fields=["state"])
    points = rubric_score(assignment, marks.levels)
    review = _add_review(
        actor,
        submission,
        Review.Kind.GRADE,
        marks=marks.levels,
        score=points,
        remark=marks.remark,
        reason=marks.reason.strip() if changed else "",
    )
    record(
        "submission.graded",
        actor,
        submission,
        score=str(points),
        review=review.pk,
        reason=review.reason,
    )
    return review


@transaction.atomic
def remark_on_reason(*, actor: Actor, answer: Answer, verdict: str, text: str = "") -> ReasonRemark:
    """Remark on a reason that a learner wrote in a scenario; the score stays as it is.

    BadInput without a verdict, or if something is missing and the remark does not say what.
    """
    if not may_remark(actor, answer):
        raise NotAllowed(_("Only the staff of the class remark on its learners' reasons."))
    if verdict not in ReasonRemark.Verdict.values:
        raise BadInput(str(VERDICT_WANTED), field="verdict")
    if verdict != ReasonRemark.Verdict.FULL and not text.strip():
        raise BadInput(_("Say what is missing, so that the learner can mend it."), field="text")
    reason_remark = ReasonRemark.objects.create(
        answer=answer,
        verdict=verdict,
        text=text.strip(),
        by_id=actor.key,
        by_name=actor.name,
        at=clock.now(),
    )
    scene, learner = answer.scene, answer.attempt.enrolment_id
    record("reason.remarked", actor, reason_remark, verdict=verdict, scene=scene, enrolment=learner)
    return reason_remark


def _lock_own_submission(actor: Actor, enrolment: Enrolment, lesson: str) -> Submission:
    if not may_hand_in(actor, enrolment):
        raise NotAllowed(_("This is the work of another learner, or the class has not begun."))
    assignment_of(api.read_lesson(enrolment.group.edition_id, lesson))
    new_submission = Submission(
        pk=uuid7(), enrolment=enrolment, lesson=lesson, edition_id=enrolment.group.edition_id
    )
    # ON CONFLICT DO NOTHING, then the lock: two tabs come one after the other.
    Submission.objects.bulk_create([new_submission], ignore_conflicts=True)
    return Submission.objects.select_for_update().get(enrolment=enrolment, lesson=lesson)


def _check_lateness(group: ClassGroup, lesson: str) -> bool:
    schedule = schedule_of(group, lesson)
    if schedule is None or clock.now() <= schedule.due_at:
        return False
    if schedule.late == LatePolicy.REFUSE:
        due = clock.local(schedule.due_at)
        raise RuleBroken(
            _(
                "It was due on %(day)s at %(time)s and late work is not accepted. Ask your"
                " instructor; your draft is kept."
            )
            % {"day": f"{due:%d/%m/%Y}", "time": f"{due:%H:%M}"}
        )
    return True


def _check_hand_in(assignment: Assignment, draft: HandIn) -> tuple[str, str]:
    """(kind, sha256) of the file, ("", "") without one."""
    count = count_words(draft.text)
    if draft.file is not None and not assignment.allows_file:
        raise BadInput(_("This task is answered as text, without a file."), field="file")
    if draft.file is None and count < max(assignment.min_words, 1):
        raise BadInput(
            _("The text has %(count)s words; at least %(least)s are asked for.")
            % {
                "count": _format_figure(count),
                "least": _format_figure(max(assignment.min_words, 1)),
            },
            field="text",
        )
    if assignment.max_words and count > assignment.max_words:
        raise BadInput(
            _("The text has %(count)s words; at most %(most)s are asked for. Shorten it a little.")
            % {"count": _format_figure(count), "most": _format_figure(assignment.max_words)},
            field="text",
        )
    return files.check_file(draft.file) if draft.file is not None else ("", "")


def _format_figure(number: int) -> str:
    return number_format(number, force_grouping=True)


def _add_version(
    submission: Submission, draft: HandIn, kind: str, digest: str, late: bool
) -> Version:
    last = submission.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version(
        submission=submission,
        number=last + 1,
        text=draft.text.replace("\x00", ""),
        submitted_at=clock.now(),
        is_late=late,
        client_id=draft.client_id,
        file_sha256=digest,
    )
    if draft.file is not None:
        # The learner's name for the file is data; on the disk it gets one of ours.
        version.file_name = (draft.file.name or "").rpartition("/")[2][-200:]
        version.file.save(f"{digest[:16]}.{kind}", draft.file, save=False)
    version.save()
    return version


def _lock_for_marking(actor: Actor, submission: Submission, seen: int | None) -> Submission:
    """Lock a submission for marking, after the checks that grading and returning share."""
    locked = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("enrolment__group__school", "enrolment__official")
        .get(pk=submission.pk)
    )
    if not may_grade(actor, locked):
        raise NotAllowed(
            _("Only the staff of the class mark its work, and nobody marks their own.")
        )
    if locked.enrolment.group.state != ClassState.RUNNING:
        raise RuleBroken(
            _(
                "The results of the class are under review or approved. The school office must send"
                " them back before a mark can change."
            )
        )
    last = Review.objects.filter(version__submission=locked).order_by("pk").last()
    if last is not None and last.pk != seen:
        raise RuleBroken(
            _(
                "%(name)s has marked this work in the meantime (%(mark)s). Look at it again, then"
                " decide."
            )
            % {
                "name": last.by_name,
                "mark": last.score if last.score is not None else last.get_kind_display(),
            },
            code="seen_other",
        )
    return locked


def _add_review(actor: Actor, submission: Submission, kind: Review.Kind, **fields: Any) -> Review:
    return Review.objects.create(
        version=submission.versions.latest("number"),
        kind=kind,
        by_id=actor.key,
        by_name=actor.name,
        at=clock.now(),
        **fields,
    )
