"""Assignments handed in, returned, marked. Versions and grades are rows that are added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.ids import uuid7
from lms.learning.assessment.states import SUBMISSION, SubmissionState
from lms.learning.progress.models import Answer
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment


class LatePolicy(models.TextChoices):
    ACCEPT = "accept", _("accept late work, marked as late")
    REFUSE = "refuse", _("refuse late work")


class Schedule(models.Model):
    """When an assignment of the edition is due in one class, and what happens to late work."""

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="schedules")
    lesson = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    late = models.CharField(max_length=8, choices=LatePolicy, default=LatePolicy.ACCEPT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "lesson"], name="schedule_once")]

    def __str__(self) -> str:
        return f"{self.group} · {self.lesson}"


class Submission(models.Model):
    """One learner's work on one assignment.

    `draft` is saved while the learner types and is shown to nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="submissions")
    lesson = models.CharField(max_length=80)
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    draft = models.TextField(blank=True)
    draft_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            SUBMISSION.constraint("submission_state"),
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="submission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson}"


def _work_path(version: "Version", name: str) -> str:
    return f"work/{version.submission_id}/{version.number}/{name}"


class Version(models.Model):
    """What was handed in, once each; `client_id` makes a double click one hand-in."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(upload_to=_work_path, blank=True, max_length=255)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    client_id = models.UUIDField(unique=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_number")
        ]

    def __str__(self) -> str:
        return f"{self.submission} v{self.number}"


class Review(models.Model):
    """One act of marking: a grade or a return. The newest counts; the others are the history."""

    class Kind(models.TextChoices):
        GRADE = "grade", _("graded")
        RETURN = "return", _("returned")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=6, choices=Kind)
    # {criterion key: level 1–4}
    marks = models.JSONField(default=dict)
    # out of 10, two decimals, never rounded up to a pass
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    remark = models.TextField(blank=True)
    # why a given grade was changed
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class ReasonRemark(models.Model):
    """What an instructor says of a reason that a learner wrote in a scenario.

    The newest counts; the others are the history.
    """

    class Verdict(models.TextChoices):
        FULL = "full", _("to the point")
        PARTLY = "partly", _("something is missing")
        MISSED = "missed", _("beside the point")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="remarks")
    verdict = models.CharField(max_length=6, choices=Verdict)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.answer} {self.verdict}"
