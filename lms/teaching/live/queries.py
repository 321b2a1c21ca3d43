"""Questions to a live room: its events, its snapshot, who is present."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.organisation.policies import on_day
from lms.teaching.attendance.queries import own_arrival
from lms.teaching.classes.models import ClassStaff, Meeting
from lms.teaching.classes.states import MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster
from lms.teaching.enrolment.states import EnrolmentState
from lms.teaching.live.fold import CHAT_SHOWN, Frame, RoomSnapshot, apply_event, empty_state
from lms.teaching.live.models import Presence, Room, RoomEvent
from lms.teaching.live.policies import enterable_by
from lms.teaching.live.presence import PresenceSpan, TimeWindow
from lms.teaching.live.protocol import VERSION, RoomRole
from lms.teaching.live.states import RoomState

# Beats come every 30 s and are written every 15 s; whoever was not heard of for longer is shown as
# gone.
_SHOWN_AS_PRESENT = dt.timedelta(seconds=60)
# More than this is cheaper sent as a snapshot.
REPLAY = 500


@dataclass(frozen=True)
class PersonInRoom:
    """Somebody in the room."""

    user_id: int
    name: str
    role: RoomRole

    def as_json(self) -> list[Any]:
        return [self.user_id, self.name, self.role.value]


@dataclass(frozen=True)
class MeetingToday:
    """A meeting of today for one learner; `arrived_at`: when they were first noted, or None."""

    meeting: Meeting
    is_room_open: bool
    arrived_at: dt.datetime | None


def meeting_for(actor: Actor, code: str, number: int) -> Meeting:
    """A meeting whose room the actor may enter. NotFound for a stranger."""
    meetings = Meeting.objects.filter(enterable_by(actor)).select_related("group__school")
    return one_or_404(meetings, group__code=code, number=number)


def room_of(meeting: Meeting) -> Room | None:
    """The room of a meeting; None until somebody has entered it."""
    return Room.objects.filter(meeting=meeting).first()


def meetings_today(actor: Actor, enrolments: Iterable[Enrolment]) -> list[MeetingToday]:
    """Today's open meetings of the learner's classes, earliest first; one query."""
    groups = [enrolment.group_id for enrolment in enrolments]
    meetings = (
        Meeting.objects.filter(group__in=groups, starts_at__date=clock.today())
        .exclude(state__in=(MeetingState.CANCELLED, MeetingState.CLOSED))
        .annotate(arrived_at=own_arrival(actor))
        .select_related("group", "room")
        .order_by("starts_at")
    )
    return [
        MeetingToday(meeting, _is_room_open(meeting), meeting.arrived_at) for meeting in meetings
    ]


def _is_room_open(meeting: Meeting) -> bool:
    room: Room | None = getattr(meeting, "room", None)
    return room is not None and room.state == RoomState.OPEN


def room_states(meetings: Iterable[Meeting]) -> dict[int, RoomState]:
    """meeting → state of its room, for lists; a meeting without a room is absent. One query."""
    rows = Room.objects.filter(meeting__in=list(meetings)).values_list("meeting_id", "state")
    return {meeting_id: RoomState(state) for meeting_id, state in rows}


def log_head(room_id: int) -> tuple[uuid.UUID, int]:
    """(epoch, number of the last event)."""
    epoch, last = Room.objects.values_list("epoch", "last_seq").get(pk=room_id)
    return epoch, last


def earlier_event(room: Room, actor: Actor, cid: uuid.UUID) -> int | None:
    """The number under which the actor's event `cid` was stored, or None."""
    rows = RoomEvent.objects.filter(room=room, actor_id=actor.key, cid=cid)
    return rows.values_list("seq", flat=True).first()


def events_after(room_id: int, after: int, limit: int = REPLAY) -> list[Frame]:
    """At most `limit` frames with seq > after, in order.

    Lines that were taken away later come without their text.
    """
    events = list(RoomEvent.objects.filter(room_id=room_id, seq__gt=after).order_by("seq")[:limit])
    deleted = {event.data["seq"] for event in events if event.type == "chat.delete"}
    if len(events) == limit:
        deleted |= _deleted_lines(room_id, events[-1].seq, None)
    return [_frame_of(event, hidden=event.seq in deleted) for event in events]


def _frame_of(event: RoomEvent, *, hidden: bool = False) -> Frame:
    """An event as clients get it. Deleted text stays in the log and is never sent again."""
    data = {"text": "", "deleted": True} if hidden else event.data
    return {
        "v": VERSION,
        "seq": event.seq,
        "type": event.type,
        "by": event.actor_id,
        "name": event.actor_name,
        "cid": str(event.cid),
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="milliseconds"),
        "d": data,
    }


def room_snapshot(room_id: int, upto: int | None = None) -> tuple[int, RoomSnapshot]:
    """(number, the room's state after that event): the last lines, the raised hands, the phase.

    Four queries.
    """
    seq = log_head(room_id)[1] if upto is None else upto
    log = RoomEvent.objects.filter(room_id=room_id, seq__lte=seq)
    state = empty_state()
    ended = log.filter(type="session.end").order_by("-seq").values_list("seq", flat=True).first()
    moves = log.filter(
        type__in=("hand.raise", "hand.lower", "hand.call", "session.open", "session.end")
    )
    for event in moves.filter(seq__gte=ended or 0).order_by("seq"):
        state = apply_event(state, _frame_of(event))
    lines = list(log.filter(type="chat.post").order_by("-seq")[:CHAT_SHOWN])
    deleted = _deleted_lines(room_id, lines[-1].seq, seq) if lines else set()
    for event in reversed(lines):
        state = apply_event(state, _frame_of(event, hidden=event.seq in deleted))
    return seq, state


def people_present(room_id: int) -> list[PersonInRoom]:
    """Who is in the room now, over all devices and processes, in the order of names."""
    rows = (
        Presence.objects.filter(
            room_id=room_id, left=False, last_at__gte=clock.now() - _SHOWN_AS_PRESENT
        )
        .order_by("user__full_name", "user_id")
        .values_list("user_id", "user__full_name", "is_staff")
        .distinct()
    )
    return [
        PersonInRoom(pk, name, RoomRole.STAFF if staff else RoomRole.LEARNER)
        for pk, name, staff in rows
    ]


def room_members(room_id: int) -> dict[int, RoomRole]:
    """Every account that may be in the room today, with its role.

    Two queries; the hub asks at most every 5 s.
    """
    learners = Enrolment.objects.filter(
        group__meetings__room=room_id, state=EnrolmentState.ENROLLED, official__user__is_active=True
    )
    staff = ClassStaff.objects.filter(
        on_day(), group__meetings__room=room_id, user__is_active=True
    ).values_list("user_id", flat=True)
    roles = {
        pk: RoomRole.LEARNER for pk in learners.values_list("official__user_id", flat=True) if pk
    }
    return {**roles, **dict.fromkeys(staff, RoomRole.STAFF)}


def presence_spans(room: Room) -> dict[int, list[PresenceSpan]]:
    """user → the spans of all their devices."""
    spans_by_user: dict[int, list[PresenceSpan]] = {}
    for presence in Presence.objects.filter(room=room).order_by("first_at"):
        spans_by_user.setdefault(presence.user_id, []).append(
            PresenceSpan(presence.first_at, presence.last_at, presence.left)
        )
    return spans_by_user


def session_windows(room: Room) -> list[TimeWindow]:
    """When the room was open: from each session.open to its session.end (to now, while it is
    open).
    """
    windows: list[TimeWindow] = []
    begun: dt.datetime | None = None
    events = room.events.filter(type__in=("session.open", "session.end")).order_by("seq")
    for kind, at in events.values_list("type", "at"):
        if kind == "session.open":
            begun = at
        elif begun is not None:
            windows.append((begun, at))
            begun = None
    return [*windows, (begun, clock.now())] if begun is not None else windows


def learners_to_judge(meeting: Meeting) -> QuerySet[Enrolment]:
    """The learners whose presence is judged."""
    return roster(meeting.group).select_related("official", "group")


def _deleted_lines(room_id: int, after: int, upto: int | None) -> set[int]:
    rows = RoomEvent.objects.filter(room_id=room_id, type="chat.delete", seq__gt=after)
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    return {data["seq"] for data in rows.values_list("data", flat=True)}
