"""What socket and HTTP views of a room share: entering, catching up, sending events."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import ApplicationError, IllegalMove, NotFound
from lms.people.accounts.queries import actor_of, get_user
from lms.portals.live_room.limits import SENDINGS, count_event
from lms.teaching.classes.models import Meeting
from lms.teaching.live import actions, queries
from lms.teaching.live.models import Room
from lms.teaching.live.policies import role_in
from lms.teaching.live.protocol import VERSION, ClientFrame, RoomRole
from lms.teaching.live.states import RoomState

Frame = dict[str, Any]


class SignedOut(Exception):
    """The session has ended or the account was closed."""


@dataclass(frozen=True)
class Caller:
    """The person behind a socket. Their account and rights are read anew for each event."""

    user_id: int
    session_key: str
    language: str
    code: str
    number: int

    def actor(self) -> Actor:
        """A fresh actor. SignedOut where the session or the account is gone."""
        sessions = import_module(settings.SESSION_ENGINE).SessionStore()
        try:
            actor = actor_of(get_user(self.user_id))
        except ObjectDoesNotExist:
            raise SignedOut from None
        if actor.is_anonymous or not sessions.exists(self.session_key):
            raise SignedOut
        return actor


@dataclass(frozen=True)
class EnteredRoom:
    """A person who entered, as the hub needs it; `welcome` is the first frame to send."""

    room_id: int
    user_id: int
    role: RoomRole
    welcome: Frame
    ended: bool


def enter_room(caller: Caller, device: uuid.UUID, epoch: str, last_seq: int) -> EnteredRoom:
    """Enter by socket: note presence and check-in, and return what the client has missed."""
    actor = caller.actor()
    meeting = queries.meeting_for(actor, caller.code, caller.number)
    room = actions.join_room(actor=actor, meeting=meeting, device=device)
    role = role_in(actor, meeting) or RoomRole.LEARNER
    welcome = {"type": "welcome", "role": role.value, **catch_up(room, epoch, last_seq)}
    return EnteredRoom(room.pk, actor.key, role, welcome, room.state == RoomState.ENDED)


def check_still_in(caller: Caller) -> None:
    """Check that the caller may still be in the room. SignedOut or NotFound where not."""
    queries.meeting_for(caller.actor(), caller.code, caller.number)


def catch_up(room: Room, epoch: str, after: int) -> Frame:
    """What a client that has the events of `epoch` up to `after` still needs.

    Events where they are few and of the same epoch, else a snapshot.
    """
    current, head = queries.log_head(room.pk)
    frame: Frame = {"v": VERSION, "epoch": str(current), "server_time": _format_moment(clock.now())}
    if str(current) == epoch and 0 <= head - after <= queries.REPLAY:
        events = queries.events_after(room.pk, after)
        return {**frame, "head": events[-1]["seq"] if events else head, "e": events}
    seq, state = queries.room_snapshot(room.pk, head)
    return {**frame, "head": seq, "snapshot": state}


def presence_frame(people: list[queries.PersonInRoom]) -> Frame:
    """The frame `presence.state` of these people; without names where they are over 200."""
    who = [person.as_json() for person in people] if len(people) <= _NAMED else None
    return {"v": VERSION, "type": "presence.state", "d": {"n": len(people), "who": who}}


def visit_room(actor: Actor, meeting: Meeting, session_key: str) -> Room:
    """Note a page view or a poll as presence; after the session's end nothing is noted."""
    room = queries.room_of(meeting)
    if room is not None and room.state == RoomState.ENDED:
        return room
    device = uuid.uuid5(uuid.NAMESPACE_OID, f"{session_key}:{actor.key}")
    return actions.join_room(actor=actor, meeting=meeting, device=device)


def submit_event_as(caller: Caller, envelope: ClientFrame) -> Frame:
    """Store an event of a socket, which SignedOut and NotFound close; else an ack or err frame."""
    with translation.override(caller.language):
        actor = caller.actor()
        return submit_event(actor, queries.meeting_for(actor, caller.code, caller.number), envelope)


def submit_event(actor: Actor, meeting: Meeting, envelope: ClientFrame) -> Frame:
    """Store one event of a member; returns an ack frame with its number, or an err frame.

    NotFound where the member may no longer be in the room.
    """
    cid = envelope.cid or uuid.uuid4()
    room = queries.room_of(meeting)
    stored = queries.earlier_event(room, actor, cid) if room is not None else None
    if stored:
        # A client that sends again what is stored already is not counted against the limits.
        return _ack_frame(cid, stored, dup=True)
    # The first sending may still be on its way to the database: a client id counts once.
    sending = f"{actor.key}:{cid}"
    if SENDINGS.take(sending) and not count_event(actor.key, meeting.pk, envelope.kind):
        SENDINGS.forget(sending)
        return refusal_frame(str(cid), "rate")
    store = _STORE_BY_KIND.get(envelope.kind, _post_to_room)
    try:
        posted = store(actor, meeting, envelope, cid)
    except NotFound:
        raise
    except ApplicationError as error:
        return refusal_frame(str(cid), _error_code(error), error.message)
    return _ack_frame(cid, posted.seq, dup=posted.dup)


def refusal_frame(cid: str, code: str, message: str = "") -> Frame:
    """An err frame.

    `message` is for people and may be empty: the client has a text for each code.
    """
    return {"v": VERSION, "type": "err", "cid": cid, "code": code, "message": message}


# With more people than this, names are not sent.
_NAMED = 200
_CODES = {"forbidden", "closed", "late", "bad_shape", "too_big"}
_Store = Callable[[Actor, Meeting, ClientFrame, uuid.UUID], actions.PostedEvent]


def _error_code(error: ApplicationError) -> str:
    """The code of an err frame: the error's own where the protocol has it."""
    if error.code in _CODES:
        return error.code
    return "closed" if isinstance(error, IllegalMove) else "forbidden"


def _ack_frame(cid: uuid.UUID, seq: int, *, dup: bool) -> Frame:
    return {"v": VERSION, "type": "ack", "cid": str(cid), "seq": seq, "dup": dup}


def _post_to_room(
    actor: Actor, meeting: Meeting, envelope: ClientFrame, cid: uuid.UUID
) -> actions.PostedEvent:
    room = actions.room_for(actor=actor, meeting=meeting)
    return actions.post_event(
        actor=actor, room=room, cid=cid, kind=envelope.kind, data=envelope.data
    )


def _open_session(
    actor: Actor, meeting: Meeting, envelope: ClientFrame, cid: uuid.UUID
) -> actions.PostedEvent:
    return actions.open_room(actor=actor, meeting=meeting, cid=cid)


def _end_session(
    actor: Actor, meeting: Meeting, envelope: ClientFrame, cid: uuid.UUID
) -> actions.PostedEvent:
    return actions.end_room(actor=actor, meeting=meeting, cid=cid)


# The kinds of events that open or end a session; all others are posted to an open room.
_STORE_BY_KIND: dict[str, _Store] = {"session.open": _open_session, "session.end": _end_session}


def _format_moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
