"""What the register says of one learner in one meeting: a pure fold of marks, check-ins, proposals
and leave.

It must not matter in which order observations arrived (phones send late), and one more observation
of presence must never make things worse for the learner.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus


@dataclass(frozen=True)
class ObservedCheckIn:
    """A check-in as the verdict needs it."""

    source: str
    at: dt.datetime


@dataclass(frozen=True)
class ObservedProposal:
    """The newest proposal of the live room."""

    status: str
    grounds: str = ""


@dataclass(frozen=True)
class AttendanceVerdict:
    """`status` None: nothing is known. A proposal waits until the instructor marks it.

    `is_unreadable`: the newest mark has a status that this version does not know; it counts as
    nothing, and the instructor has to mark again.
    """

    status: AttendanceStatus | None
    is_proposed: bool = False
    source: str = ""
    at: dt.datetime | None = None
    grounds: str = ""
    is_unreadable: bool = False


def merge_observations(
    *,
    starts_at: dt.datetime,
    late_after: dt.timedelta,
    marks: Sequence[str] = (),
    check_ins: Iterable[ObservedCheckIn] = (),
    proposal: ObservedProposal | None = None,
    on_leave: bool = False,
) -> AttendanceVerdict:
    """The newest mark; without one, a proposal: the best for the learner of what was observed.

    Observed are a check-in by code, the live room's proposal (which has weighed the check-ins
    there; without it, those) and approved leave. `marks`: statuses, oldest first.
    """
    if marks:
        status = AttendanceStatus.from_stored(marks[-1])
        return AttendanceVerdict(
            status, source=AttendanceSource.REGISTER, is_unreadable=status is None
        )
    observed = list(check_ins)
    live = [check_in for check_in in observed if check_in.source == AttendanceSource.LIVE]
    elsewhere = [check_in for check_in in observed if check_in.source != AttendanceSource.LIVE]
    options = [_judge_arrival(elsewhere, starts_at, late_after)]
    if proposal is None:
        options.append(_judge_arrival(live, starts_at, late_after))
    else:
        status = AttendanceStatus.from_stored(proposal.status)
        options.append(
            AttendanceVerdict(
                status, status is not None, AttendanceSource.LIVE, grounds=proposal.grounds
            )
        )
    if on_leave:
        options.append(AttendanceVerdict(AttendanceStatus.EXCUSED, True, AttendanceSource.LEAVE))
    return max(options, key=_rank_verdict)


def _judge_arrival(
    check_ins: list[ObservedCheckIn], starts_at: dt.datetime, late_after: dt.timedelta
) -> AttendanceVerdict:
    """Present or late by the earliest arrival; at the same moment the source's name decides."""
    if not check_ins:
        return AttendanceVerdict(None)
    first = min(check_ins, key=lambda check_in: (check_in.at, check_in.source))
    status = (
        AttendanceStatus.LATE if first.at > starts_at + late_after else AttendanceStatus.PRESENT
    )
    return AttendanceVerdict(status, True, first.source, first.at)


def _rank_verdict(verdict: AttendanceVerdict) -> int:
    """How good it is for the learner; that nothing is known comes last."""
    return 0 if verdict.status is None else verdict.status.rank
