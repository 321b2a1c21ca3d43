"""What the register says of one learner in one meeting: a pure fold of marks, check-ins, proposals
and leave.

It must not matter in which order observations arrived (phones send late), and one more observation
of presence must never make things worse for the learner.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.teaching.attendance.states import Source, Status


@dataclass(frozen=True)
class Seen:
    """A check-in as the verdict needs it."""

    source: str
    at: dt.datetime


@dataclass(frozen=True)
class Proposed:
    """The newest proposal of the live room."""

    status: str
    grounds: str = ""


@dataclass(frozen=True)
class Verdict:
    """`status` None: nothing is known. A proposal waits until the instructor marks it."""

    status: Status | None
    is_proposed: bool = False
    source: str = ""
    at: dt.datetime | None = None
    grounds: str = ""


def merge(
    *,
    starts_at: dt.datetime,
    late_after: dt.timedelta,
    marks: Sequence[str] = (),
    check_ins: Iterable[Seen] = (),
    proposal: Proposed | None = None,
    on_leave: bool = False,
) -> Verdict:
    """The newest mark; without one, a proposal: the best for the learner of what was observed.

    Observed are a check-in by code, the live room's proposal (which has weighed the check-ins
    there; without it, those) and approved leave. `marks`: statuses, oldest first.
    """
    if marks:
        return Verdict(Status(marks[-1]), source=Source.REGISTER)
    observed = list(check_ins)
    live = [check_in for check_in in observed if check_in.source == Source.LIVE]
    elsewhere = [check_in for check_in in observed if check_in.source != Source.LIVE]
    options = [_arrival(elsewhere, starts_at, late_after)]
    if proposal is None:
        options.append(_arrival(live, starts_at, late_after))
    else:
        options.append(
            Verdict(Status(proposal.status), True, Source.LIVE, grounds=proposal.grounds)
        )
    if on_leave:
        options.append(Verdict(Status.EXCUSED, True, Source.LEAVE))
    return max(options, key=_rank)


def _arrival(check_ins: list[Seen], starts_at: dt.datetime, late_after: dt.timedelta) -> Verdict:
    """Present or late by the earliest arrival; at the same moment the source's name decides."""
    if not check_ins:
        return Verdict(None)
    first = min(check_ins, key=lambda check_in: (check_in.at, check_in.source))
    status = Status.LATE if first.at > starts_at + late_after else Status.PRESENT
    return Verdict(status, True, first.source, first.at)


def _rank(verdict: Verdict) -> int:
    """How good it is for the learner; that nothing is known comes last."""
    return 0 if verdict.status is None else verdict.status.rank
