"""What is done in a live room: joining, leaving, speaking, leading.

Every durable event passes `_append_event`.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import ApplicationError, NotAllowed, NotFound, RuleBroken
from lms.core.ids import uuid7
from lms.people.rulebook.queries import rule_for
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import Meeting
from lms.teaching.classes.rules import is_meeting_over
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.live import listeners, queries
from lms.teaching.live.models import Presence, Room, RoomEvent
from lms.teaching.live.policies import role_in
from lms.teaching.live.presence import PresenceSpan, index_of_span
from lms.teaching.live.protocol import SHAPES, RoomRole
from lms.teaching.live.states import ROOM, RoomState
from lms.teaching.live.verdict import (
    LiveAttendanceRules,
    PresenceVerdict,
    counted_windows,
    judge_presence,
)

# The rule that says for how long one may take back one's own line.
_TAKE_BACK = "live.take_back_minutes"


@dataclass(frozen=True)
class PostedEvent:
    """Where an event stands in the log; `dup`: it was there already and nothing new was stored."""

    room: Room
    seq: int
    dup: bool = False


@transaction.atomic
def open_room(*, actor: Actor, meeting: Meeting, cid: uuid.UUID | None = None) -> PostedEvent:
    """Begin (or resume) the session.

    Only the staff of the class; a second click with the same `cid` is the first.
    """
    _check_may_lead(actor, meeting)
    room = _lock_room(_room_of(meeting))
    if cid and (seq := queries.earlier_event(room, actor, cid)):
        return PostedEvent(room, seq, dup=True)
    if is_meeting_over(room.meeting):
        raise RuleBroken(
            _(
                "The register of this meeting is closed. Have it corrected there; the room stays"
                " shut."
            ),
            code="closed",
        )
    ROOM.move(room, RoomState.OPEN)
    room.opened_at = room.opened_at or clock.now()
    room.ended_at = None
    room.save(update_fields=["state", "opened_at", "ended_at"])
    posted = _append_event(actor, room, cid or uuid7(), "session.open", {})
    record("live.opened", actor, room, seq=posted.seq)
    return posted


@transaction.atomic
def end_room(*, actor: Actor, meeting: Meeting, cid: uuid.UUID | None = None) -> PostedEvent:
    """End the session and propose a status for every learner to the register.

    The instructor confirms in the register; without that nobody is marked.
    """
    _check_may_lead(actor, meeting)
    room = _lock_room(_room_of(meeting))
    if cid and (seq := queries.earlier_event(room, actor, cid)):
        return PostedEvent(room, seq, dup=True)
    ROOM.move(room, RoomState.ENDED)
    room.ended_at = clock.now()
    room.save(update_fields=["state", "ended_at"])
    posted = _append_event(actor, room, cid or uuid7(), "session.end", {})
    proposals = {} if is_meeting_over(room.meeting) else _proposed_statuses(room)
    if proposals:
        attendance.propose_statuses(actor=actor, meeting=meeting, proposals=proposals)
    record("live.ended", actor, room, seq=posted.seq, proposed=len(proposals))
    return posted


@transaction.atomic
def join_room(*, actor: Actor, meeting: Meeting, device: uuid.UUID) -> Room:
    """Enter the room on a device; of a learner it is also a check-in of the register.

    NotFound for a stranger.
    """
    role = role_in(actor, meeting)
    room = room_for(actor=actor, meeting=meeting)
    now = clock.now()
    extended = _extend_presences(room, {device: now})
    if not extended:
        room.presences.create(
            user_id=actor.key,
            device=device,
            is_staff=role is RoomRole.STAFF,
            first_at=now,
            last_at=now,
        )
    if not extended and role is RoomRole.LEARNER and room.state != RoomState.ENDED:
        enrolment = queries.learners_to_judge(meeting).get(official__user_id=actor.key)
        _check_learner_in(actor, meeting, enrolment)
    return room


@transaction.atomic
def room_for(*, actor: Actor, meeting: Meeting) -> Room:
    """The room of the meeting, made when first asked for. NotFound for a stranger."""
    if role_in(actor, meeting) is None:
        raise NotFound
    room = _room_of(meeting)
    room.meeting = meeting
    return room


@transaction.atomic
def record_beats(*, room_id: int, seen: Mapping[uuid.UUID, dt.datetime]) -> int:
    """Note when devices were last heard of, by the server's clock; returns how many are known.

    Repetition and order change nothing.
    """
    return len(_extend_presences(Room(pk=room_id), seen))


@transaction.atomic
def leave_room(*, device: uuid.UUID, at: dt.datetime) -> None:
    """Note that a device left: no presence counts beyond `at`. A repetition changes nothing."""
    for presence in Presence.objects.select_for_update().filter(device=device, left=False):
        # a good-bye after a long silence proves no more than the silence did
        if presence.last_at <= at <= PresenceSpan(presence.first_at, presence.last_at).proven[1]:
            presence.last_at, presence.left = at, True
            presence.save(update_fields=["last_at", "left"])


@transaction.atomic
def post_event(
    *, actor: Actor, room: Room, cid: uuid.UUID, kind: str, data: Mapping[str, Any]
) -> PostedEvent:
    """Store one event of a member; a repetition of `cid` returns where the first one stands.

    NotFound for a stranger, NotAllowed for a role that may not send `kind`, RuleBroken with code
    "closed" or "late".
    """
    role = role_in(actor, room.meeting)
    if role is None:
        raise NotFound
    shape = SHAPES.get(kind)
    if shape is None or kind not in _PREPARE or role not in shape.who:
        raise NotAllowed(_("Only the staff of the class may do this."), code="forbidden")
    room = _lock_room(room)
    if seq := queries.earlier_event(room, actor, cid):
        return PostedEvent(room, seq, dup=True)
    return _append_event(actor, room, cid, kind, _PREPARE[kind](actor, role, room, dict(data)))


def _append_event(
    actor: Actor, room: Room, cid: uuid.UUID, kind: str, data: dict[str, Any]
) -> PostedEvent:
    """Store an event under the next number.

    The caller has locked the room's row, so events are committed in the order of their numbers.
    """
    room.last_seq += 1
    room.save(update_fields=["last_seq"])
    RoomEvent.objects.create(
        room=room,
        seq=room.last_seq,
        actor_id=actor.key,
        actor_name=actor.name,
        cid=cid,
        type=kind,
        data=data,
        at=clock.now(),
    )
    listeners.notify_after_commit(room.pk, room.last_seq)
    return PostedEvent(room, room.last_seq)


def _prepare_line(actor: Actor, role: RoomRole, room: Room, data: dict[str, Any]) -> dict[str, Any]:
    _check_is_open(room)
    return {"text": data["text"]}


def _prepare_removal(
    actor: Actor, role: RoomRole, room: Room, data: dict[str, Any]
) -> dict[str, Any]:
    event = room.events.filter(seq=data["seq"], type="chat.post").first()
    if event is None or (role is not RoomRole.STAFF and event.actor_id != actor.key):
        raise NotAllowed(_("You can take away only your own line."), code="forbidden")
    if role is not RoomRole.STAFF:
        minutes = int(rule_for(_TAKE_BACK, unit=room.meeting.group.school).value)
        if clock.now() - event.at > dt.timedelta(minutes=minutes):
            raise RuleBroken(
                _(
                    "A line can be taken back within %(minutes)s minutes. Ask the instructor to"
                    " take it away."
                )
                % {"minutes": minutes},
                code="late",
            )
    return {"seq": event.seq}


def _prepare_raised_hand(
    actor: Actor, role: RoomRole, room: Room, data: dict[str, Any]
) -> dict[str, Any]:
    _check_is_open(room)
    return {"user": actor.key}


def _prepare_lowered_hand(
    actor: Actor, role: RoomRole, room: Room, data: dict[str, Any]
) -> dict[str, Any]:
    user = data.get("user", actor.key)
    if user != actor.key and role is not RoomRole.STAFF:
        raise NotAllowed(_("You can lower only your own hand."), code="forbidden")
    return {"user": user}


def _prepare_call(actor: Actor, role: RoomRole, room: Room, data: dict[str, Any]) -> dict[str, Any]:
    _check_is_open(room)
    if all(hand["user"] != data["user"] for hand in queries.room_snapshot(room.pk)[1]["hands"]):
        raise RuleBroken(_("This hand is no longer raised."), code="late")
    return {"user": data["user"]}


_Prepare = Callable[[Actor, RoomRole, Room, dict[str, Any]], dict[str, Any]]
_PREPARE: dict[str, _Prepare] = {
    "chat.post": _prepare_line,
    "chat.delete": _prepare_removal,
    "hand.raise": _prepare_raised_hand,
    "hand.lower": _prepare_lowered_hand,
    "hand.call": _prepare_call,
}


def _check_is_open(room: Room) -> None:
    if room.state == RoomState.WAITING:
        raise RuleBroken(
            _("The session has not begun. Wait for the instructor to open it."), code="closed"
        )
    if room.state == RoomState.ENDED:
        raise RuleBroken(_("The session is over. The log can still be read."), code="closed")


def _check_may_lead(actor: Actor, meeting: Meeting) -> None:
    role = role_in(actor, meeting)
    if role is None:
        raise NotFound
    if role is not RoomRole.STAFF:
        raise NotAllowed(
            _("Only the staff of the class opens and ends the session."), code="forbidden"
        )


def _room_of(meeting: Meeting) -> Room:
    room, _made = Room.objects.get_or_create(meeting=meeting)
    return room


def _lock_room(room: Room) -> Room:
    return (
        Room.objects.select_for_update(of=("self",))
        .select_related("meeting__group__school")
        .get(pk=room.pk)
    )


def _extend_presences(room: Room, heard_at: Mapping[uuid.UUID, dt.datetime]) -> set[uuid.UUID]:
    """Extend the newest presence of each device to the time it was heard of.

    After a silence of more than 45 s a new row begins. Returns the devices that were known.
    """
    newest: dict[uuid.UUID, Presence] = {}
    presences = Presence.objects.select_for_update().filter(
        room_id=room.pk, device__in=list(heard_at)
    )
    for presence in presences.order_by("id"):
        newest[presence.device] = presence
    grown, added = [], []
    for device, presence in newest.items():
        at = heard_at[device]
        if (
            index_of_span([PresenceSpan(presence.first_at, presence.last_at, presence.left)], at)
            is not None
        ):
            presence.first_at, presence.last_at = (
                min(presence.first_at, at),
                max(presence.last_at, at),
            )
            grown.append(presence)
        else:
            added.append(
                Presence(
                    room_id=room.pk,
                    user_id=presence.user_id,
                    device=device,
                    is_staff=presence.is_staff,
                    first_at=at,
                    last_at=at,
                )
            )
    Presence.objects.bulk_update(grown, ["first_at", "last_at"])
    Presence.objects.bulk_create(added)
    return set(newest)


def _check_learner_in(actor: Actor, meeting: Meeting, enrolment: Enrolment) -> None:
    # A closed register takes no check-in; that must not keep anybody out of the room.
    with suppress(ApplicationError), transaction.atomic():
        attendance.check_in(
            actor=actor, meeting=meeting, enrolment=enrolment, source=AttendanceSource.LIVE
        )


def _proposed_statuses(room: Room) -> dict[int, tuple[AttendanceStatus, str]]:
    """enrolment → (status, grounds). Grounds are in Vietnamese: the register stores them."""
    meeting = room.meeting
    school, day = meeting.group.school, clock.local(meeting.starts_at).date()
    measure = LiveAttendanceRules(
        share=int(rule_for("attendance.live_present_share", unit=school, day=day).value),
        late_after=int(rule_for("attendance.late_after_minutes", unit=school, day=day).value),
    )
    windows = counted_windows(queries.session_windows(room), meeting.starts_at)
    spans = queries.presence_spans(room)
    proposals = {}
    with translation.override("vi"):
        for enrolment in queries.learners_to_judge(meeting):
            own_spans = spans.get(enrolment.official.user_id or 0, [])
            verdict = judge_presence(own_spans, windows, measure)
            proposals[enrolment.pk] = (verdict.status, _describe_presence(verdict))
    return proposals


def _describe_presence(verdict: PresenceVerdict) -> str:
    if verdict.first_at is None:
        return _("was not in the room (%(total)d minutes)") % {"total": verdict.total}
    return _("there %(minutes)d/%(total)d minutes, came in at %(time)s") % {
        "minutes": verdict.minutes,
        "total": verdict.total,
        "time": clock.local(verdict.first_at).strftime("%H:%M"),
    }
