"""What follows from leave requests: those who decide get a notice, then the one who asked.

Also the register as a file.
"""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.core.notices.actions import notify
from lms.people.accounts.queries import get_user
from lms.people.organisation.policies import on_day
from lms.teaching.attendance import queries
from lms.teaching.attendance.models import LeaveRequest
from lms.teaching.attendance.rendering import register_xlsx
from lms.teaching.attendance.states import LeaveState
from lms.teaching.classes.models import StaffRole
from lms.teaching.classes.queries import class_of_staff
from lms.teaching.classes.rules import format_meeting_times


def tell_requested(event: Event) -> None:
    """leave.requested → a notice to everybody who may decide on it."""
    leave = _leave_request_of(event)
    staff = leave.meeting.group.staff.filter(on_day()).exclude(role=StaffRole.ASSISTANT)
    for user_id in staff.values_list("user_id", flat=True).distinct():
        with translation.override(get_user(user_id).language):
            notify(
                user_id=user_id,
                key=f"leave:{leave.pk}",
                title=_("%(name)s asks for leave") % {"name": leave.enrolment.official},
                body=_("Meeting %(number)d of “%(class)s” (%(when)s): %(reason)s")
                % _notice_facts(leave, leave.reason),
                url=reverse(
                    "instructor_register", args=[leave.meeting.group.code, leave.meeting.number]
                ),
            )


def tell_decided(event: Event) -> None:
    """leave.decided → a notice to the learner, with the remark."""
    leave = _leave_request_of(event)
    user_id = leave.enrolment.official.user_id
    if user_id is None:
        return
    granted = leave.state == LeaveState.APPROVED
    with translation.override(get_user(user_id).language):
        notify(
            user_id=user_id,
            key=f"leave-decided:{leave.pk}",
            title=_("Your leave is granted") if granted else _("Your leave is declined"),
            body=_("Meeting %(number)d of “%(class)s” (%(when)s). %(reason)s")
            % _notice_facts(leave, leave.remark),
            url=reverse("class_page", args=[leave.meeting.group.code]),
        )


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


def _leave_request_of(event: Event) -> LeaveRequest:
    requests = LeaveRequest.objects.select_related("meeting__group", "enrolment__official")
    return requests.get(pk=event.subject_id)


def _notice_facts(leave: LeaveRequest, reason: str) -> dict[str, object]:
    meeting = leave.meeting
    return {
        "number": meeting.number,
        "class": meeting.group,
        "when": format_meeting_times(meeting),
        "reason": reason,
    }
