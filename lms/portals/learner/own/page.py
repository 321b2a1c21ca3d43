"""/ho-so/ca-nhan/: the official's own file as their unit keeps it, on screen and for print, and the
papers that they sent in.
"""

import datetime as dt
import uuid

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from lms.core import clock
from lms.people.personnel.fields import field_lines
from lms.people.personnel.models import Post
from lms.people.privacy.own_file import OwnFile, own_file
from lms.people.privacy.queries import own_evidence
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.own.rights import FILE_PARTS

_KINDS = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@actor_view("GET")
def show_own_file(request: ActorRequest) -> HttpResponse:
    """The whole file; each part has a link to say that it is wrong."""
    return render(request, "learner/own/file.html", _file_context(own_file(request.actor)))


@actor_view("GET")
def print_own_file(request: ActorRequest) -> HttpResponse:
    """An extract to print, without the sensitive fields."""
    return render(request, "learner/own/print.html", _file_context(own_file(request.actor)))


@actor_view("GET")
def download_evidence(request: ActorRequest, uid: uuid.UUID) -> FileResponse:
    """A paper that the official sent in; always a download, never shown inline."""
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


def _file_context(own_data: OwnFile) -> dict[str, object]:
    return {
        "file": own_data,
        "official": own_data.official,
        "open_lines": field_lines(own_data.official),
        "sensitive_lines": field_lines(own_data.sensitive),
        "open_names": FILE_PARTS["person"],
        "read_at": clock.now(),
        "main": _main_post(own_data),
    }


def _main_post(own_data: OwnFile) -> Post | None:
    """The main post of today, else any post of today."""
    today = clock.today()
    running = []
    for line in own_data.posts:
        ends_on = line.post.valid_to or dt.date.max
        if line.post.valid_from <= today <= ends_on:
            running.append(line.post)
    # main posts first; False sorts before True
    running.sort(key=lambda post: not post.is_main)
    return running[0] if running else None
