"""Where devices send what was done, and learn where the learner stands."""

import json
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import BadInput, HouseError
from lms.learning.progress.actions import sync
from lms.learning.progress.intake import MAX_BYTES, TooMuch
from lms.learning.progress.queries import learner_id, seat_or_desk, standing
from lms.portals.kit.errors import render_error
from lms.portals.kit.views import ActorRequest, door

# Batches a minute and person; a device sends at most one every few seconds.
_MOST = 60
_MINUTE = 60


class TooOften(HouseError):
    """Too many batches in this minute."""

    status = 429
    code = "too_often"


# Public, because a device that is signed out needs an answer that it can read (401), not a sign-in page.
@door("POST", public=True)
def sync_events(request: ActorRequest) -> HttpResponse:
    """One batch of events; always JSON."""
    if request.actor.is_anonymous:
        return _signed_out()
    try:
        _throttle(request.actor.key)
        answer: HttpResponse = JsonResponse(sync(actor=request.actor, body=_body(request)))
    except HouseError as error:
        answer = render_error(request, error)
        if isinstance(error, TooOften):
            answer.headers["Retry-After"] = str(_MINUTE - int(clock.now().timestamp()) % _MINUTE)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door("GET", public=True)
def standing_of(request: ActorRequest, slug: str) -> HttpResponse:
    """Who reads, and where he stands in the lesson: what the pack itself must not say."""
    if request.actor.is_anonymous:
        return _signed_out()
    get_token(request)  # sets the cookie from which the device takes the token when it sends
    found = seat_or_desk(request.actor, slug)
    body: dict[str, Any] = {
        "learner": learner_id(request.actor),
        "preview": found.enrolment is None,
    }
    stands = standing(found.enrolment, slug) if found.enrolment else None
    if stands and stands.attempt:
        body |= {"attempt": str(stands.attempt.pk), "version": stands.attempt.lesson_hash}
    if stands and stands.lane:
        lane = stands.lane
        body |= {
            "path": [list(step) for step in lane.path], "scene": lane.scene, "done": lane.finished,
            "from": {"device": str(lane.device), "seq": lane.seq},
            "lanes": {str(other.device): other.seq for other in stands.lanes},
        }  # fmt: skip
    response = JsonResponse(body)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _signed_out() -> HttpResponse:
    message = _("Sign in to send your answers. They are kept on this device.")
    response = JsonResponse({"error": "signed_out", "message": message}, status=401)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _throttle(user_id: int) -> None:
    minute = int(clock.now().timestamp()) // _MINUTE
    key = f"sync:{user_id}:{minute}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    if cache.incr(key) > _MOST:
        raise TooOften(_("Too many answers in a minute; the device sends them again by itself."))


def _body(request: ActorRequest) -> Any:
    if len(request.body) > MAX_BYTES:
        raise TooMuch(_("Too many answers at once."))
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput(_("This is not a batch of answers. Reload the page.")) from None
