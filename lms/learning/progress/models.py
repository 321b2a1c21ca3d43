"""An append-only log of what learners did in lessons; progress is its stored projection."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content import PlayMode
from lms.teaching.enrolment.models import Enrolment


class Attempt(models.Model):
    """One attempt at a lesson, begun on a device, judged by the edition that the learner saw."""

    id = models.UUIDField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    lesson = models.CharField(max_length=80)
    edition = models.ForeignKey("courses.CourseEdition", on_delete=models.PROTECT, related_name="+")
    lesson_hash = models.CharField(max_length=64)
    # One of cms.content.Mode; lessons without a scenario keep the default.
    mode = models.CharField(max_length=8, default=PlayMode.GUIDED.value)
    started_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enrolment", "lesson"])]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson}"


class Answer(models.Model):
    """One event of the log; its id is made on the device and is the idempotency key."""

    id = models.UUIDField(primary_key=True)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    device = models.UUIDField()
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=16)
    scene = models.CharField(max_length=60, blank=True)
    payload = models.JSONField(default=dict)
    device_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "device", "seq"], name="answer_lane")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.type}"


class Quarantined(models.Model):
    """An event that could not be taken; kept whole, shown to support, never thrown away."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    why = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.why


class LessonProgress(models.Model):
    """The fold of all attempts of one learner at one lesson, always computable from the log."""

    class State(models.TextChoices):
        STARTED = "started", _("in progress")
        DONE = "done", _("done")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    lesson = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State, default=State.STARTED)
    # modes of a scenario that were played to an end
    finished_modes = models.JSONField(default=list)
    # the newest attempt, and where it stands
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    scene = models.CharField(max_length=60, blank=True)
    # steps done and all steps of the lesson
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    # best finished run of the mode that counts: 0–100 against the best and worst path; None where
    # there is none
    score = models.PositiveSmallIntegerField(null=True)
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="progress_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson}"
