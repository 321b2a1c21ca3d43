"""The register: one meeting at a time as one form, the whole class as a sheet, corrections with
their history.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any, assert_never

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.core import clock
from lms.core.errors import RuleBroken
from lms.core.ids import uuid7
from lms.core.jobs.actions import enqueue
from lms.portals.instructor.codes import panel
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.teaching.attendance import actions, queries
from lms.teaching.attendance.policies import may_decide_leave, may_mark
from lms.teaching.attendance.queries import Cell, Register, Row
from lms.teaching.attendance.states import LeaveState, Status
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.policies import may_teach
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.queries import seat

# Meetings before this one that fit into a row.
PAST = 4


@dataclass(frozen=True)
class Line:
    """A row of the form: the learner, his cell, the earlier cells, and which button is pressed."""

    number: int
    row: Row
    cell: Cell
    past: tuple[Cell, ...]
    chosen: str

    @property
    def is_unknown(self) -> bool:
        return self.cell.verdict.status is None or self.cell.verdict.is_proposed


class CorrectionForm(forms.Form):
    """One mark, set right."""

    status = forms.ChoiceField(
        label=gettext_lazy("New entry"), choices=Status.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed once the register is closed. It stays in the book."),
    )


class DecisionForm(forms.Form):
    """A decision on leave."""

    granted = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda typed: typed == "1"
    )
    remark = forms.CharField(max_length=300, required=False)


@door("GET")
def overview(request: ActorRequest, code: str) -> HttpResponse:
    """Learners × meetings; prints as a sheet with a column to sign."""
    group = classes.class_of_staff(request.actor, code)
    context = {
        "group": group,
        "back": _way_back(request, group),
        "register": queries.register(group),
        "total": queries.total_periods(group),
        "nonce": uuid7(),
        "sheet": "ky" in request.GET,
    }
    return render(request, "instructor/register/overview.html", context)


@door("GET", "POST")
def meeting(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The register of one meeting.

    POST marks those who were sent; `do=close` goes on to the closing page.
    """
    group = classes.class_of_staff(request.actor, code)
    held = classes.meeting(group, number)
    if request.method == "GET":
        return _page(request, group, held)
    chosen = _chosen(request)
    try:
        marks = actions.mark(actor=request.actor, meeting=held, statuses=chosen)
    except RuleBroken as error:
        return _page(request, group, held, chosen=chosen, error=error)
    if request.POST.get("do") == "close":
        return redirect("instructor_register_close", code=code, number=number)
    said = _("Saved: %(count)d entries.") if marks else _("Nothing had changed.")
    messages.success(request, said % {"count": len(marks)} if marks else said)
    return redirect("instructor_register", code=code, number=number)


@door("GET", "POST")
def close(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Look at the figures once more, then close."""
    group = classes.taught_class(request.actor, code)
    held = classes.meeting(group, number)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
        if apply(form, lambda: actions.close_register(actor=request.actor, meeting=held)):
            messages.success(
                request, _("The register of meeting %(number)d is closed.") % {"number": number}
            )
            return redirect("instructor_register", code=code, number=number)
    lines = _lines(queries.register(group), held, {})
    context = {
        "group": group,
        "meeting": held,
        "counts": _counts(lines),
        "form": form,
        "unknown": [x for x in lines if x.is_unknown],
    }
    return render(request, "instructor/register/close.html", context, status=status_of(form))


@door("GET", "POST")
def learner(request: ActorRequest, code: str, number: int, uid: uuid.UUID) -> HttpResponse:
    """One learner: his marks in the class, and a correction in this meeting."""
    group = classes.class_of_staff(request.actor, code)
    held, who = classes.meeting(group, number), seat(group, str(uid))
    now = queries.newest_marks(held).get(who.pk, "")
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, initial={"status": now}
    )
    if request.method == "POST" and form.is_valid():
        wanted = {who.pk: Status(form.cleaned_data["status"])}
        apply(
            form,
            lambda: actions.mark(
                actor=request.actor,
                meeting=held,
                statuses=wanted,
                reason=form.cleaned_data["reason"],
            ),
        )
        if not form.errors:
            messages.success(request, _("Corrected: %(name)s.") % {"name": who.official})
            return redirect("instructor_register", code=code, number=number)
    context = {
        "group": group,
        "meeting": held,
        "seat": who,
        "form": form,
        "history": queries.history(group, who),
        "may_mark": may_mark(request.actor, group),
        "is_closed": held.state == MeetingState.CLOSED,
    }
    return render(request, "instructor/register/learner.html", context, status=status_of(form))


@door("POST")
def decide_leave(request: ActorRequest, request_id: uuid.UUID) -> HttpResponse:
    """Grant or decline a request for leave."""
    leave = queries.leave_request(request.actor, request_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        apply(
            form,
            lambda: actions.decide_leave(actor=request.actor, leave=leave, **form.cleaned_data),
        )
    if form.errors:
        refusals = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, f"{leave.enrolment.official}: {' '.join(refusals)}")
    else:
        granted = form.cleaned_data["granted"]
        said = _("Leave granted: %(name)s.") if granted else _("Leave declined: %(name)s.")
        messages.success(request, said % {"name": leave.enrolment.official})
    here = leave.meeting
    return redirect("instructor_register", code=here.group.code, number=here.number)


@door("POST")
def export(request: ActorRequest, code: str) -> HttpResponse:
    """Start the Excel file of the register; a second click on the same button starts nothing
    new.
    """
    group = classes.class_of_staff(request.actor, code)
    job = enqueue(
        actor=request.actor,
        kind="attendance.register",
        title=_("Register of “%(class)s”") % {"class": group},
        key=f"{group.code}:{request.POST.get('nonce', '')[:40]}",
        params={"code": group.code},
        back_url=reverse("instructor_register_sheet", args=[group.code]),
    )
    return redirect("account_job", job_id=job.pk)


def _page(
    request: ActorRequest,
    group: ClassGroup,
    held: Meeting,
    *,
    chosen: dict[int, Status] | None = None,
    error: RuleBroken | None = None,
) -> HttpResponse:
    register = queries.register(group)
    lines = _lines(register, held, chosen or {})
    shown, choices = _filtered(lines, request.GET.get("loc", ""))
    leave = [one for one in queries.leave_requests(group) if one.meeting_id == held.pk]
    is_open = _is_open(request, group, held)
    context: dict[str, Any] = {
        "group": group,
        "back": _way_back(request, group),
        "meeting": held,
        "panel": panel(held) if is_open else None,
        "register": register,
        "counts": _counts(lines),
        "filters": choices,
        "lines": shown,
        "shown": len(shown),
        "of": len(lines),
        "offered": _offered(),
        "error": error,
        "past": [cell.meeting for cell in shown[0].past] if shown else [],
        "arrivals": queries.arrivals(held),
        "leave": [one for one in leave if one.state == LeaveState.SUBMITTED],
        "may_decide": bool(leave) and may_decide_leave(request.actor, leave[0]),
        "is_open": is_open,
        "is_closed": held.state == MeetingState.CLOSED,
        "nonce": uuid7(),
        "is_ahead": _is_ahead(held),
    }
    status = error.status if error else 200
    return render(request, "instructor/register/meeting.html", context, status=status)


def _way_back(request: ActorRequest, group: ClassGroup) -> str:
    """The class as this person knows it: those who teach it have a page of their own, the office
    has another.
    """
    return reverse(
        "class_page" if may_teach(request.actor, group) else "school_class", args=[group.code]
    )


def _is_open(request: ActorRequest, group: ClassGroup, held: Meeting) -> bool:
    alive = group.state == ClassState.RUNNING and held.state in (
        MeetingState.SCHEDULED,
        MeetingState.OPEN,
    )
    return alive and not _is_ahead(held) and may_mark(request.actor, group)


def _is_ahead(held: Meeting) -> bool:
    """Whether the day of the meeting is still to come."""
    return clock.local(held.starts_at).date() > clock.today()


def _chosen(request: ActorRequest) -> dict[int, Status]:
    """{enrolment: status} as the form sent it; anything else in it is left aside."""
    found = {}
    for name, value in request.POST.items():
        kind, _sep, number = name.partition("-")
        if kind == "s" and number.isdecimal() and value in Status.values:
            found[int(number)] = Status(value)
    return found


def _lines(register: Register, held: Meeting, chosen: dict[int, Status]) -> list[Line]:
    lines = []
    for number, row in enumerate(register.rows, start=1):
        cell = next((one for one in row.cells if one.meeting.pk == held.pk), None)
        if cell is None:
            continue
        past = tuple(one for one in row.cells if one.meeting.number < held.number)[-PAST:]
        pressed = chosen.get(row.enrolment.pk, cell.verdict.status) or ""
        lines.append(Line(number, row, cell, past, str(pressed)))
    return lines


def _counts(lines: list[Line]) -> dict[str, int]:
    """The four figures above the register; a proposal is not known yet."""
    figures = Counter(_figure_of(line) for line in lines)
    return {name: figures[name] for name in ("present", "late", "away", "unknown")}


def _figure_of(line: Line) -> str:
    """The figure above the register in which a row is counted; complete over all statuses."""
    status = None if line.is_unknown else line.cell.verdict.status
    match status:
        case None:
            return "unknown"
        case Status.PRESENT | Status.MAKE_UP:
            return "present"
        case Status.LATE:
            return "late"
        case Status.EXCUSED | Status.UNEXCUSED:
            return "away"
    assert_never(status)


def _filtered(
    lines: list[Line], wanted: str
) -> tuple[list[Line], list[tuple[str, str, int, bool]]]:
    kinds = {
        "": (pgettext("register", "All"), lines),
        "chua-ro": (pgettext("register", "Unknown"), [x for x in lines if x.is_unknown]),
        "vang": (
            pgettext("register", "Away or late"),
            [line for line in lines if _figure_of(line) in ("away", "late")],
        ),
        "nguy-co": (pgettext("register", "At risk"), [x for x in lines if x.row.at_risk]),
    }
    wanted = wanted if wanted in kinds else ""
    choices = [
        (f"loc={key}" if key else "", words, len(rows), key == wanted)
        for key, (words, rows) in kinds.items()
    ]
    return kinds[wanted][1], choices


def _offered() -> list[tuple[str, str]]:
    """The buttons of a row; "made up" comes later, by a correction."""
    return [
        (Status.PRESENT, pgettext("register", "Present")),
        (Status.LATE, pgettext("register", "Late")),
        (Status.EXCUSED, pgettext("register", "Leave")),
        (Status.UNEXCUSED, pgettext("register", "Absent")),
    ]
