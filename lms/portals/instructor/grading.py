"""Chấm bài: the piles, one pile, and the desk: text on the left, rubric on the right."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.content import Assignment
from lms.learning.assessment.actions import Marks, grade, return_work, set_due
from lms.learning.assessment.models import LatePolicy
from lms.learning.assessment.queries import (
    Work,
    next_to_grade,
    queues,
    schedule_of,
    work_list,
    work_to_grade,
)
from lms.learning.assessment.scoring import LEVELS, words
from lms.learning.assessment.states import SubmissionState
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door

_FILTERS = {
    "": gettext_lazy("All"),
    "cho": gettext_lazy("Waiting"),
    "tra": gettext_lazy("Returned"),
    "xong": gettext_lazy("Graded"),
}
_STATES = {
    "cho": SubmissionState.SUBMITTED,
    "tra": SubmissionState.RETURNED,
    "xong": SubmissionState.GRADED,
}


class DueForm(forms.Form):
    """When an assignment is due in a class."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("Due"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
    )
    late = forms.ChoiceField(
        label=gettext_lazy("Late work"), choices=LatePolicy.choices, initial=LatePolicy.ACCEPT
    )


class MarkForm(forms.Form):
    """A level for each criterion, a remark; a reason where a given grade is changed."""

    remark = forms.CharField(
        label=pgettext_lazy("grade", "Remark"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"), required=False, max_length=300
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, assignment: Assignment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = assignment.rubric
        for criterion in assignment.rubric:
            choices = [(n, criterion.levels[n - 1]) for n in LEVELS]
            self.fields[f"c-{criterion.key}"] = forms.TypedChoiceField(
                label=criterion.title,
                choices=choices,
                coerce=int,
                required=False,
                empty_value=None,
                widget=forms.RadioSelect,
            )

    @property
    def rubric(self) -> list[Any]:
        """(criterion, bound field, level as it was sent) in the order of the rubric."""
        fields = [self[f"c-{criterion.key}"] for criterion in self.criteria]
        return [
            (criterion, field, str(field.value() or ""))
            for criterion, field in zip(self.criteria, fields, strict=True)
        ]

    def marks(self) -> Marks:
        """What was decided."""
        fields = self.cleaned_data
        levels = {criterion.key: fields[f"c-{criterion.key}"] for criterion in self.criteria if fields.get(f"c-{criterion.key}")}
        return Marks(levels, fields["remark"], fields["reason"], fields["seen"])


@door("GET")
def piles(request: ActorRequest) -> HttpResponse:
    """Every assignment of the instructor's classes with what waits."""
    return render(request, "instructor/grading/piles.html", {"piles": queues(request.actor)})


@door("GET", "POST")
def pile(request: ActorRequest, code: str, slug: str) -> HttpResponse:
    """One assignment of one class: everybody by name, what waits first when asked for; its date."""
    group, lesson, rows = work_list(request.actor, code, slug)
    schedule = schedule_of(group, slug)
    initial = {"due_at": schedule.due_at, "late": schedule.late} if schedule else None
    form = DueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        due_at, late = form.cleaned_data["due_at"], form.cleaned_data["late"]
        apply(
            form,
            lambda: set_due(
                actor=request.actor, group=group, lesson=slug, due_at=due_at, late=late
            ),
        )
        if not form.errors:
            messages.success(request, _("The date was set."))
            return redirect("instructor_pile", code=code, slug=slug)
    wanted = request.GET.get("loc", "")
    state = _STATES.get(wanted)
    shown = [
        row for row in rows if state is None or (row.submission and row.submission.state == state)
    ]
    waiting = [
        row for row in rows if row.submission and row.submission.state == SubmissionState.SUBMITTED
    ]
    counts = {
        key: sum(1 for r in rows if r.submission and r.submission.state == s)
        for key, s in _STATES.items()
    }
    context = {
        "group": group,
        "lesson": lesson,
        "rows": shown,
        "form": form,
        "schedule": schedule,
        "first": waiting[0].submission if waiting else None,
        "filters": [
            (f"loc={key}" if key else "loc=", label, counts.get(key, len(rows)), key == wanted)
            for key, label in _FILTERS.items()
        ],
    }
    return render(request, "instructor/grading/pile.html", context, status=status_of(form))


@door("GET", "POST")
def desk(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """One piece of work: `action=return` sends it back, anything else marks it and goes to the
    next.
    """
    work = work_to_grade(request.actor, submission_id)
    posted = request.POST if request.method == "POST" else None
    form = MarkForm(work.assignment, posted, initial=_initial(work))
    if posted is not None and form.is_valid():
        redirection = _decide(request, work, form, returned=posted.get("action") == "return")
        if redirection is not None:
            return redirection
        # What somebody else did meanwhile is shown beside what was typed.
        work = work_to_grade(request.actor, submission_id)
    text = work.version.text if work.version else ""
    context = {
        "work": work,
        "submission": work.submission,
        "form": form,
        "words": words(text),
        "seen": _seen(work),
        "group": work.submission.enrolment.group,
        "next": next_to_grade(request.actor, work),
        "changes": work.submission.state == SubmissionState.GRADED,
        "may_mark": work.submission.state != SubmissionState.RETURNED,
    }
    return render(request, "instructor/grading/desk.html", context, status=status_of(form))


def _decide(
    request: ActorRequest, work: Work, form: MarkForm, *, is_returned: bool
) -> HttpResponse | None:
    marks, submission = form.marks(), work.submission
    if is_returned:
        apply(
            form,
            lambda: return_work(
                actor=request.actor, submission=submission, remark=marks.remark, seen=marks.seen
            ),
        )
    else:
        apply(form, lambda: grade(actor=request.actor, submission=submission, marks=marks))
    if form.errors:
        return None
    name = submission.enrolment.official.full_name
    template = _("Returned to %(name)s.") if is_returned else _("The mark of %(name)s is saved.")
    messages.success(request, template % {"name": name})
    next_submission = next_to_grade(request.actor, work)
    if next_submission is not None:
        return redirect("instructor_desk", submission_id=next_submission)
    return redirect("instructor_pile", code=submission.enrolment.group.code, slug=submission.lesson)


def _initial(work: Work) -> dict[str, Any]:
    current_grade = work.grade
    marks = current_grade.marks if current_grade else {}
    initial = {f"c-{key}": level for key, level in marks.items()}
    return initial | {"remark": current_grade.remark if current_grade else "", "seen": _seen(work)}


def _seen(work: Work) -> int | None:
    return work.last_review.pk if work.last_review else None
