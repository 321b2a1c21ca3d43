"""Kinds of attendance, and the life of a leave request."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class AttendanceStatus(models.TextChoices):
    """What the register says of one learner in one meeting.

    A new status needs a row in `_STATUS_FACTS` (a test compares) and a migration of its choices.
    """

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    EXCUSED = "excused", _("absent with leave")
    UNEXCUSED = "unexcused", _("absent without leave")
    MAKE_UP = "make_up", _("made up")

    @property
    def counts_as_attended(self) -> bool:
        """Whether the tiết of the meeting count as attended."""
        return _STATUS_FACTS[self].counts_as_attended

    @property
    def is_absent(self) -> bool:
        """Whether the learner was away, with leave or without."""
        return _STATUS_FACTS[self].is_absent

    @property
    def letter(self) -> str:
        """The sign in the printed register."""
        return _STATUS_FACTS[self].letter

    @property
    def rank(self) -> int:
        """Orders what was observed: the better for the learner, the higher."""
        return _STATUS_FACTS[self].rank


@dataclass(frozen=True)
class StatusFacts:
    """What follows from a status; see the properties of `AttendanceStatus`."""

    counts_as_attended: bool
    is_absent: bool
    letter: str
    rank: int


_STATUS_FACTS = {
    AttendanceStatus.PRESENT: StatusFacts(True, False, "x", 4),
    AttendanceStatus.LATE: StatusFacts(True, False, "M", 3),
    AttendanceStatus.EXCUSED: StatusFacts(False, True, "P", 2),
    AttendanceStatus.UNEXCUSED: StatusFacts(False, True, "V", 1),
    # only ever marked by hand, so no observation has to give way to it
    AttendanceStatus.MAKE_UP: StatusFacts(True, False, "B", 0),
}

# Statuses whose tiết count as attended, for comparing with stored values.
ATTENDED = frozenset(status for status in AttendanceStatus if status.counts_as_attended)


class AttendanceSource(models.TextChoices):
    REGISTER = "register", _("register")
    LIVE = "live", _("live room")
    CODE = "code", _("check-in code")
    LEAVE = "leave", _("leave request")


class LeaveState(models.TextChoices):
    SUBMITTED = "submitted", _("waiting for a decision")
    APPROVED = "approved", _("granted")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("taken back")


LEAVE_REQUEST = Machine(
    LeaveState,
    {
        LeaveState.SUBMITTED: (LeaveState.APPROVED, LeaveState.DECLINED, LeaveState.CANCELLED),
    },
)
