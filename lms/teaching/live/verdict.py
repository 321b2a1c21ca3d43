"""From presence to a proposed status of the register.

The instructor decides; this only proposes, with its grounds.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.live.presence import PresenceSpan, TimeWindow, covered_windows, seconds_in


@dataclass(frozen=True)
class LiveAttendanceRules:
    """The school's rules on the day of the meeting.

    `share`: least share of the class time in percent; `late_after`: grace in minutes.
    """

    share: int
    late_after: int


@dataclass(frozen=True)
class PresenceVerdict:
    """The proposed status and its grounds: whole minutes present, whole minutes held."""

    status: AttendanceStatus
    minutes: int
    total: int
    first_at: dt.datetime | None


def counted_windows(sessions: Sequence[TimeWindow], starts_at: dt.datetime) -> list[TimeWindow]:
    """The sessions of the room that count: without the time before the meeting's planned start.

    A room that was over before the planned start (held at another time) counts in full.
    """
    if not sessions or sessions[-1][1] <= starts_at:
        return list(sessions)
    return [(max(start, starts_at), end) for start, end in sessions if end > starts_at]


def judge_presence(
    spans: Sequence[PresenceSpan], windows: Sequence[TimeWindow], measure: LiveAttendanceRules
) -> PresenceVerdict:
    """Present with at least `share` % of the time held; late where first seen more than
    `late_after` minutes in.

    Rules attendance.live_present_share and attendance.late_after_minutes. Below the share: absent
    (the register itself weighs granted leave). Being there within the share is never lost by one
    more beat.
    """
    present_windows, total = covered_windows(spans, windows), seconds_in(windows)
    present_seconds = seconds_in(present_windows)
    first_at = present_windows[0][0] if present_windows else None
    if first_at is None or total == 0 or present_seconds * 100 < measure.share * total:
        status = AttendanceStatus.UNEXCUSED
    elif first_at - windows[0][0] > dt.timedelta(minutes=measure.late_after):
        status = AttendanceStatus.LATE
    else:
        status = AttendanceStatus.PRESENT
    return PresenceVerdict(status, present_seconds // 60, total // 60, first_at)
