"""Điểm danh by code: the scanned address, the six digits, and the page that says that one is
checked in.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.attendance import actions, queries
from lms.teaching.attendance.models import CheckIn
from lms.teaching.classes.queries import class_meeting
from lms.teaching.enrolment.queries import my_enrolment


class CheckInCodeForm(forms.Form):
    """The digits under the QR code."""

    code = forms.CharField(
        label=gettext_lazy("Attendance code"),
        max_length=20,
        help_text=gettext_lazy("Six digits under the QR code that the instructor shows."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "pin"}
        ),
    )


@actor_view("GET", "POST")
def show_scanned_code(request: ActorRequest, token: str) -> HttpResponse:
    """The page behind the QR code: one button, which the script presses at once.

    NotFound for whoever is not enrolled in the class.
    """
    meeting, window = queries.scanned_meeting(request.actor, token)
    if request.method == "GET" and queries.own_check_in(request.actor, meeting):
        return _redirect_to_check_in(meeting.group.code, meeting.number)
    form = forms.Form(posted_data(request))
    if form.is_valid():
        apply_action(form, lambda: actions.check_in_by_token(actor=request.actor, token=token))
        if not form.errors:
            return _redirect_to_check_in(meeting.group.code, meeting.number)
    fresh = queries.is_window_current(meeting, window) and not form.errors
    context = {"meeting": meeting, "group": meeting.group, "form": form, "fresh": fresh}
    return render(request, "learner/check_in/scan.html", context, status=status_of(form))


@actor_view("GET", "POST")
def type_code(request: ActorRequest) -> HttpResponse:
    """The form for the six digits, which say which of today's meetings is meant."""
    form = CheckInCodeForm(posted_data(request))
    if form.is_valid():
        digits = form.cleaned_data["code"]
        check_in: CheckIn | None = apply_action(
            form, lambda: actions.check_in_by_code(actor=request.actor, entered_code=digits)
        )
        if check_in is not None:
            return _redirect_to_check_in(check_in.meeting.group.code, check_in.meeting.number)
    context = {"form": form, "meetings": queries.meetings_taking_codes(request.actor)}
    return render(request, "learner/check_in/code.html", context, status=status_of(form))


@actor_view("GET")
def show_check_in(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The learner's check-in: when and where. Without one, redirect to the form for the code."""
    enrolment = my_enrolment(request.actor, code)
    own_meeting = class_meeting(enrolment.group, number)
    check_in = queries.own_check_in(request.actor, own_meeting)
    if check_in is None:
        return redirect("learner_check_in")
    context = {
        "meeting": own_meeting,
        "group": enrolment.group,
        "enrolment": enrolment,
        "check_in": check_in,
    }
    return render(request, "learner/check_in/done.html", context)


def _redirect_to_check_in(code: str, number: int) -> HttpResponse:
    return redirect("learner_checked_in", code=code, number=number)
