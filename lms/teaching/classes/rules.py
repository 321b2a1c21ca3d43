"""The rules of the timetable and of the staff, apart from the actions that apply them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.errors import BadInput, RuleBroken
from lms.core.periods import covers_day
from lms.people.organisation.models import Unit
from lms.teaching.classes import queries
from lms.teaching.classes.models import ClassGroup, ClassStaff, Meeting
from lms.teaching.classes.states import ClassState, MeetingState


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as it is planned: aware moments, length in tiết."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    periods: int
    place: str = ""
    is_online: bool = False

    def values(self) -> dict[str, Any]:
        fields = asdict(self)
        return fields | {"title": text.normalise(self.title), "place": text.normalise(self.place)}

    def as_json(self) -> dict[str, Any]:
        times = {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat()}
        return self.values() | times


def offering_schools(school: Unit) -> set[str]:
    """Codes of the units whose courses the school may teach: its own and the units above it."""
    return {school.code, "", *school.get_ancestors().values_list("code", flat=True)}


def require_reason(reason: str) -> str:
    """The reason in normal form. BadInput where it is missing."""
    reason = text.normalise(reason)
    if not reason:
        raise BadInput(_("Say why. The reason stays in the audit log."), field="reason")
    return reason


def check_timetable_open(group: ClassGroup) -> None:
    """Check that timetable and staff may change: until the results are under review."""
    if group.state not in queries.ACTIVE:
        raise RuleBroken(
            _("The class is %(state)s; its timetable and staff can no longer change.")
            % {"state": ClassState(group.state).label}
        )


def check_meeting(group: ClassGroup, meeting: Meeting) -> None:
    """Check that a meeting has a length, lies within the class's days and overlaps no other one.

    BadInput names the field.
    """
    if not meeting.title:
        raise BadInput(_("Give the meeting a title."), field="title")
    if meeting.periods < 1:
        raise BadInput(_("A meeting has at least one period."), field="periods")
    if meeting.ends_at <= meeting.starts_at:
        raise BadInput(_("The meeting must end after it begins."), field="ends_at")
    first, last = clock.local(meeting.starts_at).date(), clock.local(meeting.ends_at).date()
    if first < group.starts_on or last > group.ends_on:
        raise BadInput(
            _("The class runs from %(first)s to %(last)s; put the meeting on one of these days.")
            % {"first": _format_day(group.starts_on), "last": _format_day(group.ends_on)},
            field="starts_at",
        )
    overlapping = (
        queries.class_meetings(group)
        .exclude(pk=meeting.pk)
        .filter(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
        .first()
    )
    if overlapping is not None:
        raise BadInput(
            _(
                "Meeting %(number)d of this class already takes place at that time (%(when)s)."
                " Choose another time."
            )
            % {"number": overlapping.number, "when": format_meeting_times(overlapping)},
            field="starts_at",
        )


def check_free(group: ClassGroup, people: Iterable[ClassStaff], times: list[Meeting]) -> None:
    """Check that nobody of `people` must be in another class at one of `times` (practice).

    RuleBroken names the other class.
    """
    for person in people:
        taught = [
            meeting
            for meeting in times
            if covers_day(person, clock.local(meeting.starts_at).date())
        ]
        clash = queries.double_bookings(taught, [person.user_id], apart_from=group.pk).first()
        if clash is not None:
            raise RuleBroken(
                _(
                    "%(name)s teaches “%(class)s” at that time (%(when)s). Choose another time or"
                    " somebody else."
                )
                % {"name": person.user, "class": clash.group, "when": format_meeting_times(clash)}
            )


def has_learners(group: ClassGroup) -> bool:
    """Whether anybody is enrolled.

    Enrolments belong to an app above this one, so only the reverse relation is asked.
    """
    return group.enrolments.filter(state="enrolled").exists()


def check_not_learner(group: ClassGroup, user: AbstractBaseUser) -> None:
    """Check that a member of staff is no learner of the class: they would grade themselves."""
    if group.enrolments.filter(state="enrolled", official__user_id=user.pk).exists():
        raise RuleBroken(
            _("%(name)s is a learner of this class and cannot teach in it. Choose somebody else.")
            % {"name": user}
        )


def format_meeting_times(meeting: Meeting) -> str:
    """The meeting's time as people write it: 14:00–17:00 20/11/2026."""
    start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return f"{start:%H:%M}–{end:%H:%M} {start:%d/%m/%Y}"


def is_meeting_over(meeting: Meeting) -> bool:
    """Whether nothing more can happen in the meeting."""
    return meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED)


def _format_day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
