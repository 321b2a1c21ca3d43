"""Where devices send what was done, and learn where the learner stands."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms import api
from cms.api import offered_keys
from cms.content import IMPACTS
from cms.content.plain import to_plain
from lms.core import clock
from lms.core.errors import BadInput, HouseError, NotFound
from lms.core.throttle import Throttle
from lms.learning.progress.actions import sync
from lms.learning.progress.fold import Lane
from lms.learning.progress.intake import MAX_BYTES, TooMuch
from lms.learning.progress.models import Attempt
from lms.learning.progress.queries import (
    learner_id,
    newest_turn,
    own_attempt,
    seat_or_desk,
    standing,
)
from lms.portals.kit.errors import render_error
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.modes import mode_of

# Batches of one account in a minute of the clock; a device sends at most one every few seconds.
_BATCHES = Throttle("sync", limit=60, seconds=60)


class TooOften(HouseError):
    """Too many batches in this minute."""

    status = 429
    code = "too_often"


# Public, because a device that is signed out needs an answer that it can read (401), not a sign-in
# page.
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
            answer.headers["Retry-After"] = str(
                _BATCHES.seconds - int(clock.now().timestamp()) % _BATCHES.seconds
            )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door("GET", public=True)
def standing_of(request: ActorRequest, slug: str) -> HttpResponse:
    """Who reads, and where he stands in the lesson (`?che-do=` in one way of doing it): what the
    pack must not say.
    """
    if request.actor.is_anonymous:
        return _signed_out()
    get_token(request)  # sets the cookie from which the device takes the token when it sends
    found = seat_or_desk(request.actor, slug)
    body: dict[str, Any] = {
        "learner": learner_id(request.actor),
        "preview": found.enrolment is None,
    }
    word = request.GET.get("che-do", "")
    mode = mode_of(word) if word else ""
    stands = standing(found.enrolment, slug, mode) if found.enrolment else None
    if stands and stands.attempt:
        attempt = stands.attempt
        body |= {"attempt": str(attempt.pk), "version": attempt.lesson_hash, "mode": attempt.mode}
    if stands and stands.attempt and stands.lane:
        lane = stands.lane
        body |= {
            "path": [to_plain(step) for step in lane.path],
            "scene": lane.scene,
            "done": lane.finished,
            "from": {"device": str(lane.device), "seq": lane.seq},
            "lanes": {str(other.device): other.seq for other in stands.lanes},
            **_state(stands.attempt, lane),
        }
    return _private(body)


@door("GET", public=True)
def turn_of(request: ActorRequest, slug: str, attempt: UUID, scene: str) -> HttpResponse:
    """What the newest answer in a scene came to, as the way of doing the case lets it be told, and
    what is next.

    {"html": the words for the page, "scene": the next scene, "done", "impact": {trips, minutes,
    money, trust}, "values": {variable: value}, "offered": [keys of the next scene's choices, in
    their order]}. Of the lane that the answer belongs to; the learner's own attempts only. 404
    where nothing was answered there yet.
    """
    if request.actor.is_anonymous:
        return _signed_out()
    stands = own_attempt(request.actor, slug, attempt)
    found = newest_turn(stands, scene)
    if found is None or stands.attempt is None:
        raise NotFound
    told, lane = found
    context = {"told": told, "mode": stands.attempt.mode}
    html = render_to_string("learner/lessons/_told.html", context, request)
    place = {"scene": lane.scene, "done": lane.finished, **_state(stands.attempt, lane)}
    return _private({"html": html, **place})


def _state(attempt: Attempt, lane: Lane) -> dict[str, Any]:
    """What the case has come to on a lane; empty where there is none to play."""
    scenario = api.lesson(attempt.edition_id, attempt.lesson).scenario
    if scenario is None or lane.state is None:
        return {}
    return {
        "impact": dict(zip(IMPACTS, lane.state.impacts, strict=True)),
        "values": dict(lane.state.values),
        "offered": offered_keys(scenario, lane.state, str(attempt.pk)),
    }


def _private(body: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(body)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _signed_out() -> HttpResponse:
    message = _("Sign in to send your answers. They are kept on this device.")
    response = JsonResponse({"error": "signed_out", "message": message}, status=401)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _throttle(user_id: int) -> None:
    minute = int(clock.now().timestamp()) // _BATCHES.seconds
    if not _BATCHES.take(f"{user_id}:{minute}"):
        raise TooOften(_("Too many answers in a minute; the device sends them again by itself."))


def _body(request: ActorRequest) -> Any:
    if len(request.body) > MAX_BYTES:
        raise TooMuch(_("Too many answers at once."))
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput(_("This is not a batch of answers. Reload the page.")) from None
