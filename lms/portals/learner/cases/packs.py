"""The pack of a lesson: one document that a device may keep and play offline.

It is the same for everybody and never changes.
"""

import functools
import gzip
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from cms import api
from cms.content import Kind, Mode
from lms.core.errors import NotFound
from lms.learning.progress.queries import first_mode, is_asked, seat_or_desk
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.modes import mode_of
from lms.portals.learner.cases.watching import watched
from lms.portals.learner.conduct.opening import PAGES

_YEAR = 365 * 86_400
_TEMPLATES = {Kind.READING: "reading", Kind.SCENARIO: "scenario", Kind.ASSIGNMENT: "assignment"}
# Staff get an address of their own, so that a browser never plays their copy as a learner's.
_PREVIEW = "xem-thu"


@door("GET")
def pack(request: ActorRequest, slug: str, version: str, word: str = "") -> HttpResponse:
    """The lesson, in one mode, as one document without names, so that a shared phone may keep it.

    Staff, who have no enrolment, play a scenario as a preview: nothing is recorded, and the device
    judges.
    """
    opened = seat_or_desk(request.actor, slug, version)
    mode = mode_of(word) if word else first_mode(opened.lesson)
    if opened.lesson.kind in PAGES or (word and not is_asked(opened.lesson, mode)):
        raise NotFound
    is_staff = opened.enrolment is None and opened.lesson.kind == Kind.SCENARIO
    if is_staff != (_PREVIEW in request.GET):
        return redirect(f"{request.path}?{_PREVIEW}=1" if is_staff else request.path)
    response = _sent(request, (opened.outline.edition_id, slug, version, mode, is_staff))
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response.headers["Content-Language"] = "vi"
    return response


def _sent(request: ActorRequest, key: tuple[int, str, str, Mode, bool]) -> HttpResponse:
    """The pack as a response; it is compressed once a process, not once a request.

    Compression is safe here: the pack holds no secret whose length could be guessed from outside.
    """
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(_compressed(*key), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(_document(*key))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@functools.lru_cache(maxsize=256)
def _compressed(edition_id: int, slug: str, version: str, mode: Mode, is_preview: bool) -> bytes:
    return gzip.compress(_document(edition_id, slug, version, mode, is_preview).encode(), mtime=0)


@functools.lru_cache(maxsize=256)
def _document(edition_id: int, slug: str, version: str, mode: Mode, is_preview: bool) -> str:
    """The pack as HTML, rendered once a process because it is the same for everybody.

    `version` is the lesson's hash. It is part of the cache's key, so that an edition's number can
    never stand for another text.
    """
    lesson = api.lesson(edition_id, slug)
    context: dict[str, Any] = {
        "lesson": lesson,
        "outline": api.edition(edition_id),
        "mode": mode,
        "preview": is_preview,
    }
    name = _TEMPLATES[lesson.kind]
    if lesson.scenario is not None and mode == Mode.WATCH:
        name, context["steps"] = "watch", watched(lesson.scenario)
    # Its words do not follow the reader's language: the same document is kept for everybody.
    with translation.override("vi"):
        return render_to_string(f"learner/lessons/{name}.html", context)
