"""Questions to the register: who was there, for how many tiết, who is at risk, who asks leave."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.core.figures import Share
from lms.core.lookup import one_or_404
from lms.people.rulebook.queries import rule_for, rules_for
from lms.teaching.attendance import codes
from lms.teaching.attendance.models import CheckIn, LeaveRequest, Mark, Proposal
from lms.teaching.attendance.policies import leave_decidable_by
from lms.teaching.attendance.states import ATTENDED, AttendanceSource, AttendanceStatus, LeaveState
from lms.teaching.attendance.verdict import (
    AttendanceVerdict,
    ObservedCheckIn,
    ObservedProposal,
    merge_observations,
)
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.policies import own_enrolments
from lms.teaching.enrolment.queries import roster
from lms.teaching.enrolment.states import EnrolmentState

# (meeting, enrolment) → statuses of the marks, oldest first
StatusesByMeetingAndEnrolment = dict[tuple[int, int], list[str]]


@dataclass(frozen=True)
class RegisterCell:
    """One learner in one meeting; `corrections` counts the marks after the first."""

    meeting: Meeting
    verdict: AttendanceVerdict
    corrections: int = 0


@dataclass(frozen=True)
class RegisterRow:
    """One learner: cells in the order of the meetings, tiết attended and marked, share in %.

    `share` is rounded down and None while nothing is marked.
    """

    enrolment: Enrolment
    cells: tuple[RegisterCell, ...]
    attended: int
    marked: int
    share: int | None
    at_risk: bool

    def cell(self, meeting: Meeting) -> RegisterCell:
        return next(cell for cell in self.cells if cell.meeting.pk == meeting.pk)


@dataclass(frozen=True)
class ClassRegister:
    """The register of a class, learners × meetings.

    `min_share` in percent, None where no rule is set.
    """

    group: ClassGroup
    meetings: tuple[Meeting, ...]
    rows: tuple[RegisterRow, ...]
    min_share: int | None


def class_register(group: ClassGroup) -> ClassRegister:
    """The whole register, in a fixed number of queries."""
    rules = rules_for("attendance.min_share", "attendance.late_after_minutes", unit=group.school)
    late = rules.get("attendance.late_after_minutes")
    share = rules.get("attendance.min_share")
    min_share = None if share is None or share.value is None else int(share.value)
    meetings = tuple(classes.class_meetings(group))
    observed = _ClassObservations(group, dt.timedelta(minutes=int(late.value) if late else 0))
    rows = tuple(
        _build_row(enrolment, meetings, observed, min_share) for enrolment in roster(group)
    )
    return ClassRegister(group, meetings, rows, min_share)


def class_periods(group: ClassGroup) -> tuple[dict[int, int], int]:
    """(enrolment → tiết that count as attended, tiết of the class), of the same meetings.

    Learners without a mark have 0.
    """
    attended = dict.fromkeys(roster(group).values_list("pk", flat=True), 0)
    periods = dict(classes.class_meetings(group).values_list("pk", "periods"))
    for (meeting_id, enrolment_id), marks in _statuses_of_class(group).items():
        if enrolment_id in attended and meeting_id in periods and marks[-1] in ATTENDED:
            attended[enrolment_id] += periods[meeting_id]
    return attended, sum(periods.values())


def attended_periods(group: ClassGroup) -> dict[int, int]:
    """enrolment → tiết that count as attended; learners without a mark have 0."""
    return class_periods(group)[0]


def total_periods(group: ClassGroup) -> int:
    """tiết of all meetings that take place."""
    return class_periods(group)[1]


def attended_of(enrolments: list[Enrolment]) -> dict[int, tuple[int, int]]:
    """enrolment → (tiết attended, tiết of the class), for enrolments in different classes.

    One query.
    """
    enrolment_by_group = {enrolment.group_id: enrolment.pk for enrolment in enrolments}
    newest = Mark.objects.filter(meeting=OuterRef("pk"), enrolment__in=enrolment_by_group.values())
    meetings = Meeting.objects.filter(group_id__in=enrolment_by_group).exclude(state="cancelled")
    meetings = meetings.annotate(newest=Subquery(newest.order_by("-pk").values("status")[:1]))
    totals, attended = defaultdict[int, int](int), defaultdict[int, int](int)
    for group_id, periods, status in meetings.values_list("group_id", "periods", "newest"):
        totals[group_id] += periods
        attended[group_id] += periods if status in ATTENDED else 0
    return {
        pk: (attended[group_id], totals[group_id]) for group_id, pk in enrolment_by_group.items()
    }


def my_statuses(enrolment: Enrolment) -> dict[int, AttendanceStatus | None]:
    """meeting → the learner's newest mark in it; None for one that this version does not know."""
    marks = _group_statuses(Q(enrolment=enrolment))
    return {
        meeting_id: AttendanceStatus.from_stored(statuses[-1])
        for (meeting_id, _seat), statuses in marks.items()
    }


def mark_history(group: ClassGroup, enrolment: Enrolment) -> QuerySet[Mark]:
    """Every mark of one learner, newest first: who, when, why."""
    return (
        Mark.objects.filter(meeting__group=group, enrolment=enrolment)
        .select_related("meeting")
        .order_by("-pk")
    )


def unmarked_learners(meeting: Meeting) -> QuerySet[Enrolment]:
    """Learners without a mark in the meeting, or with one that this version does not know."""
    marked = [
        enrolment_id
        for enrolment_id, status in newest_marks(meeting).items()
        if AttendanceStatus.from_stored(status) is not None
    ]
    return roster(meeting.group).exclude(pk__in=marked)


def newest_marks(meeting: Meeting) -> dict[int, str]:
    """enrolment → status of the newest mark in the meeting."""
    marks = _group_statuses(Q(meeting=meeting))
    return {enrolment_id: statuses[-1] for (_meeting, enrolment_id), statuses in marks.items()}


def recent_check_ins(meeting: Meeting, limit: int = 5) -> QuerySet[CheckIn]:
    """The last check-ins of the meeting."""
    return (
        CheckIn.objects.filter(meeting=meeting)
        .select_related("enrolment__official")
        .order_by("-at")[:limit]
    )


def leave_requests(group: ClassGroup) -> QuerySet[LeaveRequest]:
    """Requests of the class, waiting ones first, then newest."""
    return (
        LeaveRequest.objects.filter(meeting__group=group)
        .select_related("meeting__group__school", "enrolment__official", "decided_by")
        .order_by("-submitted_at")
    )


def leave_to_decide(actor: Actor) -> QuerySet[LeaveRequest]:
    """Requests that wait for the actor, oldest first."""
    return (
        LeaveRequest.objects.filter(leave_decidable_by(actor), state=LeaveState.SUBMITTED)
        .exclude(meeting__group__state=ClassState.CANCELLED)
        .select_related("meeting__group__school", "enrolment__official")
        .order_by("submitted_at")
    )


def leave_request(actor: Actor, request_id: uuid.UUID) -> LeaveRequest:
    """One request on which the actor may decide. NotFound for all others."""
    requests = LeaveRequest.objects.filter(leave_decidable_by(actor))
    return one_or_404(
        requests.select_related("meeting__group__school", "enrolment__official"), pk=request_id
    )


def _my_leave_requests(actor: Actor, group: ClassGroup) -> QuerySet[LeaveRequest]:
    """The actor's own requests in the class, newest first."""
    enrolments = Enrolment.objects.filter(own_enrolments(actor), group=group)
    return (
        LeaveRequest.objects.filter(enrolment__in=enrolments)
        .select_related("meeting__group__school", "enrolment__official")
        .order_by("-submitted_at")
    )


def standing_leave(actor: Actor, group: ClassGroup) -> dict[int, LeaveRequest]:
    """meeting → the actor's newest request in the class, without those taken back."""
    requests = _my_leave_requests(actor, group).exclude(state=LeaveState.CANCELLED)
    return {request.meeting_id: request for request in requests.order_by("submitted_at")}


def my_leave_request(actor: Actor, request_id: uuid.UUID) -> LeaveRequest:
    """One of the actor's own requests. NotFound for anybody else's."""
    requests = LeaveRequest.objects.filter(enrolment__official__user_id=actor.key)
    return one_or_404(
        requests.select_related("meeting__group__school", "enrolment__official"), pk=request_id
    )


@dataclass(frozen=True)
class ShownCode:
    """The code of a meeting as it is shown now: six digits, the token of the QR address, seconds
    until it changes.
    """

    digits: str
    token: str
    seconds_left: int


def shown_code(meeting: Meeting) -> ShownCode | None:
    """The code to show now; None while the meeting takes none or no rule sets its length."""
    today = clock.local(meeting.starts_at).date() == clock.today()
    is_open = meeting.state in _OPEN and meeting.group.state == ClassState.RUNNING
    if not (today and is_open):
        return None
    length = rules_for(_CODE_SECONDS, unit=meeting.group.school).get(_CODE_SECONDS)
    if length is None:
        return None
    seconds, now = int(length.value), clock.now()
    window = codes.window_number(now, seconds)
    seconds_left = codes.seconds_left(now, seconds)
    return ShownCode(
        codes.six_digits(meeting.pk, window), codes.window_token(meeting.pk, window), seconds_left
    )


def meetings_taking_codes(actor: Actor) -> QuerySet[Meeting]:
    """The learner's meetings of today that take check-ins by code, earliest first."""
    enrolments = Enrolment.objects.filter(own_enrolments(actor), group__state=ClassState.RUNNING)
    return (
        Meeting.objects.filter(
            group__in=enrolments.values("group_id"), starts_at__date=clock.today(), state__in=_OPEN
        )
        .select_related("group__school")
        .order_by("starts_at", "pk")
    )


def scanned_meeting(actor: Actor, token: str) -> tuple[Meeting, int]:
    """The meeting and the window that a scanned token names.

    NotFound for a forged token, and for a class in which the actor does not learn.
    """
    ticket = codes.read_token(token)
    if ticket is None:
        raise NotFound
    enrolments = Enrolment.objects.filter(own_enrolments(actor))
    meetings = Meeting.objects.filter(group__in=enrolments.values("group_id")).exclude(
        group__state=ClassState.CANCELLED
    )
    meeting = one_or_404(meetings.select_related("group__school"), pk=ticket.meeting_id)
    return meeting, ticket.window


def is_window_current(meeting: Meeting, window: int) -> bool:
    """Whether a code of that window still counts."""
    return codes.is_window_current(window, _current_window(meeting))


def is_code_current(meeting: Meeting, digits: str) -> bool:
    """Whether these are the meeting's digits of now or of just before."""
    return codes.are_digits_current(digits, meeting.pk, _current_window(meeting))


def own_check_in(actor: Actor, meeting: Meeting) -> CheckIn | None:
    """The learner's own check-in by code in the meeting."""
    enrolments = Enrolment.objects.filter(own_enrolments(actor), group_id=meeting.group_id)
    check_ins = CheckIn.objects.filter(
        meeting=meeting, enrolment__in=enrolments, source=AttendanceSource.CODE
    )
    return check_ins.select_related("enrolment__official").first()


def own_arrival(actor: Actor) -> Subquery:
    """The moment of the learner's first check-in, to annotate a query of meetings; NULL if none."""
    own_check_ins = CheckIn.objects.filter(
        meeting=OuterRef("pk"), enrolment__in=Enrolment.objects.filter(own_enrolments(actor))
    )
    return Subquery(own_check_ins.order_by("at").values("at")[:1])


def count_arrived(meeting: Meeting) -> int:
    """How many learners of the meeting have checked in, by whatever source."""
    enrolled = Q(enrolment__state=EnrolmentState.ENROLLED)
    check_ins = CheckIn.objects.filter(enrolled, meeting=meeting)
    return check_ins.values("enrolment_id").distinct().count()


_CODE_SECONDS = "attendance.code_seconds"
# Registers that are not closed, of meetings that take place.
_OPEN = (MeetingState.SCHEDULED, MeetingState.OPEN)


def _current_window(meeting: Meeting) -> int:
    return codes.window_number(
        clock.now(), int(rule_for(_CODE_SECONDS, unit=meeting.group.school).value)
    )


class _ClassObservations:
    """Everything that was observed in a class, read once."""

    def __init__(self, group: ClassGroup, late_after: dt.timedelta) -> None:
        # Four queries for the whole class, so that the register costs the same for any size.
        self.late_after = late_after
        self.marks = _statuses_of_class(group)
        self.check_ins: dict[tuple[int, int], list[ObservedCheckIn]] = defaultdict(list)
        check_ins = CheckIn.objects.filter(meeting__group=group)
        for meeting_id, enrolment_id, source, at in _values_by_learner(check_ins, "source", "at"):
            self.check_ins[meeting_id, enrolment_id].append(ObservedCheckIn(source, at))
        proposals = Proposal.objects.filter(meeting__group=group).order_by("pk")
        self.proposals = {
            (meeting_id, enrolment_id): ObservedProposal(status, grounds)
            for meeting_id, enrolment_id, status, grounds in _values_by_learner(
                proposals, "status", "grounds"
            )
        }
        granted_leave = LeaveRequest.objects.filter(meeting__group=group, state=LeaveState.APPROVED)
        self.leave = set(_values_by_learner(granted_leave))

    def cell(self, meeting: Meeting, enrolment: Enrolment) -> RegisterCell:
        key = (meeting.pk, enrolment.pk)
        marks = self.marks.get(key, [])
        verdict = merge_observations(
            starts_at=meeting.starts_at,
            late_after=self.late_after,
            marks=marks,
            check_ins=self.check_ins.get(key, []),
            proposal=self.proposals.get(key),
            on_leave=key in self.leave,
        )
        return RegisterCell(meeting, verdict, max(len(marks) - 1, 0))


def _build_row(
    enrolment: Enrolment,
    meetings: tuple[Meeting, ...],
    observed: _ClassObservations,
    min_share: int | None,
) -> RegisterRow:
    cells = tuple(observed.cell(meeting, enrolment) for meeting in meetings)
    settled = [cell for cell in cells if cell.verdict.status and not cell.verdict.is_proposed]
    marked = sum(cell.meeting.periods for cell in settled)
    attended = sum(cell.meeting.periods for cell in settled if cell.verdict.status in ATTENDED)
    share = Share(attended, marked)
    return RegisterRow(
        enrolment, cells, attended, marked, share.percent_down, share.is_below(min_share)
    )


def _statuses_of_class(group: ClassGroup) -> StatusesByMeetingAndEnrolment:
    return _group_statuses(Q(meeting__group=group))


def _group_statuses(which: Q) -> StatusesByMeetingAndEnrolment:
    statuses: StatusesByMeetingAndEnrolment = defaultdict(list)
    marks = Mark.objects.filter(which).order_by("pk")
    for meeting_id, enrolment_id, status in _values_by_learner(marks, "status"):
        statuses[meeting_id, enrolment_id].append(status)
    return statuses


def _values_by_learner(rows: QuerySet[Any], *fields: str) -> Any:
    return rows.values_list("meeting_id", "enrolment_id", *fields)
