"""Chấm bài: the assignments, the work for one, and marking one work by its rubric."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.content import Assignment
from lms.learning.assessment.actions import RubricMarks, grade_submission, return_work, set_due
from lms.learning.assessment.models import LatePolicy
from lms.learning.assessment.queries import (
    SubmittedWork,
    WorkListRow,
    grading_queues,
    next_to_grade,
    schedule_of,
    work_list,
    work_to_grade,
)
from lms.learning.assessment.scoring import LEVELS, count_words
from lms.learning.assessment.states import SubmissionState
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view

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


class DueDateForm(forms.Form):
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
    """A level for each criterion and a remark; a reason where a grade is changed."""

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
        """(criterion, its field, the level as it was sent) in the order of the rubric."""
        fields = [self[f"c-{criterion.key}"] for criterion in self.criteria]
        return [
            (criterion, field, str(field.value() or ""))
            for criterion, field in zip(self.criteria, fields, strict=True)
        ]

    def marks(self) -> RubricMarks:
        """The marks of a valid form."""
        fields = self.cleaned_data
        levels = {
            criterion.key: fields[f"c-{criterion.key}"]
            for criterion in self.criteria
            if fields.get(f"c-{criterion.key}")
        }
        return RubricMarks(levels, fields["remark"], fields["reason"], fields["seen"])


@actor_view("GET")
def show_piles(request: ActorRequest) -> HttpResponse:
    """The assignments of the instructor's classes, with how much work waits."""
    return render(
        request, "instructor/grading/piles.html", {"piles": grading_queues(request.actor)}
    )


@actor_view("GET", "POST")
def show_pile(request: ActorRequest, code: str, slug: str) -> HttpResponse:
    """The work of a class for one assignment, by name (`?loc=` filters); POST sets its due date."""
    group, lesson, rows = work_list(request.actor, code, slug)
    schedule = schedule_of(group, slug)
    initial = {"due_at": schedule.due_at, "late": schedule.late} if schedule else None
    form = DueDateForm(posted_data(request), initial=initial)
    if form.is_valid():
        due_at, late = form.cleaned_data["due_at"], form.cleaned_data["late"]
        apply_action(
            form,
            lambda: set_due(
                actor=request.actor, group=group, lesson=slug, due_at=due_at, late=late
            ),
        )
        if not form.errors:
            messages.success(request, _("The date was set."))
            return redirect("instructor_pile", code=code, slug=slug)
    word = request.GET.get("loc", "")
    waiting = _with_state(rows, SubmissionState.SUBMITTED)
    context = {
        "group": group,
        "lesson": lesson,
        "rows": _with_state(rows, _STATES[word]) if word in _STATES else rows,
        "form": form,
        "schedule": schedule,
        "first": waiting[0].submission if waiting else None,
        "filters": _state_filters(rows, word),
    }
    return render(request, "instructor/grading/pile.html", context, status=status_of(form))


def _with_state(rows: list[WorkListRow], state: SubmissionState) -> list[WorkListRow]:
    return [row for row in rows if row.submission and row.submission.state == state]


def _state_filters(rows: list[WorkListRow], word: str) -> list[tuple[str, Any, int, bool]]:
    """(query string, label, number of rows, whether chosen), for components/filters.html."""
    counts = {key: len(_with_state(rows, state)) for key, state in _STATES.items()}
    return [
        (f"loc={key}", label, counts.get(key, len(rows)), key == word)
        for key, label in _FILTERS.items()
    ]


@actor_view("GET", "POST")
def show_desk(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """One piece of work; POST with `action=return` sends it back, every other POST grades it."""
    work = work_to_grade(request.actor, submission_id)
    posted = posted_data(request)
    form = MarkForm(work.assignment, posted, initial=_initial_marks(work))
    if posted is not None and form.is_valid():
        redirection = _decide_work(
            request, work, form, is_returned=posted.get("action") == "return"
        )
        if redirection is not None:
            return redirection
        # Read again: another instructor may have graded or returned it meanwhile.
        work = work_to_grade(request.actor, submission_id)
    text = work.version.text if work.version else ""
    context = {
        "work": work,
        "submission": work.submission,
        "form": form,
        "words": count_words(text),
        "seen": _last_review_pk(work),
        "group": work.submission.enrolment.group,
        "next": next_to_grade(request.actor, work),
        "is_change": work.submission.state == SubmissionState.GRADED,
        "may_mark": work.submission.state != SubmissionState.RETURNED,
    }
    return render(request, "instructor/grading/desk.html", context, status=status_of(form))


def _decide_work(
    request: ActorRequest, work: SubmittedWork, form: MarkForm, *, is_returned: bool
) -> HttpResponse | None:
    """Return or grade the work; then the address to go on to, or None after a refusal."""
    marks, submission = form.marks(), work.submission
    if is_returned:
        apply_action(
            form,
            lambda: return_work(
                actor=request.actor, submission=submission, remark=marks.remark, seen=marks.seen
            ),
        )
    else:
        apply_action(
            form, lambda: grade_submission(actor=request.actor, submission=submission, marks=marks)
        )
    if form.errors:
        return None
    name = submission.enrolment.official.full_name
    template = _("Returned to %(name)s.") if is_returned else _("The mark of %(name)s is saved.")
    messages.success(request, template % {"name": name})
    next_submission = next_to_grade(request.actor, work)
    if next_submission is not None:
        return redirect("instructor_desk", submission_id=next_submission)
    return redirect("instructor_pile", code=submission.enrolment.group.code, slug=submission.lesson)


def _initial_marks(work: SubmittedWork) -> dict[str, Any]:
    current_grade = work.grade
    marks = current_grade.marks if current_grade else {}
    initial = {f"c-{key}": level for key, level in marks.items()}
    return initial | {
        "remark": current_grade.remark if current_grade else "",
        "seen": _last_review_pk(work),
    }


def _last_review_pk(work: SubmittedWork) -> int | None:
    """The key of the last review: a later one refuses the form as outdated."""
    return work.last_review.pk if work.last_review else None
