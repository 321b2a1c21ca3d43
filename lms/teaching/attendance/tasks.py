"""What follows from leave requests: those who decide get a notice, then the one who asked.

Also the register as a file.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.people.organisation.policies import on_day
from lms.teaching.attendance import queries
from lms.teaching.attendance.models import LeaveRequest
from lms.teaching.attendance.rendering import register_xlsx
from lms.teaching.attendance.states import LeaveState
from lms.teaching.classes.models import StaffRole
from lms.teaching.classes.queries import class_of_staff
from lms.teaching.classes.rules import format_meeting_times


def _those_who_decide(event: Event) -> Iterable[Recipient[LeaveRequest]]:
    """Everybody who may decide on the leave."""
    leave = _leave_request_of(event)
    staff = leave.meeting.group.staff.filter(on_day()).exclude(role=StaffRole.ASSISTANT)
    return [(user_id, leave) for user_id in staff.values_list("user_id", flat=True).distinct()]


def _words_when_requested(leave: LeaveRequest, _event: Event) -> NoticeWords:
    return NoticeWords(
        key=f"leave:{leave.pk}",
        title=_("%(name)s asks for leave") % {"name": leave.enrolment.official},
        body=_("Meeting %(number)d of “%(class)s” (%(when)s): %(reason)s")
        % _leave_words(leave, leave.reason),
        url=reverse("instructor_register", args=[leave.meeting.group.code, leave.meeting.number]),
    )


tell_requested = EventNotice(
    events=("leave.requested",),
    recipients=_those_who_decide,
    words=_words_when_requested,
)


def _learner_on_leave(event: Event) -> list[Recipient[LeaveRequest]]:
    leave = _leave_request_of(event)
    return [(leave.enrolment.official.user_id, leave)]


def _words_when_decided(leave: LeaveRequest, _event: Event) -> NoticeWords:
    is_granted = leave.state == LeaveState.APPROVED
    return NoticeWords(
        key=f"leave-decided:{leave.pk}",
        title=_("Your leave is granted") if is_granted else _("Your leave is declined"),
        body=_("Meeting %(number)d of “%(class)s” (%(when)s). %(reason)s")
        % _leave_words(leave, leave.remark),
        url=reverse("class_page", args=[leave.meeting.group.code]),
    )


tell_decided = EventNotice(
    events=("leave.decided",),
    recipients=_learner_on_leave,
    words=_words_when_decided,
)


def _leave_request_of(event: Event) -> LeaveRequest:
    requests = LeaveRequest.objects.select_related("meeting__group", "enrolment__official")
    return requests.get(pk=event.subject_id)


def _leave_words(leave: LeaveRequest, reason: str) -> dict[str, object]:
    meeting = leave.meeting
    return {
        "number": meeting.number,
        "class": meeting.group,
        "when": format_meeting_times(meeting),
        "reason": reason,
    }


def export_register(actor: Actor, job: Job, progress: Progress) -> None:
    """The work of job "attendance.register": params {"code"}; the owner must still be of the class
    or its office.
    """
    group = class_of_staff(actor, job.params["code"])
    register = queries.class_register(group)
    progress.start(len(register.rows) + 1)
    body = register_xlsx(register, by=actor.name, step=progress.step)
    progress.keep(f"so-diem-danh-{group.code}.xlsx", body)
    progress.step()
    progress.result(learners=len(register.rows), meetings=len(register.meetings))
