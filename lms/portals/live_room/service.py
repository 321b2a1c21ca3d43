"""One service behind both doors of the room, socket and HTTP: coming in, catching up, sending."""

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
from lms.core.errors import HouseError, IllegalMove, NotFound
from lms.people.accounts.queries import actor_of, user
from lms.portals.live_room.limits import limits
from lms.teaching.classes.models import Meeting
from lms.teaching.live import actions, queries
from lms.teaching.live.models import Room
from lms.teaching.live.policies import role_in
from lms.teaching.live.protocol import VERSION, Envelope, Role
from lms.teaching.live.states import RoomState

Frame = dict[str, Any]


class SignedOut(Exception):
    """The session has ended or the account was closed."""


@dataclass(frozen=True)
class Caller:
    """Whoever holds a socket. Who he is and what he may is read anew for each event."""

    user_id: int
    session_key: str
    language: str
    code: str
    number: int

    def actor(self) -> Actor:
        """A fresh actor. SignedOut where the session or the account is gone."""
        sessions = import_module(settings.SESSION_ENGINE).SessionStore()
        try:
            actor = actor_of(user(self.user_id))
        except ObjectDoesNotExist:
            raise SignedOut from None
        if actor.is_anonymous or not sessions.exists(self.session_key):
            raise SignedOut
        return actor


@dataclass(frozen=True)
class Entered:
    """What the hub needs to know of somebody who came in."""

    room_id: int
    user_id: int
    role: Role
    welcome: Frame
    ended: bool


def enter(caller: Caller, device: uuid.UUID, epoch: str, last_seq: int) -> Entered:
    """A socket comes in: presence, check-in, and everything it has missed."""
    actor = caller.actor()
    meeting = queries.meeting_for(actor, caller.code, caller.number)
    room = actions.join(actor=actor, meeting=meeting, device=device)
    role = role_in(actor, meeting) or Role.LEARNER
    welcome = {"type": "welcome", "role": role.value, **catch_up(room, epoch, last_seq)}
    return Entered(room.pk, actor.key, role, welcome, room.state == RoomState.ENDED)


def still_in(caller: Caller) -> None:
    """SignedOut or NotFound where the caller has lost the room since."""
    queries.meeting_for(caller.actor(), caller.code, caller.number)


def catch_up(room: Room, epoch: str, after: int) -> Frame:
    """What a client that stands at `after` of `epoch` must still get: events, or a snapshot where
    that is shorter.
    """
    current, head = queries.head(room.pk)
    frame: Frame = {"v": VERSION, "epoch": str(current), "server_time": _stamp(clock.now())}
    if str(current) == epoch and 0 <= head - after <= queries.REPLAY:
        events = queries.events_after(room.pk, after)
        return {**frame, "head": events[-1]["seq"] if events else head, "e": events}
    seq, state = queries.snapshot(room.pk, head)
    return {**frame, "head": seq, "snapshot": state}


def presence_frame(people: list[queries.Person]) -> Frame:
    """`presence.state` of these people. Above 200 the names are left out."""
    who = [person.as_json() for person in people] if len(people) <= _NAMED else None
    return {"v": VERSION, "type": "presence.state", "d": {"n": len(people), "who": who}}


def visit(actor: Actor, meeting: Meeting, session_key: str) -> Room:
    """A page or a poll comes: as good as a beat. After the end it only reads."""
    room = queries.room_of(meeting)
    if room is not None and room.state == RoomState.ENDED:
        return room
    device = uuid.uuid5(uuid.NAMESPACE_OID, f"{session_key}:{actor.key}")
    return actions.join(actor=actor, meeting=meeting, device=device)


def submit_as(caller: Caller, envelope: Envelope) -> Frame:
    """A socket sends. SignedOut and NotFound close it; every other refusal is an err frame."""
    with translation.override(caller.language):
        actor = caller.actor()
        return submit(actor, queries.meeting_for(actor, caller.code, caller.number), envelope)


def submit(actor: Actor, meeting: Meeting, envelope: Envelope) -> Frame:
    """Store one event of a member and say where it stands: an ack or an err frame."""
    cid = envelope.cid or uuid.uuid4()
    room = queries.room_of(meeting)
    if room is not None and (seq := queries.earlier(room, actor, cid)):
        return _ack(
            cid, seq, dup=True
        )  # an outbox that sends again is not counted against the person
    if not limits.take(actor.key, f"{meeting.pk}", envelope.kind):
        return refusal(str(cid), "rate")
    try:
        posted = _DOORS.get(envelope.kind, _post)(actor, meeting, envelope, cid)
    except NotFound:
        raise
    except HouseError as error:
        code = (
            error.code
            if error.code in _CODES
            else "closed"
            if isinstance(error, IllegalMove)
            else "forbidden"
        )
        return refusal(str(cid), code, error.message)
    return _ack(cid, posted.seq, dup=posted.dup)


def refusal(cid: str, code: str, message: str = "") -> Frame:
    """An err frame.

    `message` is for people and may be empty: the client has a text for each code.
    """
    return {"v": VERSION, "type": "err", "cid": cid, "code": code, "message": message}


_NAMED = 200
_CODES = {"forbidden", "closed", "late", "bad_shape", "too_big"}
_Door = Callable[[Actor, Meeting, Envelope, uuid.UUID], actions.Posted]


def _ack(cid: uuid.UUID, seq: int, *, dup: bool) -> Frame:
    return {"v": VERSION, "type": "ack", "cid": str(cid), "seq": seq, "dup": dup}


def _post(actor: Actor, meeting: Meeting, envelope: Envelope, cid: uuid.UUID) -> actions.Posted:
    room = actions.room_for(actor=actor, meeting=meeting)
    return actions.post(actor=actor, room=room, cid=cid, kind=envelope.kind, data=envelope.data)


def _open(actor: Actor, meeting: Meeting, envelope: Envelope, cid: uuid.UUID) -> actions.Posted:
    return actions.open_room(actor=actor, meeting=meeting, cid=cid)


def _end(actor: Actor, meeting: Meeting, envelope: Envelope, cid: uuid.UUID) -> actions.Posted:
    return actions.end_room(actor=actor, meeting=meeting, cid=cid)


_DOORS: dict[str, _Door] = {"session.open": _open, "session.end": _end}


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
