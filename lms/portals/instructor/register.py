"""The register: one meeting at a time as one form, the whole class as a sheet, corrections with
their history.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.core import clock
from lms.core.errors import BadInput, RuleBroken
from lms.core.ids import uuid7
from lms.core.jobs.actions import enqueue_job
from lms.portals.instructor.codes import code_panel
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.attendance import actions, queries
from lms.teaching.attendance.policies import may_decide_leave, may_mark
from lms.teaching.attendance.queries import ClassRegister, RegisterCell, RegisterRow
from lms.teaching.attendance.states import AttendanceStatus, LeaveState, RegisterFigure
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.policies import may_teach
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.queries import class_enrolment

# Meetings before this one that fit into a row.
PAST = 4


@dataclass(frozen=True)
class RegisterLine:
    """A row of the form: the learner, their cell, the earlier cells, the button pressed."""

    number: int
    row: RegisterRow
    cell: RegisterCell
    past: tuple[RegisterCell, ...]
    chosen: str

    @property
    def figure(self) -> RegisterFigure:
        """The figure above the register in which the row is counted; a proposal is not known."""
        verdict = self.cell.verdict
        if verdict.status is None or verdict.is_proposed:
            return RegisterFigure.UNKNOWN
        return verdict.status.figure


class MarkCorrectionForm(forms.Form):
    """One mark, set right."""

    status = forms.ChoiceField(
        label=gettext_lazy("New entry"), choices=AttendanceStatus.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed once the register is closed. It stays in the audit log."),
    )


class LeaveDecisionForm(forms.Form):
    """A decision on leave."""

    granted = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda typed: typed == "1"
    )
    remark = forms.CharField(max_length=300, required=False)


@actor_view("GET")
def show_overview(request: ActorRequest, code: str) -> HttpResponse:
    """Learners × meetings; prints as a sheet with a column to sign."""
    group = classes.class_of_staff(request.actor, code)
    register = queries.class_register(group)
    context = {
        "group": group,
        "back": _way_back(request, group),
        "register": register,
        "total": sum(meeting.periods for meeting in register.meetings),
        "nonce": uuid7(),
        "sheet": "ky" in request.GET,
        "statuses": list(AttendanceStatus),
    }
    return render(request, "instructor/register/overview.html", context)


@actor_view("GET", "POST")
def show_meeting(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The register of one meeting.

    POST marks those who were sent; `do=close` goes on to the closing page.
    """
    group = classes.class_of_staff(request.actor, code)
    meeting = classes.class_meeting(group, number)
    if request.method == "GET":
        return _show_page(request, group, meeting)
    entries = _read_entries(request)
    statuses = {
        pk: AttendanceStatus(value)
        for pk, value in entries.items()
        if value in AttendanceStatus.values
    }
    try:
        _check_entries(entries, statuses)
        marks = actions.mark_attendance(actor=request.actor, meeting=meeting, statuses=statuses)
    except RuleBroken as refusal:
        return _show_page(request, group, meeting, statuses=statuses, refusal=refusal)
    if request.POST.get("do") == "close":
        return redirect("instructor_register_close", code=code, number=number)
    template = _("Saved: %(count)d entries.") if marks else _("Nothing had changed.")
    messages.success(request, template % {"count": len(marks)} if marks else template)
    return redirect("instructor_register", code=code, number=number)


@actor_view("GET", "POST")
def show_closing(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Look at the figures once more, then close."""
    group = classes.taught_class(request.actor, code)
    meeting = classes.class_meeting(group, number)
    form = forms.Form(posted_data(request))
    if request.method == "POST":
        form.is_valid()
        if apply_action(form, lambda: actions.close_register(actor=request.actor, meeting=meeting)):
            messages.success(
                request, _("The register of meeting %(number)d is closed.") % {"number": number}
            )
            return redirect("instructor_register", code=code, number=number)
    lines = _register_lines(queries.class_register(group), meeting, {})
    context = {
        "group": group,
        "meeting": meeting,
        "counts": _count_lines(lines),
        "form": form,
        "unknown": [line for line in lines if line.figure == RegisterFigure.UNKNOWN],
    }
    return render(request, "instructor/register/close.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_learner(request: ActorRequest, code: str, number: int, uid: uuid.UUID) -> HttpResponse:
    """One learner: their marks in the class, and a correction in this meeting."""
    group = classes.class_of_staff(request.actor, code)
    meeting, enrolment = classes.class_meeting(group, number), class_enrolment(group, str(uid))
    current_status = queries.newest_marks(meeting).get(enrolment.pk, "")
    form = MarkCorrectionForm(posted_data(request), initial={"status": current_status})
    if form.is_valid():
        statuses = {enrolment.pk: AttendanceStatus(form.cleaned_data["status"])}
        apply_action(
            form,
            lambda: actions.mark_attendance(
                actor=request.actor,
                meeting=meeting,
                statuses=statuses,
                reason=form.cleaned_data["reason"],
            ),
        )
        if not form.errors:
            messages.success(request, _("Corrected: %(name)s.") % {"name": enrolment.official})
            return redirect("instructor_register", code=code, number=number)
    context = {
        "group": group,
        "meeting": meeting,
        "seat": enrolment,
        "form": form,
        "history": queries.mark_history(group, enrolment),
        "may_mark": may_mark(request.actor, group),
        "is_closed": meeting.state == MeetingState.CLOSED,
    }
    return render(request, "instructor/register/learner.html", context, status=status_of(form))


@actor_view("POST")
def decide_leave(request: ActorRequest, request_id: uuid.UUID) -> HttpResponse:
    """Grant or decline a request for leave."""
    leave = queries.leave_request(request.actor, request_id)
    form = LeaveDecisionForm(request.POST)
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.decide_leave(actor=request.actor, leave=leave, **form.cleaned_data),
        )
    if form.errors:
        refusals = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, f"{leave.enrolment.official}: {' '.join(refusals)}")
    else:
        granted = form.cleaned_data["granted"]
        template = _("Leave granted: %(name)s.") if granted else _("Leave declined: %(name)s.")
        messages.success(request, template % {"name": leave.enrolment.official})
    meeting = leave.meeting
    return redirect("instructor_register", code=meeting.group.code, number=meeting.number)


@actor_view("POST")
def export_register(request: ActorRequest, code: str) -> HttpResponse:
    """Start the Excel file of the register; a second click on the same button starts nothing
    new.
    """
    group = classes.class_of_staff(request.actor, code)
    job = enqueue_job(
        actor=request.actor,
        kind="attendance.register",
        title=_("Register of “%(class)s”") % {"class": group},
        key=f"{group.code}:{request.POST.get('nonce', '')[:40]}",
        params={"code": group.code},
        back_url=reverse("instructor_register_sheet", args=[group.code]),
    )
    return redirect("account_job", job_id=job.pk)


def _show_page(
    request: ActorRequest,
    group: ClassGroup,
    meeting: Meeting,
    *,
    statuses: dict[int, AttendanceStatus] | None = None,
    refusal: RuleBroken | None = None,
) -> HttpResponse:
    register = queries.class_register(group)
    lines = _register_lines(register, meeting, statuses or {})
    shown_lines, choices = _filter_lines(lines, request.GET.get("loc", ""))
    leave_requests = [
        leave_request
        for leave_request in queries.leave_requests(group)
        if leave_request.meeting_id == meeting.pk
    ]
    is_open = _is_open(request, group, meeting)
    context: dict[str, Any] = {
        "group": group,
        "back": _way_back(request, group),
        "meeting": meeting,
        "panel": code_panel(meeting) if is_open else None,
        "register": register,
        "counts": _count_lines(lines),
        "filters": choices,
        "lines": shown_lines,
        "shown": len(shown_lines),
        "of": len(lines),
        "offered": AttendanceStatus.with_buttons(),
        "error": refusal,
        "past": [cell.meeting for cell in shown_lines[0].past] if shown_lines else [],
        "arrivals": queries.recent_check_ins(meeting),
        "leave": [
            leave_request
            for leave_request in leave_requests
            if leave_request.state == LeaveState.SUBMITTED
        ],
        "may_decide": bool(leave_requests) and may_decide_leave(request.actor, leave_requests[0]),
        "is_open": is_open,
        "is_closed": meeting.state == MeetingState.CLOSED,
        "nonce": uuid7(),
        "is_ahead": _is_ahead(meeting),
    }
    status = refusal.status if refusal else 200
    return render(request, "instructor/register/meeting.html", context, status=status)


def _way_back(request: ActorRequest, group: ClassGroup) -> str:
    """The class as this person knows it: those who teach it have a page of their own, the office
    has another.
    """
    return reverse(
        "class_page" if may_teach(request.actor, group) else "school_class", args=[group.code]
    )


def _is_open(request: ActorRequest, group: ClassGroup, meeting: Meeting) -> bool:
    alive = group.state == ClassState.RUNNING and meeting.state in (
        MeetingState.SCHEDULED,
        MeetingState.OPEN,
    )
    return alive and not _is_ahead(meeting) and may_mark(request.actor, group)


def _is_ahead(meeting: Meeting) -> bool:
    """Whether the day of the meeting is still to come."""
    return clock.local(meeting.starts_at).date() > clock.today()


def _read_entries(request: ActorRequest) -> dict[int, str]:
    """{enrolment: stored value of a status} as the form sent it, not checked."""
    entries = {}
    for name, value in request.POST.items():
        kind, _sep, number = name.partition("-")
        if kind == "s" and number.isdecimal():
            entries[int(number)] = str(value)
    return entries


def _check_entries(entries: dict[int, str], statuses: dict[int, AttendanceStatus]) -> None:
    """BadInput for a status that there is not, so that no entry is left aside in silence."""
    unknown = [value for pk, value in entries.items() if pk not in statuses]
    if unknown:
        raise BadInput(
            _("There is no entry “%(value)s” in the register. Reload the page and mark again.")
            % {"value": unknown[0][:40]}
        )


def _register_lines(
    register: ClassRegister, meeting: Meeting, statuses: dict[int, AttendanceStatus]
) -> list[RegisterLine]:
    lines = []
    for number, row in enumerate(register.rows, start=1):
        cell = next(
            (other_cell for other_cell in row.cells if other_cell.meeting.pk == meeting.pk), None
        )
        if cell is None:
            continue
        past = tuple(
            other_cell for other_cell in row.cells if other_cell.meeting.number < meeting.number
        )[-PAST:]
        pressed = statuses.get(row.enrolment.pk, cell.verdict.status) or ""
        lines.append(RegisterLine(number, row, cell, past, str(pressed)))
    return lines


def _count_lines(lines: list[RegisterLine]) -> list[tuple[RegisterFigure, int]]:
    """The figures above the register; they add up to its rows."""
    counts = Counter(line.figure for line in lines)
    return [(figure, counts[figure]) for figure in RegisterFigure]


def _filter_lines(
    lines: list[RegisterLine], wanted: str
) -> tuple[list[RegisterLine], list[tuple[str, str, int, bool]]]:
    kinds = {
        "": (pgettext("register", "All"), lines),
        "chua-ro": (
            pgettext("register", "Unknown"),
            [line for line in lines if line.figure == RegisterFigure.UNKNOWN],
        ),
        "vang": (
            pgettext("register", "Away or late"),
            [line for line in lines if line.figure in (RegisterFigure.AWAY, RegisterFigure.LATE)],
        ),
        "nguy-co": (pgettext("register", "At risk"), [line for line in lines if line.row.at_risk]),
    }
    wanted = wanted if wanted in kinds else ""
    choices = [
        (f"loc={key}" if key else "", words, len(rows), key == wanted)
        for key, (words, rows) in kinds.items()
    ]
    return kinds[wanted][1], choices
