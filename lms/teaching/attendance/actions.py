"""What is done in the register: rows are only added; a correction after closing needs a reason."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.lookup import one_or_404
from lms.core.throttle import Throttle
from lms.teaching.attendance import codes, queries
from lms.teaching.attendance.models import CheckIn, LeaveRequest, Mark, Proposal
from lms.teaching.attendance.policies import may_check_in, may_decide_leave, may_mark
from lms.teaching.attendance.states import (
    LEAVE_REQUEST,
    AttendanceSource,
    AttendanceStatus,
    LeaveState,
)
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.rules import is_meeting_over, require_reason
from lms.teaching.classes.states import MEETING, ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.policies import is_own, own_enrolments
from lms.teaching.enrolment.queries import roster


@transaction.atomic
def mark_attendance(
    *, actor: Actor, meeting: Meeting, statuses: dict[int, AttendanceStatus], reason: str = ""
) -> list[Mark]:
    """Mark learners of the meeting; returns the rows that were added.

    `statuses`: enrolment id → status; a status that stands already is not written again. Once the
    register is closed, a change needs `reason` (BadInput without one).
    """
    if not may_mark(actor, meeting.group):
        raise NotAllowed(_("Only the staff of the class keeps its register."))
    meeting = _lock_meeting(meeting)
    _check_markable(meeting)
    before = queries.newest_marks(meeting)
    _check_learners(meeting, statuses)
    changed = {pk: status for pk, status in statuses.items() if before.get(pk) != status}
    if not changed:
        return []
    closed = meeting.state == MeetingState.CLOSED
    reason = require_reason(reason) if closed else text.normalise(reason)
    if meeting.state == MeetingState.SCHEDULED:
        MEETING.move(meeting, MeetingState.OPEN)
        meeting.save(update_fields=["state"])
    now = clock.now()
    # One row for each change: the old mark stays as the history.
    marks = Mark.objects.bulk_create(
        Mark(
            meeting=meeting,
            enrolment_id=pk,
            status=status,
            source=AttendanceSource.REGISTER,
            by_id=actor.key,
            by_name=actor.name,
            at=now,
            reason=reason,
        )
        for pk, status in sorted(changed.items())
    )
    record(
        "attendance.amended" if closed else "attendance.marked",
        actor,
        meeting,
        reason=reason,
        marks={str(pk): [before.get(pk, ""), str(status)] for pk, status in changed.items()},
    )
    return marks


@transaction.atomic
def close_register(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Close the register of a meeting that has begun; every learner is marked.

    A proposal alone is not a mark.
    """
    if not may_mark(actor, meeting.group):
        raise NotAllowed(_("Only the staff of the class closes its register."))
    meeting = _lock_meeting(meeting)
    if meeting.state != MeetingState.CLOSED:
        _check_markable(meeting)
    if clock.now() < meeting.starts_at:
        raise RuleBroken(_("The meeting has not begun. Close its register when it is over."))
    unmarked = list(queries.unmarked_learners(meeting)[:4])
    if unmarked:
        names = ", ".join(str(enrolment.official) for enrolment in unmarked[:3])
        more = "…" if len(unmarked) > 3 else ""
        raise RuleBroken(
            _("Not everybody is marked yet: %(names)s. Mark them, then close the register.")
            % {"names": names + more}
        )
    MEETING.move(meeting, MeetingState.CLOSED)
    meeting.save(update_fields=["state"])
    counts = Counter(queries.newest_marks(meeting).values())
    record("attendance.closed", actor, meeting, counts=dict(counts))
    return meeting


@transaction.atomic
def check_in(
    *, actor: Actor, meeting: Meeting, enrolment: Enrolment, source: AttendanceSource
) -> CheckIn:
    """Note that the learner was there: one row for each source, the earliest stands.

    A check-in proposes a status, it is not a mark.
    """
    if enrolment.group_id != meeting.group_id or not may_check_in(actor, enrolment):
        raise NotAllowed(_("Only the learner or the staff of the class may check in."))
    meeting = _lock_meeting(meeting)
    first_check_in = CheckIn.objects.filter(
        meeting=meeting, enrolment=enrolment, source=source
    ).first()
    if first_check_in is not None:
        return first_check_in
    if is_meeting_over(meeting):
        raise RuleBroken(
            _("The register of this meeting is closed. Ask the instructor to correct it.")
        )
    if clock.local(meeting.starts_at).date() != clock.today():
        raise RuleBroken(_("Check-in is open on the day of the meeting only."))
    new_check_in = CheckIn.objects.create(
        meeting=meeting, enrolment=enrolment, source=source, at=clock.now()
    )
    record("attendance.checked_in", actor, enrolment, meeting=meeting.pk, source=str(source))
    return new_check_in


@transaction.atomic
def check_in_by_code(*, actor: Actor, entered_code: str) -> CheckIn:
    """Check the learner in with the six digits, which also say which of today's meetings is meant.

    BadInput with the next step for a wrong or old code; RuleBroken if no meeting takes codes, or
    after too many wrong tries. A learner who is checked in already keeps the first time.
    """
    if WRONG_CODES.is_spent(actor.key):
        raise RuleBroken(
            _("Too many wrong codes. Wait a minute, then type the code that is shown now.")
        )
    meetings = list(queries.meetings_taking_codes(actor))
    if not meetings:
        raise RuleBroken(
            _(
                "No meeting of yours takes attendance by code now. Ask the instructor, or look at"
                " your classes for the day."
            )
        )
    code = codes.digits_of(entered_code)
    if not code:
        raise BadInput(
            _("The code has six digits. Type it as it stands under the QR code."), field="code"
        )
    meeting = next(
        (candidate for candidate in meetings if queries.is_code_current(candidate, code)), None
    )
    if meeting is None:
        WRONG_CODES.take(actor.key)
        raise BadInput(
            _("This code is wrong or has changed. Type the six digits that are shown now."),
            field="code",
        )
    return check_in(
        actor=actor,
        meeting=meeting,
        enrolment=_own_enrolment(actor, meeting),
        source=AttendanceSource.CODE,
    )


@transaction.atomic
def check_in_by_token(*, actor: Actor, token: str) -> CheckIn:
    """Check the learner in with the scanned QR code.

    NotFound if it is of none of the learner's classes, BadInput if it is too old.
    """
    meeting, window = queries.scanned_meeting(actor, token)
    enrolment = _own_enrolment(actor, meeting)
    first_check_in = enrolment.check_ins.filter(
        meeting=meeting, source=AttendanceSource.CODE
    ).first()
    if first_check_in is not None:
        return first_check_in
    if meeting.group.state != ClassState.RUNNING:
        raise RuleBroken(
            _("This meeting does not take attendance by code. Talk to the instructor.")
        )
    if is_meeting_over(meeting):
        raise RuleBroken(
            _("The register of this meeting is closed. Ask the instructor to correct it.")
        )
    if not queries.is_window_current(meeting, window):
        raise BadInput(
            _(
                "The code has changed since you scanned it. Scan the one that is shown now, or type"
                " its six digits."
            )
        )
    return check_in(actor=actor, meeting=meeting, enrolment=enrolment, source=AttendanceSource.CODE)


@transaction.atomic
def propose_statuses(
    *, actor: Actor, meeting: Meeting, proposals: dict[int, tuple[AttendanceStatus, str]]
) -> list[Proposal]:
    """Propose a status for learners: enrolment id → (status, grounds). The newest counts."""
    if not (actor.is_system or may_mark(actor, meeting.group)):
        raise NotAllowed(_("Only the staff of the class keeps its register."))
    meeting = _lock_meeting(meeting)
    if is_meeting_over(meeting):
        raise RuleBroken(_("The register of this meeting is closed."))
    _check_learners(meeting, proposals)
    now = clock.now()
    new_proposals = Proposal.objects.bulk_create(
        Proposal(meeting=meeting, enrolment_id=pk, status=status, grounds=grounds[:300], at=now)
        for pk, (status, grounds) in sorted(proposals.items())
    )
    record("attendance.proposed", actor, meeting, learners=len(new_proposals))
    return new_proposals


@transaction.atomic
def request_leave(*, actor: Actor, meeting: Meeting, reason: str) -> LeaveRequest:
    """Ask, as a learner, to be excused from a meeting to come or whose register is open today."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .filter(own_enrolments(actor), group_id=meeting.group_id)
        .first()
    )
    if enrolment is None:
        raise NotAllowed(_("Only learners of the class ask for leave."))
    meeting = _lock_meeting(meeting)
    reason = require_reason(reason)
    is_past = clock.local(meeting.starts_at).date() < clock.today()
    if is_past or is_meeting_over(meeting) or meeting.group.state not in _NOT_OVER:
        raise RuleBroken(
            _("Leave can be asked for until the register is closed. Talk to the instructor.")
        )
    standing = enrolment.leave_requests.filter(
        meeting=meeting, state__in=(LeaveState.SUBMITTED, LeaveState.APPROVED)
    )
    if standing.exists():
        raise RuleBroken(_("You have already asked for leave from this meeting."))
    leave = LeaveRequest.objects.create(
        meeting=meeting, enrolment=enrolment, reason=reason, submitted_at=clock.now()
    )
    record("leave.requested", actor, leave, code=meeting.group.code, meeting=meeting.number)
    return leave


@transaction.atomic
def take_back_leave(*, actor: Actor, leave: LeaveRequest) -> LeaveRequest:
    """Take back the learner's own request; RuleBroken once it was decided."""
    if not is_own(actor, leave.enrolment):
        raise NotAllowed(_("Only the learner takes their own request back."))
    leave = LeaveRequest.objects.select_for_update().get(pk=leave.pk)
    LEAVE_REQUEST.move(leave, LeaveState.CANCELLED)
    leave.save(update_fields=["state"])
    record("leave.taken_back", actor, leave)
    return leave


@transaction.atomic
def decide_leave(
    *, actor: Actor, leave: LeaveRequest, granted: bool, remark: str = ""
) -> LeaveRequest:
    """Grant or decline leave; declining needs a remark for the learner.

    Nobody decides their own request.
    """
    if is_own(actor, leave.enrolment):
        raise NotAllowed(_("Nobody decides their own request. Ask a colleague of the class."))
    if not may_decide_leave(actor, leave):
        raise NotAllowed(_("Only instructors and managers of the class decide on leave."))
    # The meeting first: a register that is being closed at this moment must be closed or open here.
    meeting = _lock_meeting(leave.meeting)
    leave = LeaveRequest.objects.select_for_update().get(pk=leave.pk)
    if is_meeting_over(meeting):
        raise RuleBroken(
            _("The register of this meeting is closed. Correct the mark instead, with the reason.")
        )
    remark = text.normalise(remark)
    if not granted and not remark:
        raise BadInput(_("Tell the learner why the leave is declined."), field="remark")
    LEAVE_REQUEST.move(leave, LeaveState.APPROVED if granted else LeaveState.DECLINED)
    leave.decided_by_id, leave.decided_at, leave.remark = actor.key, clock.now(), remark
    leave.save(update_fields=["state", "decided_by", "decided_at", "remark"])
    record("leave.decided", actor, leave, granted=granted, remark=remark)
    return leave


# Wrong codes of one account: nobody guesses six digits at this pace.
WRONG_CODES = Throttle("check-in", limit=5, seconds=60)
# Classes in which there is still something to attend.
_NOT_OVER = (ClassState.ENROLLING, ClassState.RUNNING)


def _lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now; whoever keeps the same register at this moment waits."""
    meetings = Meeting.objects.select_for_update(of=("self",)).select_related("group__school")
    return meetings.get(pk=meeting.pk)


def _own_enrolment(actor: Actor, meeting: Meeting) -> Enrolment:
    enrolments = Enrolment.objects.filter(own_enrolments(actor), group_id=meeting.group_id)
    return one_or_404(enrolments.select_related("official", "group__school"))


def _check_markable(meeting: Meeting) -> None:
    group: ClassGroup = meeting.group
    if group.state == ClassState.ASSESSING:
        raise RuleBroken(
            _("The results are under review. Have them sent back before the register changes.")
        )
    if group.state != ClassState.RUNNING:
        raise RuleBroken(
            _("The class is %(state)s; its register is kept only while it runs.")
            % {"state": ClassState(group.state).label}
        )
    if meeting.state == MeetingState.CANCELLED:
        raise RuleBroken(_("This meeting was cancelled; there is nothing to mark."))
    if clock.local(meeting.starts_at).date() > clock.today():
        raise RuleBroken(_("The register opens on the day of the meeting."))


def _check_learners(
    meeting: Meeting,
    statuses: dict[int, AttendanceStatus] | dict[int, tuple[AttendanceStatus, str]],
) -> None:
    enrolled = set(roster(meeting.group).values_list("pk", flat=True))
    if not enrolled.issuperset(statuses):
        raise BadInput(_("Somebody in the list has no seat in this class. Reload the page."))
