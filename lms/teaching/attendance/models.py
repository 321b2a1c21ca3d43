"""Marks, check-ins and proposals are rows that are added.

The newest mark of an enrolment in a meeting counts.
"""

from django.conf import settings
from django.db import models

from lms.core.ids import uuid7
from lms.teaching.attendance.states import (
    LEAVE_REQUEST,
    AttendanceSource,
    AttendanceStatus,
    LeaveState,
)
from lms.teaching.classes.models import Meeting
from lms.teaching.enrolment.models import Enrolment


class Mark(models.Model):
    """One entry of the register. A correction is a new row with a reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(max_length=10, choices=AttendanceStatus)
    source = models.CharField(max_length=8, choices=AttendanceSource)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["meeting", "enrolment", "id"])]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.status}"


class CheckIn(models.Model):
    """An observation that somebody was there: by the live room, by a code."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="check_ins")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="check_ins")
    source = models.CharField(max_length=8, choices=AttendanceSource)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrolment", "source"], name="check_in_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.at:%H:%M}"


class Proposal(models.Model):
    """What the policy proposes after a live meeting, with its grounds; the instructor decides."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="proposals")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="proposals")
    status = models.CharField(max_length=10, choices=AttendanceStatus)
    grounds = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrolment} {self.status}"


class LeaveRequest(models.Model):
    """A learner asks to be excused from one meeting (đơn xin phép)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="leave_requests")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="leave_requests"
    )
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=LeaveState, default=LeaveState.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [LEAVE_REQUEST.constraint("leave_state")]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.meeting}"
