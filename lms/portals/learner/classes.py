"""Lớp học, as the learner sees it: meetings with their attendance, messages, leave, work that is
due.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.learning.assessment.queries import my_due
from lms.learning.progress.queries import my_progress
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.courses import course_cards
from lms.teaching.attendance.actions import request_leave
from lms.teaching.attendance.queries import my_statuses, standing_leave
from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.classes.models import Meeting
from lms.teaching.classes.queries import (
    all_meetings,
    class_announcements,
    class_meeting,
    class_staff,
)
from lms.teaching.classes.states import MeetingState
from lms.teaching.enrolment.queries import my_enrolment
from lms.teaching.live.queries import room_states
from lms.teaching.live.states import RoomState


class LeaveForm(forms.Form):
    """A request to be excused from one meeting."""

    reason = forms.CharField(
        label=gettext_lazy("Why you cannot come"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
    )


def show_learner_class(request: ActorRequest, code: str) -> HttpResponse:
    """One class of the learner; the home portal calls this for /lop/<code>/.

    NotFound for a stranger.
    """
    enrolment = my_enrolment(request.actor, code)
    group = enrolment.group
    statuses = my_statuses(enrolment)
    meetings = list(all_meetings(group))
    rooms = room_states(meetings)
    leave_requests = standing_leave(request.actor, group)
    attended, periods = _count_periods(meetings, statuses)
    lines = []
    for each in meetings:
        line = _meeting_line(each, statuses, rooms.get(each.pk))
        lines.append({**line, "leave": leave_requests.get(each.pk)})
    context = {
        "enrolment": enrolment,
        "group": group,
        "attended": attended,
        "periods": periods,
        "meetings": lines,
        "announcements": class_announcements(group),
        "staff": class_staff(group),
        "due": my_due([enrolment]),
        "card": course_cards([enrolment], my_progress([enrolment]))[0],
    }
    return render(request, "learner/classes/class.html", context)


@actor_view("GET", "POST")
def ask_for_leave(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The form with which the learner asks to be excused from one meeting."""
    enrolment = my_enrolment(request.actor, code)
    missed = class_meeting(enrolment.group, number)
    form = LeaveForm(posted_data(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply_action(
            form, lambda: request_leave(actor=request.actor, meeting=missed, reason=reason)
        )
        if not form.errors:
            messages.success(request, _("Your request was sent. The instructor decides on it."))
            return redirect("class_page", code=code)
    context = {"form": form, "meeting": missed, "group": enrolment.group}
    return render(request, "learner/classes/leave.html", context, status=status_of(form))


def _count_periods(
    meetings: list[Meeting], statuses: dict[int, AttendanceStatus | None]
) -> tuple[int, int]:
    """(tiết attended, tiết of the class) of the meetings that the page lists."""
    planned = [meeting for meeting in meetings if meeting.state != MeetingState.CANCELLED]
    marks = [(meeting.periods, statuses.get(meeting.pk)) for meeting in planned]
    attended = sum(periods for periods, status in marks if status and status.counts_as_attended)
    return attended, sum(meeting.periods for meeting in planned)


def _meeting_line(
    meeting: Meeting, statuses: dict[int, AttendanceStatus | None], room: RoomState | None
) -> dict[str, Any]:
    day = clock.local(meeting.starts_at).date()
    has_ended = meeting.state in {MeetingState.CLOSED, MeetingState.CANCELLED}
    return {
        "meeting": meeting,
        "mark": statuses.get(meeting.pk),
        "is_marked": meeting.pk in statuses,
        "is_live": room == RoomState.OPEN,
        "is_today": day == clock.today(),
        "may_ask": not has_ended and day >= clock.today(),
    }
