"""Bài nộp: submitted work, its marks by the rubric, the remark and the history."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from lms.learning.assessment.queries import my_work, readable_version, schedule_of
from lms.portals.kit.views import ActorRequest, actor_view


@actor_view("GET")
def show_submission(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """One piece of the learner's own work."""
    work = my_work(request.actor, submission_id)
    group = work.submission.enrolment.group
    grade = work.grade
    levels = []
    for criterion in work.assignment.rubric:
        mark = grade.marks.get(criterion.key) if grade else None
        if mark is not None:
            # marks count from 1
            levels.append((criterion, mark, criterion.levels[mark - 1]))
    context = {
        "work": work,
        "submission": work.submission,
        "group": group,
        "levels": levels,
        "schedule": schedule_of(group, work.submission.lesson),
    }
    return render(request, "learner/submissions/submission.html", context)


@actor_view("GET")
def download_work_file(request: ActorRequest, version_id: int) -> HttpResponse:
    """A submitted file for its owner or whoever marks it; always a download, never shown inline."""
    version = readable_version(request.actor, version_id)
    response = FileResponse(
        version.file.open("rb"),
        as_attachment=True,
        filename=version.file_name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value] # the stubs keep streaming responses apart
