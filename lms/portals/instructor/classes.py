"""An instructor's classes: timetable, learners, leave requests, messages to the class."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.actor import Actor
from lms.learning.conduct.queries import has_self_check
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.attendance import queries as attendance
from lms.teaching.attendance.states import LeaveState
from lms.teaching.classes import actions, queries
from lms.teaching.classes.models import ClassGroup


class AnnouncementForm(forms.Form):
    """A message to everybody in the class."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


def list_taught_classes(actor: Actor) -> list[ClassGroup]:
    """The classes that the actor teaches today, for the list of /lop/."""
    return list(queries.taught_classes(actor))


def show_taught_class(request: ActorRequest, code: str) -> HttpResponse:
    """The class as its staff see it; the view of /lop/<code>/ calls this."""
    group = queries.taught_class(request.actor, code)
    return _show_class(request, group, AnnouncementForm())


@actor_view("POST")
def announce_to_class(request: ActorRequest, code: str) -> HttpResponse:
    """Send a message to the class."""
    group = queries.taught_class(request.actor, code)
    form = AnnouncementForm(request.POST)
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.announce_to_class(
                actor=request.actor, group=group, **form.cleaned_data
            ),
        )
    if form.errors:
        return _show_class(request, group, form)
    messages.success(request, _("Your message is on its way to everybody in the class."))
    return redirect("class_page", code=code)


def _show_class(request: ActorRequest, group: ClassGroup, form: AnnouncementForm) -> HttpResponse:
    register = attendance.class_register(group)
    requests = list(attendance.leave_requests(group)[:20])
    context: dict[str, Any] = {
        "group": group,
        "register": register,
        "at_risk": sum(row.at_risk for row in register.rows),
        "begun_meetings": {
            meeting.pk
            for meeting in register.meetings
            if clock.local(meeting.starts_at).date() <= clock.today()
        },
        "staff": queries.class_staff(group),
        "waiting": [leave for leave in requests if leave.state == LeaveState.SUBMITTED],
        "announcements": queries.class_announcements(group)[:5],
        "has_self_check": has_self_check(group),
        "form": form,
    }
    return render(request, "instructor/classes/class.html", context, status=status_of(form))
