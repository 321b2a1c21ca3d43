"""Kinds of attendance, and the life of a leave request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class Status(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    EXCUSED = "excused", _("absent with leave")
    UNEXCUSED = "unexcused", _("absent without leave")
    MAKE_UP = "make_up", _("made up")


# Statuses whose tiết count as attended.
ATTENDED = frozenset({Status.PRESENT, Status.LATE, Status.MAKE_UP})


class Source(models.TextChoices):
    REGISTER = "register", _("register")
    LIVE = "live", _("live room")
    CODE = "code", _("check-in code")
    LEAVE = "leave", _("leave request")


class LeaveState(models.TextChoices):
    SUBMITTED = "submitted", _("waiting for a decision")
    APPROVED = "approved", _("granted")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("taken back")


LEAVE = Machine(
    LeaveState,
    {
        LeaveState.SUBMITTED: (LeaveState.APPROVED, LeaveState.DECLINED, LeaveState.CANCELLED),
    },
)
