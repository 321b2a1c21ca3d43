"""Views with which a device sends the learner's events and reads their position in a lesson."""

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
from lms.core.errors import ApplicationError, NotFound
from lms.core.throttle import Throttle
from lms.learning.progress.actions import sync_batch
from lms.learning.progress.fold import Lane
from lms.learning.progress.intake import MAX_BYTES, BatchTooLarge, not_a_batch
from lms.learning.progress.models import Attempt
from lms.learning.progress.queries import (
    current_standing,
    learner_id,
    newest_explained_turn,
    open_lesson_or_preview,
    own_attempt,
)
from lms.portals.kit.errors import render_error
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.scenarios.modes import mode_of

# Batches of one account in a minute of the clock; a device sends at most one every few seconds.
_BATCHES = Throttle("sync", limit=60, seconds=60)


class TooOften(ApplicationError):
    """Too many batches in this minute."""

    status = 429
    code = "too_often"


# Public, because a device that is signed out needs an answer that it can read (401), not a sign-in
# page.
@actor_view("POST", public=True)
def sync_events(request: ActorRequest) -> HttpResponse:
    """One batch of events; always JSON."""
    if request.actor.is_anonymous:
        return _signed_out()
    try:
        _throttle(request.actor.key)
        answer: HttpResponse = JsonResponse(
            sync_batch(actor=request.actor, body=_read_body(request))
        )
    except ApplicationError as error:
        answer = render_error(request, error)
        if isinstance(error, TooOften):
            answer.headers["Retry-After"] = str(
                _BATCHES.seconds - int(clock.now().timestamp()) % _BATCHES.seconds
            )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@actor_view("GET", public=True)
def show_standing(request: ActorRequest, slug: str) -> HttpResponse:
    """Who the learner is and their position in the lesson, which the pack does not contain.

    `?che-do=` asks for the position in one mode. Always JSON; 401 for whoever is not signed in.
    """
    if request.actor.is_anonymous:
        return _signed_out()
    get_token(request)  # sets the cookie from which the device takes the token when it sends
    opened = open_lesson_or_preview(request.actor, slug)
    body: dict[str, Any] = {
        "learner": learner_id(request.actor),
        "preview": opened.enrolment is None,
    }
    word = request.GET.get("che-do", "")
    mode = mode_of(word) if word else ""
    stands = current_standing(opened.enrolment, slug, mode) if opened.enrolment else None
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
            **_lane_state(stands.attempt, lane),
        }
    return _private_json(body)


@actor_view("GET", public=True)
def show_turn(request: ActorRequest, slug: str, attempt: UUID, scene: str) -> HttpResponse:
    """The explanation of the newest answer in a scene, as far as the mode allows, and the position
    after it.

    {"html": the explanation for the page, "scene": the next scene, "done", "impact": {trips,
    minutes, money, trust}, "values": {variable: value}, "offered": [keys of the next scene's
    choices, in their order]}, all of the lane that the answer belongs to. NotFound for attempts of
    others and for a scene that is not answered yet.
    """
    if request.actor.is_anonymous:
        return _signed_out()
    stands = own_attempt(request.actor, slug, attempt)
    newest = newest_explained_turn(stands, scene)
    if newest is None or stands.attempt is None:
        raise NotFound
    explained, lane = newest
    context = {"told": explained, "mode": stands.attempt.mode}
    html = render_to_string("learner/lessons/_told.html", context, request)
    position = {"scene": lane.scene, "done": lane.finished, **_lane_state(stands.attempt, lane)}
    return _private_json({"html": html, **position})


def _lane_state(attempt: Attempt, lane: Lane) -> dict[str, Any]:
    """Impacts, values and offered choices at the end of a lane; empty without a scenario."""
    scenario = api.read_lesson(attempt.edition_id, attempt.lesson).scenario
    if scenario is None or lane.state is None:
        return {}
    return {
        "impact": dict(zip(IMPACTS, lane.state.impacts, strict=True)),
        "values": dict(lane.state.values),
        "offered": offered_keys(scenario, lane.state, str(attempt.pk)),
    }


def _private_json(body: dict[str, Any]) -> HttpResponse:
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


def _read_body(request: ActorRequest) -> Any:
    if len(request.body) > MAX_BYTES:
        raise BatchTooLarge(_("Too many answers at once."))
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise not_a_batch() from None
