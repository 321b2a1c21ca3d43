"""The room as a page that works without JavaScript, the HTTP fallback of its socket, and the
socket's ticket.
"""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core import clock
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.live_room import service, tickets
from lms.teaching.classes.models import Meeting
from lms.teaching.live import queries
from lms.teaching.live.fold import RoomSnapshot
from lms.teaching.live.policies import may_lead
from lms.teaching.live.protocol import (
    MAX_TEXT,
    VERSION,
    MalformedFrame,
    RefusedFrame,
    parse_frame,
    read_frame,
)

# The HTTP status of an err frame; the frame itself says more.
_STATUS = {"rate": 429, "forbidden": 403, "closed": 409, "late": 409, "too_big": 413}


@actor_view("GET", "POST")
def show_room(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The room with its log; POST takes one event from a form.

    An accepted event redirects to the page, a refused one shows it with the refusal.
    """
    meeting = queries.meeting_for(request.actor, code, number)
    if request.method == "GET":
        return _render_room(request, meeting, {})
    reply = _from_form(request, meeting)
    if reply["type"] == "ack":
        return redirect(f"{request.path}#viet")
    draft = request.POST.get("text", "")
    return _render_room(
        request, meeting, {"refusal": _refusal_text(reply), "typed": draft}, _frame_status(reply)
    )


@actor_view("GET", "POST")
def exchange_events(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The socket's protocol over HTTP: GET `?after=&epoch=` brings news, POST takes one frame."""
    meeting = queries.meeting_for(request.actor, code, number)
    if request.method == "POST":
        return _exchange(request, meeting)
    own_room = service.visit_room(request.actor, meeting, request.session.session_key or "")
    after = request.GET.get("after", "0")
    last_seq = int(after) if after.isdecimal() else 0
    frame = service.catch_up(own_room, request.GET.get("epoch", ""), last_seq)
    role = "staff" if may_lead(request.actor, meeting) else "learner"
    presence = service.presence_frame(queries.people_present(own_room.pk))["d"]
    return JsonResponse({"type": "welcome", "role": role, "presence": presence, **frame})


def _exchange(request: ActorRequest, meeting: Meeting) -> HttpResponse:
    """Take one frame: an event has an id, a beat has none."""
    try:
        envelope = parse_frame(request.body)
        if envelope.cid:
            reply = service.submit_event(request.actor, meeting, envelope)
        else:
            reply = _record_beat(request, meeting)
    except MalformedFrame as error:
        body = {"v": VERSION, "type": "err", "cid": "", "code": "bad_shape"}
        return JsonResponse(body, status=413 if error.code.name == "TOO_BIG" else 400)
    except RefusedFrame as error:
        reply = service.refusal_frame(error.cid, error.code)
    return JsonResponse(reply, status=_frame_status(reply))


@actor_view("GET")
def show_ticket(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """A fresh ticket for the socket of this room."""
    meeting = queries.meeting_for(request.actor, code, number)
    return JsonResponse({"ticket": _new_ticket(request, meeting), "seconds": tickets.LIFETIME})


def _render_room(
    request: ActorRequest, meeting: Meeting, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    own_room = service.visit_room(request.actor, meeting, request.session.session_key or "")
    _seq, state = queries.room_snapshot(own_room.pk)
    context = {
        "meeting": meeting,
        "group": meeting.group,
        "room": own_room,
        "state": _with_local_times(state),
        "here": queries.people_present(own_room.pk),
        "leads": may_lead(request.actor, meeting),
        "raised": any(hand["user"] == request.actor.key for hand in state["hands"]),
        "ticket": _new_ticket(request, meeting),
        "cid": uuid.uuid4(),
        "max_text": MAX_TEXT,
        "me": request.actor.key,
        **extra,
    }
    return render(request, "live_room/room.html", context, status=status)


def _with_local_times(state: RoomSnapshot) -> RoomSnapshot:
    """The snapshot with a local time for each line of the chat."""
    lines = [
        {**line, "time": clock.local(dt.datetime.fromisoformat(line["at"]))}
        for line in state["chat"]
    ]
    return {**state, "chat": lines}


def _from_form(request: ActorRequest, meeting: Meeting) -> service.Frame:
    fields = request.POST
    data: dict[str, Any] = {"text": fields["text"]} if "text" in fields else {}
    for key in ("user", "seq"):
        if fields.get(key, "").isdecimal():
            data[key] = int(fields[key])
    frame = {"v": VERSION, "type": fields.get("type", ""), "cid": fields.get("cid", ""), "d": data}
    try:
        envelope = read_frame(frame)
        if envelope.cid is None:
            raise MalformedFrame
        return service.submit_event(request.actor, meeting, envelope)
    except MalformedFrame:
        return service.refusal_frame("", "unknown")
    except RefusedFrame as error:
        return service.refusal_frame(error.cid, error.code)


def _record_beat(request: ActorRequest, meeting: Meeting) -> service.Frame:
    own_room = service.visit_room(request.actor, meeting, request.session.session_key or "")
    return service.presence_frame(queries.people_present(own_room.pk))


def _refusal_text(reply: service.Frame) -> str:
    """The refusal in words."""
    return reply["message"] or {
        "rate": _(
            "That was too fast. Wait ten seconds, then send it again; what you typed is still"
            " there."
        ),
        "too_big": _("At most 2,000 characters at a time. Send it in two parts."),
        "bad_shape": _("Write something first."),
    }.get(reply["code"], _("This cannot be done here. Reload the page and try again."))


def _frame_status(reply: service.Frame) -> int:
    return 200 if reply["type"] != "err" else _STATUS.get(reply["code"], 422)


def _new_ticket(request: ActorRequest, meeting: Meeting) -> str:
    language = translation.get_language() or "vi"
    new_ticket = tickets.LiveTicket(request.actor.key, meeting.group.code, meeting.number, language)
    return tickets.issue_ticket(new_ticket, request.session.session_key or "")
