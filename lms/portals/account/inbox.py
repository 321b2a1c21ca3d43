"""What reaches a person: notices, results of long work, and the demo's mail."""

import uuid
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from lms.core.errors import NotFound
from lms.core.jobs.queries import my_job, my_jobs
from lms.core.notices.actions import mark_read
from lms.core.notices.queries import mailbox, my_notices
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view


@actor_view("GET", "POST")
def show_notices(request: ActorRequest) -> HttpResponse:
    """/thong-bao/: reading changes nothing; the button marks all as read."""
    if request.method == "POST":
        mark_read(actor=request.actor)
        return redirect("account_inbox")
    return render(
        request, "account/inbox.html", {"page": page_of(request, my_notices(request.actor))}
    )


@actor_view("GET")
def show_jobs(request: ActorRequest) -> HttpResponse:
    """/tac-vu/: the person's long work."""
    return render(request, "account/jobs.html", {"page": page_of(request, my_jobs(request.actor))})


@actor_view("GET")
def show_job(request: ActorRequest, job_id: uuid.UUID) -> HttpResponse:
    """/tac-vu/<id>/: the page, or for htmx only the part that shows progress."""
    template = "account/_job.html" if request.htmx else "account/job.html"
    return render(request, template, {"job": my_job(request.actor, job_id)})


@actor_view("GET")
def download_job_file(request: ActorRequest, job_id: uuid.UUID) -> HttpResponse:
    """/tac-vu/<id>/tep/: the result, as an attachment, to its owner only."""
    own_job = my_job(request.actor, job_id)
    if not own_job.file or not own_job.file.name:
        raise NotFound
    name = own_job.file.name.rsplit("/", 1)[-1]
    file = FileResponse(own_job.file.open("rb"), as_attachment=True, filename=name)
    return cast("HttpResponse", file)  # the stubs keep streaming responses apart


@actor_view("GET", public=True)
def show_demo_mailbox(request: ActorRequest) -> HttpResponse:
    """/hop-thu/: only where mail is kept instead of sent."""
    if not settings.DEMO_MAILBOX:
        raise NotFound
    return render(request, "account/mailbox.html", {"page": page_of(request, mailbox(), 20)})
