"""The pages of the office: dashboard, classes, planning one, its timetable and its staff."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms import api as content
from cms.content import Outline
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any
from lms.people.organisation.queries import units_of
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.school.class_forms import ClassForm, MeetingForm, ReasonForm, StaffForm
from lms.portals.school.today import school_section
from lms.teaching.classes import actions, queries
from lms.teaching.classes.models import ClassGroup, StaffRole
from lms.teaching.classes.rules import offering_schools
from lms.teaching.classes.states import CLASS, ClassState
from lms.teaching.enrolment.queries import count_enrolled

_STEPS = (
    ClassState.PLANNED,
    ClassState.ENROLLING,
    ClassState.RUNNING,
    ClassState.ASSESSING,
    ClassState.CLOSED,
)


@actor_view("GET")
def show_dashboard(request: ActorRequest) -> HttpResponse:
    """Figures of the school, what waits, and links to its pages."""
    if not has_any(request.actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD):
        raise NotFound
    context = {
        "section": school_section(request.actor),
        "schools": units_of(request.actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD),
    }
    return render(request, "school/classes/dashboard.html", context)


@actor_view("GET")
def list_classes(request: ActorRequest) -> HttpResponse:
    """The classes of the school; `?tt=` narrows them to a state."""
    _office_schools(request)
    counts = queries.counts_by_state(request.actor)
    wanted_state = request.GET.get("tt", "")
    rows = queries.managed_classes(request.actor)
    if wanted_state in ClassState.values:
        rows = rows.filter(state=wanted_state)
    choices = [("", _("All"), sum(counts.values()), wanted_state not in ClassState.values)]
    for state, count in counts.items():
        if count:
            label = str(ClassState(state).label)
            choices.append((f"tt={state}", label, count, state == wanted_state))
    context = {"page": page_of(request, rows), "filters": choices}
    return render(request, "school/classes/list.html", context)


@actor_view("GET", "POST")
def show_class_form(request: ActorRequest) -> HttpResponse:
    """Plan a class on a printed edition."""
    schools = _office_schools(request)
    offered = _offered_editions(schools)
    form = ClassForm(posted_data(request), schools=schools, offered=offered)
    if form.is_valid():
        group = apply_action(
            form, lambda: actions.plan_class(actor=request.actor, draft=form.build_draft())
        )
        if group:
            messages.success(
                request, _("The class is planned. Now add its meetings and name who teaches.")
            )
            return redirect("school_class", code=group.code)
    context = {"form": form, "has_editions": bool(offered)}
    return render(request, "school/classes/new.html", context, status=status_of(form))


@actor_view("GET")
def show_class(request: ActorRequest, code: str) -> HttpResponse:
    """One class: its steps, timetable, staff and enrolments."""
    return _show_page(request, queries.managed_class(request.actor, code))


@actor_view("POST")
def add_meeting(request: ActorRequest, code: str) -> HttpResponse:
    """Add a meeting to the timetable."""
    group = queries.managed_class(request.actor, code)
    form = MeetingForm(request.POST)
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.add_meeting(actor=request.actor, group=group, draft=form.build_draft()),
        )
    if form.errors:
        return _show_page(request, group, meeting_form=form, form=form)
    messages.success(request, _("The meeting is in the timetable."))
    return redirect("school_class", code=code)


@actor_view("GET", "POST")
def edit_meeting(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """Change or cancel a meeting that has not begun."""
    group = queries.managed_class(request.actor, code)
    meeting = queries.class_meeting(group, number)
    cancelling = request.POST.get("do") == "cancel"
    form = MeetingForm(
        request.POST if request.method == "POST" and not cancelling else None,
        initial=MeetingForm.initial_of(meeting),
    )
    reason = ReasonForm(request.POST if cancelling else None)
    current: forms.Form = reason if cancelling else form
    if request.method == "POST" and current.is_valid():
        if cancelling:
            apply_action(
                reason,
                lambda: actions.cancel_meeting(
                    actor=request.actor, meeting=meeting, reason=reason.cleaned_data["reason"]
                ),
            )
        else:
            apply_action(
                form,
                lambda: actions.change_meeting(
                    actor=request.actor, meeting=meeting, draft=form.build_draft()
                ),
            )
        if not current.errors:
            messages.success(request, _("The timetable is changed."))
            return redirect("school_class", code=code)
    context = {
        "group": group,
        "meeting": meeting,
        "form": current,
        "meeting_form": form,
        "reason_form": reason,
    }
    return render(request, "school/classes/meeting.html", context, status=status_of(current))


@actor_view("POST")
def assign_staff(request: ActorRequest, code: str) -> HttpResponse:
    """Name somebody to the class."""
    group = queries.managed_class(request.actor, code)
    form = StaffForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        apply_action(
            form,
            lambda: actions.assign_staff(
                actor=request.actor,
                group=group,
                user_id=typed["user"],
                role=StaffRole(typed["role"]),
            ),
        )
    if form.errors:
        return _show_page(request, group, staff_form=form, form=form)
    messages.success(request, _("Named to the class."))
    return redirect("school_class", code=code)


@actor_view("POST")
def change_class_state(request: ActorRequest, code: str) -> HttpResponse:
    """Open enrolment, start the class, or cancel it; `do` says which."""
    group = queries.managed_class(request.actor, code)
    form = ReasonForm(request.POST)
    form.fields["reason"].required = request.POST.get("do") == "cancel"
    steps: dict[str, tuple[Callable[[], ClassGroup], str]] = {
        "enrol": (
            lambda: actions.open_enrolment(actor=request.actor, group=group),
            _("Enrolment is open."),
        ),
        "start": (
            lambda: actions.start_class(actor=request.actor, group=group),
            _("The class is running."),
        ),
        "cancel": (
            lambda: actions.cancel_class(
                actor=request.actor, group=group, reason=form.cleaned_data["reason"]
            ),
            _("The class is called off; its learners get a notice."),
        ),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise NotFound
    if form.is_valid():
        apply_action(form, step[0])
    if form.errors:
        return _show_page(request, group, reason_form=form, form=form)
    messages.success(request, step[1])
    return redirect("school_class", code=code)


def _show_page(request: ActorRequest, group: ClassGroup, **bound: forms.Form) -> HttpResponse:
    meetings = list(queries.all_meetings(group))
    form = bound.get("form")
    planned = sum(meeting.periods for meeting in meetings if meeting.state != "cancelled")
    context: dict[str, Any] = {
        "group": group,
        "meetings": meetings,
        "staff": queries.class_staff(group),
        "taken": count_enrolled(group),
        "edition": content.read_edition(group.edition_id),
        "planned_periods": planned,
        "teachers": queries.known_teachers(group),
        "steps": _class_steps(group),
        "may_cancel": CLASS.may(group, ClassState.CANCELLED),
        "may_plan": group.state in queries.ACTIVE,
        "meeting_form": MeetingForm(initial={"place": group.place, "periods": 4}, auto_id="m_%s"),
        "staff_form": StaffForm(auto_id="s_%s"),
        "reason_form": ReasonForm(auto_id="r_%s"),
        **bound,
    }
    status = status_of(form) if form else 200
    return render(request, "school/classes/class.html", context, status=status)


def _class_steps(group: ClassGroup) -> list[tuple[str, str]]:
    """(label, "done", "now" or "") of each step; empty for a cancelled class."""
    if group.state == ClassState.CANCELLED:
        return []
    current = _STEPS.index(ClassState(group.state))
    steps = []
    for index, state in enumerate(_STEPS):
        mark = "now" if index == current else ""
        if index < current:
            mark = "done"
        steps.append((str(state.label), mark))
    return steps


def _office_schools(request: ActorRequest) -> list[Unit]:
    """The schools whose office the actor is. NotFound for everybody else."""
    if not has_any(request.actor, Role.SCHOOL_OFFICE):
        raise NotFound
    return list(units_of(request.actor, Role.SCHOOL_OFFICE).filter(level="school"))


def _offered_editions(schools: list[Unit]) -> list[Outline]:
    """The editions that the schools may teach: the newest of their own, and shared ones."""
    own = [outline for school in schools for outline in content.editions_of_school(school.code)]
    shared = set().union(*(offering_schools(school) for school in schools)) - {
        school.code for school in schools
    }
    return own + [
        outline for outline in content.course_catalogue() if outline.school_code in shared
    ]
