"""/ho-so/ca-nhan/: the official's own file as their unit keeps it, on screen and for print, and the
papers that they sent in.
"""

import uuid

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from lms.core import clock
from lms.people.personnel.models import Post
from lms.people.privacy.own_file import OwnFile, own_file
from lms.people.privacy.queries import own_evidence
from lms.portals.kit.views import ActorRequest, door

_KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@door("GET")
def own(request: ActorRequest) -> HttpResponse:
    """Everything, with a way to say that it is wrong beside each part."""
    return render(request, "learner/own/file.html", _context(own_file(request.actor)))


@door("GET")
def print_out(request: ActorRequest) -> HttpResponse:
    """An extract for paper; sensitive fields are left out of it."""
    return render(request, "learner/own/print.html", _context(own_file(request.actor)))


@door("GET")
def evidence(request: ActorRequest, uid: uuid.UUID) -> FileResponse:
    """A paper that the person sent in; always as a download, never shown inline."""
    qualification = own_evidence(request.actor, uid)
    suffix = str(qualification.evidence.name).rpartition(".")[2]
    response = FileResponse(
        qualification.evidence.open(),
        as_attachment=True,
        filename=f"minh-chung.{suffix}",
        content_type=_KINDS.get(suffix, "application/octet-stream"),
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _context(own_data: OwnFile) -> dict[str, object]:
    read_at = clock.now()
    return {
        "file": own_data,
        "official": own_data.official,
        "read_at": read_at,
        "main": _main(own_data),
    }


def _main(own_data: OwnFile) -> Post | None:
    today = clock.today()
    running = [
        line.post
        for line in own_data.posts
        if line.post.valid_from <= today
        and (line.post.valid_to is None or today <= line.post.valid_to)
    ]
    return next((post for post in running if post.is_main), running[0] if running else None)
