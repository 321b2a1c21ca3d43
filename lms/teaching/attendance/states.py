"""Kinds of attendance, and the life of a leave request."""

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.core.states import Machine

# Colours by their meaning. Badges, tags, buttons and figures have a class of each name.
Tone = Literal["success", "warning", "danger", "primary"]


class RegisterFigure(models.TextChoices):
    """The figures above the register, which add up to the learners of the meeting."""

    PRESENT = "present", pgettext_lazy("register", "Present")
    LATE = "late", pgettext_lazy("register", "Late")
    AWAY = "away", pgettext_lazy("register", "Absent")
    # no mark yet, only a proposal, or a mark that cannot be read
    UNKNOWN = "unknown", pgettext_lazy("register", "Unknown")

    @property
    def tone(self) -> Tone | None:
        """The colour of the figure; None for that of the text."""
        return _FIGURE_TONES[self]


_FIGURE_TONES: dict[RegisterFigure, Tone | None] = {
    RegisterFigure.PRESENT: "success",
    RegisterFigure.LATE: "warning",
    RegisterFigure.AWAY: "danger",
    RegisterFigure.UNKNOWN: None,
}


class AttendanceStatus(models.TextChoices):
    """What the register says of one learner in one meeting.

    A new status needs a row in `_STATUS_FACTS` (a test compares) and a migration of its choices;
    pages, the Excel register, styles and scripts ask the row. The order is that of the buttons.
    """

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    EXCUSED = "excused", _("absent with leave")
    UNEXCUSED = "unexcused", _("absent without leave")
    MAKE_UP = "make_up", _("made up")

    @classmethod
    def from_stored(cls, value: str) -> "AttendanceStatus | None":
        """The status with this stored value; None for a value that this version does not know."""
        return cls(value) if value in cls.values else None

    @classmethod
    def with_buttons(cls) -> "list[AttendanceStatus]":
        """The statuses that a row of the register offers, in the order of its buttons and keys."""
        return [status for status in cls if status.button]

    @property
    def counts_as_attended(self) -> bool:
        """Whether the tiết of the meeting count as attended."""
        return _STATUS_FACTS[self].counts_as_attended

    @property
    def is_absent(self) -> bool:
        """Whether the learner was away, with leave or without."""
        return _STATUS_FACTS[self].is_absent

    @property
    def rank(self) -> int:
        """Orders what was observed: the better for the learner, the higher."""
        return _STATUS_FACTS[self].rank

    @property
    def figure(self) -> RegisterFigure:
        """The figure above the register in which a learner with this mark is counted."""
        return _STATUS_FACTS[self].figure

    @property
    def letter(self) -> str:
        """The sign in the Excel register."""
        return _STATUS_FACTS[self].letter

    @property
    def sign(self) -> str:
        """The sign on pages and on paper."""
        return _STATUS_FACTS[self].sign

    @property
    def meaning(self) -> str:
        """What the sign means, as the line below the register explains it."""
        return str(_STATUS_FACTS[self].meaning)

    @property
    def tone(self) -> Tone:
        """The colour of its sign, of its button and of its tag."""
        return _STATUS_FACTS[self].tone

    @property
    def icon(self) -> str:
        """The picture beside a meeting in the learner's list."""
        return _STATUS_FACTS[self].icon

    @property
    def button(self) -> str:
        """The words of its button in a row of the register; "" where only a correction sets it."""
        return str(_STATUS_FACTS[self].button)


@dataclass(frozen=True, kw_only=True)
class StatusFacts:
    """What follows from a status; see the properties of `AttendanceStatus`."""

    counts_as_attended: bool
    is_absent: bool
    rank: int
    figure: RegisterFigure
    letter: str
    sign: str
    meaning: str | Promise
    tone: Tone
    icon: str
    button: str | Promise


_STATUS_FACTS = {
    AttendanceStatus.PRESENT: StatusFacts(
        counts_as_attended=True,
        is_absent=False,
        rank=4,
        figure=RegisterFigure.PRESENT,
        letter="x",
        sign="✓",
        meaning=_("present"),
        tone="success",
        icon="check",
        button=pgettext_lazy("register", "Present"),
    ),
    AttendanceStatus.LATE: StatusFacts(
        counts_as_attended=True,
        is_absent=False,
        rank=3,
        figure=RegisterFigure.LATE,
        letter="M",
        sign="M",
        meaning=pgettext_lazy("sign", "late"),
        tone="warning",
        icon="check",
        button=pgettext_lazy("register", "Late"),
    ),
    AttendanceStatus.EXCUSED: StatusFacts(
        counts_as_attended=False,
        is_absent=True,
        rank=2,
        figure=RegisterFigure.AWAY,
        letter="P",
        sign="P",
        meaning=_("absent with leave"),
        tone="primary",
        icon="x",
        button=pgettext_lazy("register", "Leave"),
    ),
    AttendanceStatus.UNEXCUSED: StatusFacts(
        counts_as_attended=False,
        is_absent=True,
        rank=1,
        figure=RegisterFigure.AWAY,
        letter="V",
        sign="V",
        meaning=_("absent without leave"),
        tone="danger",
        icon="x",
        button=pgettext_lazy("register", "Absent"),
    ),
    AttendanceStatus.MAKE_UP: StatusFacts(
        counts_as_attended=True,
        is_absent=False,
        # only ever marked by hand, so no observation has to give way to it
        rank=0,
        figure=RegisterFigure.PRESENT,
        letter="B",
        sign="B",
        meaning=_("made up"),
        tone="success",
        icon="check",
        button="",
    ),
}

# Statuses whose tiết count as attended, for comparing with stored values.
ATTENDED = frozenset(status for status, facts in _STATUS_FACTS.items() if facts.counts_as_attended)


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
