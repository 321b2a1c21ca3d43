"""Bài nộp: what the learner handed in, its mark by the rubric, the remark and the history."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from lms.learning.assessment.queries import my_work, readable_version, schedule_of
from lms.portals.kit.views import ActorRequest, door


@door("GET")
def my_submission(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """One piece of the learner's own work."""
    work = my_work(request.actor, submission_id)
    group = work.submission.enrolment.group
    grade = work.grade
    levels = [
        (
            criterion,
            grade.marks.get(criterion.key),
            criterion.levels[grade.marks[criterion.key] - 1],
        )
        for criterion in work.assignment.rubric
        if grade and criterion.key in grade.marks
    ]
    context = {
        "work": work,
        "submission": work.submission,
        "group": group,
        "levels": levels,
        "schedule": schedule_of(group, work.submission.lesson),
    }
    return render(request, "learner/submissions/submission.html", context)


@door("GET")
def file(request: ActorRequest, version_id: int) -> HttpResponse:
    """A handed-in file, to its owner or to who marks it; always as a download, never shown
    inline.
    """
    version = readable_version(request.actor, version_id)
    response = FileResponse(
        version.file.open("rb"),
        as_attachment=True,
        filename=version.file_name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    # a streaming response is a response to whoever sends it
    return response  # type: ignore[return-value]
