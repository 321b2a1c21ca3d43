"""Lớp học, as the learner sees it: meetings and his attendance, messages, leave, work that is
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
from lms.core.actor import Actor
from lms.learning.assessment.queries import my_due
from lms.learning.progress.queries import my_progress
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.courses import CourseCard, cards
from lms.teaching.attendance.actions import request_leave
from lms.teaching.attendance.queries import attended_of, my_statuses, standing_leave
from lms.teaching.classes.models import Meeting
from lms.teaching.classes.queries import all_meetings, announcements, meeting, staff
from lms.teaching.classes.states import MeetingState
from lms.teaching.enrolment.queries import my_enrolment, my_enrolments
from lms.teaching.live.queries import states
from lms.teaching.live.states import RoomState


class LeaveForm(forms.Form):
    """A request to be excused."""

    reason = forms.CharField(
        label=gettext_lazy("Why you cannot come"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
    )


def learner_classes(actor: Actor) -> list[CourseCard]:
    """The learner's classes for the list at /lop/ (the home portal puts it beside the classes that
    he teaches).
    """
    enrolments = list(my_enrolments(actor))
    return cards(enrolments, my_progress(enrolments))


def learner_class(request: ActorRequest, code: str) -> HttpResponse:
    """One class of the learner; the home portal sends him here from /lop/<code>/.

    NotFound for a stranger.
    """
    seat = my_enrolment(request.actor, code)
    group = seat.group
    marks = my_statuses(seat)
    held = list(all_meetings(group))
    rooms = states(held)
    leave = standing_leave(request.actor, group)
    attended, periods = attended_of([seat])[seat.pk]
    context = {
        "seat": seat,
        "group": group,
        "attended": attended,
        "periods": periods,
        "meetings": [
            _line(one, marks.get(one.pk), rooms.get(one.pk)) | {"leave": leave.get(one.pk)}
            for one in held
        ],
        "announcements": announcements(group),
        "staff": staff(group),
        "due": my_due([seat]),
        "card": cards([seat], my_progress([seat]))[0],
    }
    return render(request, "learner/classes/class.html", context)


@door("GET", "POST")
def leave(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Ask to be excused from one meeting."""
    seat = my_enrolment(request.actor, code)
    one = meeting(seat.group, number)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply(form, lambda: request_leave(actor=request.actor, meeting=one, reason=reason))
        if not form.errors:
            messages.success(request, _("Your request was sent. The instructor decides on it."))
            return redirect(f"/lop/{code}/")
    context = {"form": form, "meeting": one, "group": seat.group}
    return render(request, "learner/classes/leave.html", context, status=status_of(form))


def _line(one: Meeting, mark: str | None, room: RoomState | None) -> dict[str, Any]:
    ended = one.state in {MeetingState.CLOSED, MeetingState.CANCELLED}
    return {
        "meeting": one,
        "mark": mark,
        "is_live": room == RoomState.OPEN,
        "is_today": clock.local(one.starts_at).date() == clock.today(),
        "may_ask": not ended and clock.local(one.starts_at).date() >= clock.today(),
    }
