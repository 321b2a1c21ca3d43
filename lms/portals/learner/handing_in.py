"""Nộp bài: write, keep the draft, hand in once, correct when it was returned."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.content import Assignment
from lms.core import clock
from lms.core.errors import NotFound
from lms.learning.assessment.actions import HandIn, hand_in, save_draft
from lms.learning.assessment.models import Schedule
from lms.learning.assessment.queries import SubmittedWork, assignment_of, schedule_of, work_of
from lms.learning.assessment.scoring import count_words
from lms.learning.assessment.states import SubmissionState
from lms.learning.progress.queries import OpenedLesson, open_lesson
from lms.portals.kit.errors import wants_json
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.enrolment.models import Enrolment

# One id for each enrolment, assignment and version: two tabs of one page hand in the same work.
_CLIENT_ID_NAMESPACE = UUID("7b3c1c0e-2f64-4d0a-9f53-6f1a5a4d9a11")

# What is handed in can only be read, until the instructor returns it.
_HANDED_IN = (SubmissionState.SUBMITTED, SubmissionState.GRADED)


class WorkForm(forms.Form):
    """The learner's text, and a file where the task allows one."""

    text = forms.CharField(
        label=gettext_lazy("Your text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 16, "lang": "vi"}),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, Word (.docx), .odt, JPG or PNG, up to 5 MB"),
    )

    def __init__(self, assignment: Assignment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not assignment.allows_file:
            del self.fields["file"]


@actor_view("GET", "POST")
def hand_in_work(request: ActorRequest, slug: str) -> HttpResponse:
    """The page to write on. `action=draft` keeps the text as a draft, anything else hands it in."""
    opened = open_lesson(request.actor, slug)
    assignment = assignment_of(opened.lesson)
    work = _own_work(opened, slug)
    form_data = (request.POST, request.FILES) if request.method == "POST" else ()
    draft = work.submission.draft if work else ""
    form = WorkForm(assignment, *form_data, initial={"text": draft})
    if form_data and form.is_valid():
        take_in = _keep_draft if request.POST.get("action") == "draft" else _send_work
        response = take_in(request, opened, form)
        if response is not None:
            return response
    if form_data and wants_json(request):
        return JsonResponse({"message": str(form.errors)}, status=status_of(form))
    if work and work.submission.state in _HANDED_IN:
        return redirect("learner_work", submission_id=work.submission.pk)
    schedule = schedule_of(opened.group, slug)
    context = {
        "lesson": opened.lesson,
        "assignment": assignment,
        "group": opened.group,
        "form": form,
        "schedule": schedule,
        "work": work,
        "is_over": _is_over(schedule),
        "count": count_words(draft),
        "client_id": _client_id(opened, work),
    }
    return render(request, "learner/submissions/hand_in.html", context, status=status_of(form))


def _is_over(schedule: Schedule | None) -> bool:
    return schedule is not None and clock.now() > schedule.due_at


def _keep_draft(request: ActorRequest, opened: OpenedLesson, form: WorkForm) -> HttpResponse | None:
    enrolment, slug, text = _enrolment_or_404(opened), opened.lesson.slug, form.cleaned_data["text"]
    apply_action(
        form, lambda: save_draft(actor=request.actor, enrolment=enrolment, lesson=slug, text=text)
    )
    if form.errors:
        return None
    if wants_json(request):
        return JsonResponse({"saved": f"{clock.local(clock.now()):%H:%M}"})
    messages.success(request, _("Your draft is kept. Only you can see it."))
    return redirect("learner_hand_in", slug=slug)


def _send_work(request: ActorRequest, opened: OpenedLesson, form: WorkForm) -> HttpResponse | None:
    enrolment, slug = _enrolment_or_404(opened), opened.lesson.slug
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = _client_id(opened, _own_work(opened, slug))
    draft = HandIn(form.cleaned_data["text"], client_id, form.cleaned_data.get("file"))
    submission = apply_action(
        form, lambda: hand_in(actor=request.actor, enrolment=enrolment, lesson=slug, draft=draft)
    )
    if submission is None:
        return None
    messages.success(request, _("Your work was handed in."))
    return redirect("learner_work", submission_id=submission.pk)


def _enrolment_or_404(opened: OpenedLesson) -> Enrolment:
    """The learner's enrolment. NotFound for staff, who have none."""
    if opened.enrolment is None:
        raise NotFound
    return opened.enrolment


def _own_work(opened: OpenedLesson, slug: str) -> SubmittedWork | None:
    return work_of(_enrolment_or_404(opened), slug)


def _client_id(opened: OpenedLesson, work: SubmittedWork | None) -> UUID:
    number = len(work.versions) + 1 if work else 1
    return uuid5(
        _CLIENT_ID_NAMESPACE, f"{_enrolment_or_404(opened).uid}/{opened.lesson.slug}/{number}"
    )
