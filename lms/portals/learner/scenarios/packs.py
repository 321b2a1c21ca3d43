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
from cms.content import PlayMode
from lms.core.errors import NotFound
from lms.learning.progress.queries import first_mode, is_asked, open_lesson_or_preview
from lms.portals.kit.lesson_kinds import LESSON_DISPLAYS
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.scenarios.modes import mode_of
from lms.portals.learner.scenarios.watching import watched_steps

_YEAR = 365 * 86_400
# Staff get an address of their own, so that a browser never plays their copy as a learner's.
_PREVIEW = "xem-thu"


@actor_view("GET")
def show_pack(request: ActorRequest, slug: str, version: str, word: str = "") -> HttpResponse:
    """The lesson, in one mode, as one document without names, so that a shared phone may keep it.

    Staff, who have no enrolment, play a scenario as a preview: nothing is recorded, and the device
    judges.
    """
    opened = open_lesson_or_preview(request.actor, slug, version)
    mode = mode_of(word) if word else first_mode(opened.lesson)
    if opened.lesson.traits.is_personal or (word and not is_asked(opened.lesson, mode)):
        raise NotFound
    is_staff = opened.enrolment is None and opened.lesson.scenario is not None
    if is_staff != (_PREVIEW in request.GET):
        return redirect(f"{request.path}?{_PREVIEW}=1" if is_staff else request.path)
    response = _send_pack(request, (opened.outline.edition_id, slug, version, mode, is_staff))
    response.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    response.headers["Content-Language"] = "vi"
    return response


def _send_pack(request: ActorRequest, key: tuple[int, str, str, PlayMode, bool]) -> HttpResponse:
    """The pack as a response; it is compressed once a process, not once a request.

    Compression is safe here: the pack holds no secret whose length could be guessed from outside.
    """
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(_compressed_pack(*key), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(_render_pack(*key))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@functools.lru_cache(maxsize=256)
def _compressed_pack(
    edition_id: int, slug: str, version: str, mode: PlayMode, is_preview: bool
) -> bytes:
    return gzip.compress(
        _render_pack(edition_id, slug, version, mode, is_preview).encode(), mtime=0
    )


@functools.lru_cache(maxsize=256)
def _render_pack(edition_id: int, slug: str, version: str, mode: PlayMode, is_preview: bool) -> str:
    """The pack as HTML, rendered once a process because it is the same for everybody.

    `version` is the lesson's hash. It is part of the cache's key, so that an edition's number can
    never stand for another text.
    """
    lesson = api.read_lesson(edition_id, slug)
    context: dict[str, Any] = {
        "lesson": lesson,
        "outline": api.read_edition(edition_id),
        "mode": mode,
        "preview": is_preview,
    }
    name = LESSON_DISPLAYS[lesson.kind].pack
    if lesson.scenario is not None and mode == PlayMode.WATCH:
        name, context["steps"] = "watch", watched_steps(lesson.scenario)
    # Its words do not follow the reader's language: the same document is kept for everybody.
    with translation.override("vi"):
        return render_to_string(f"learner/lessons/{name}.html", context)
