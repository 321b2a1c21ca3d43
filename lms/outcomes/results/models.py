"""Result sheets of a class: computed by a rule that explains itself, then approved.

A new computation is a new sheet.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.outcomes.results.states import SHEET, SheetState
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment


class ResultSheet(models.Model):
    """The results of one class at one moment, with the rules (values and sources) by which they
    were computed.
    """

    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.COMPUTED)
    rules = models.JSONField(default=list)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            SHEET.constraint("sheet_state"),
            models.UniqueConstraint(fields=["group", "number"], name="sheet_number"),
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(state="approved"), name="one_approved_sheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.number}"


class ResultVerdict(models.TextChoices):
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed")


class Result(models.Model):
    """One learner's line: figures, verdict, and the sentences that explain it."""

    sheet = models.ForeignKey(ResultSheet, on_delete=models.PROTECT, related_name="results")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="results")
    periods_attended = models.PositiveSmallIntegerField()
    periods_total = models.PositiveSmallIntegerField()
    lessons_done = models.PositiveSmallIntegerField()
    lessons_total = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    verdict = models.CharField(max_length=6, choices=ResultVerdict)
    # "đủ 36/40 tiết; bài thu hoạch 7,5; đạt", and each reason of a failure
    explanation = models.TextField()
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "enrolment"], name="result_once")]

    def __str__(self) -> str:
        return self.explanation
