"""The enrolment of an official in a class, with unit and post as they were on that day."""

from django.db import models

from lms.core.ids import uuid7
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.states import ENROLMENT, EnrolmentState


class Enrolment(models.Model):
    """One official in one class (một lượt)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="enrolments")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="enrolments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200)
    post_title = models.CharField(max_length=160, blank=True)
    official_group = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=10, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    # the summons or nomination it stands on: "QĐ 12/QĐ-TCT"
    decision = models.CharField(max_length=120, blank=True)
    # the reason given where an overlap of meetings was overridden
    override_reason = models.CharField(max_length=300, blank=True)
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ENROLMENT.constraint("enrolment_state"),
            models.UniqueConstraint(fields=["group", "official"], name="enrolment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.official} · {self.group}"
