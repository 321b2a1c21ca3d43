"""From presence to a proposed status of the register.

The instructor decides; this only proposes, with its grounds.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lms.teaching.attendance.states import Status
from lms.teaching.live.presence import Span, Window, covered, seconds


@dataclass(frozen=True)
class Measure:
    """The school's rules on the day of the meeting.

    `share`: least share of the class time in percent; `late_after`: grace in minutes.
    """

    share: int
    late_after: int


@dataclass(frozen=True)
class Verdict:
    """The proposed status and its grounds: whole minutes present, whole minutes held."""

    status: Status
    minutes: int
    total: int
    first_at: dt.datetime | None


def held(sessions: Sequence[Window], starts_at: dt.datetime) -> list[Window]:
    """The sessions of the room that count: without the time before the meeting's planned start.

    A room that was over before the planned start (held at another time) counts in full.
    """
    if not sessions or sessions[-1][1] <= starts_at:
        return list(sessions)
    return [(max(start, starts_at), end) for start, end in sessions if end > starts_at]


def judge(spans: Sequence[Span], windows: Sequence[Window], measure: Measure) -> Verdict:
    """Present with at least `share` % of the time held; late where first seen more than
    `late_after` minutes in.

    Rules attendance.live_present_share and attendance.late_after_minutes. Below the share: absent
    (the register itself weighs granted leave). Being there within the share is never lost by one
    more beat.
    """
    present_windows, total = covered(spans, windows), seconds(windows)
    present_seconds = seconds(present_windows)
    first_at = present_windows[0][0] if present_windows else None
    if first_at is None or total == 0 or present_seconds * 100 < measure.share * total:
        status = Status.UNEXCUSED
    elif first_at - windows[0][0] > dt.timedelta(minutes=measure.late_after):
        status = Status.LATE
    else:
        status = Status.PRESENT
    return Verdict(status, present_seconds // 60, total // 60, first_at)
