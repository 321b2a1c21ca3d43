"""One hub for each process and room: when notified it reads the log once and writes to all its
sockets.
"""

import asyncio
import datetime as dt
import logging
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from lms.core import clock
from lms.portals.live_room import service
from lms.portals.live_room.member import BATCH, Member, OutgoingFrame, batch_frame
from lms.portals.live_room.pool import run_in_pool
from lms.teaching.live import actions, listeners, queries
from lms.teaching.live.protocol import VERSION, CloseCode, RoomRole, dump_frame

log = logging.getLogger(__name__)
# Seconds after which the log is read without a notification too, in case one was lost.
POLL_EVERY = 2.0
# Seconds after which it is read anew who may be in the room.
MEMBERS_TRUSTED_FOR = 5.0
# Seconds between two writes of presence.
WRITE_BEATS = 15.0
SOCKETS_PER_PERSON = 3
_LAYER_ERRORS = (OSError, RedisError)


@dataclass(frozen=True)
class RoomNews:
    """What one read of the database brought: new events, who is present, who may be here.

    `allowed` is None where it was not asked for.
    """

    epoch: str
    events: list[dict[str, Any]]
    present: list[queries.PersonInRoom]
    allowed: dict[int, RoomRole] | None


def _read_news(room_id: int, after: int, ask_members: bool) -> RoomNews:
    """The events after number `after`, who is present and, if asked for, who may be in the room."""
    return RoomNews(
        epoch=str(queries.log_head(room_id)[0]),
        events=queries.events_after(room_id, after, BATCH),
        present=queries.people_present(room_id),
        allowed=queries.room_members(room_id) if ask_members else None,
    )


class Hub:
    """The sockets of one room in this process. All its methods run on the event loop."""

    def __init__(self, room_id: int, epoch: str, head: int) -> None:
        self.room_id, self.epoch, self.head = room_id, epoch, head
        self.members: dict[uuid.UUID, Member] = {}
        self.heard: dict[uuid.UUID, float] = {}
        self.woken = asyncio.Event()
        self.presence: list[queries.PersonInRoom] = []
        self._asked_members = self._wrote_beats = time.monotonic()
        self._tasks = [
            asyncio.create_task(self._serve()),
            asyncio.create_task(self._listen_to_layer()),
        ]
        self._tasks[0].add_done_callback(self._log_failure)

    def add(self, device: uuid.UUID, member: Member) -> None:
        """Add a socket that stands at `member.pos`; it reads later events from the log."""
        own_members = [other for other in self.members.values() if other.user_id == member.user_id]
        if len(own_members) >= SOCKETS_PER_PERSON:
            own_members[0].close(CloseCode.REPLACED)
        self.members[device] = member
        if self.head > member.pos:
            member.offer(OutgoingFrame("", self.head, self.head))
        self.woken.set()

    def hear(self, device: uuid.UUID) -> None:
        """Note that the device has just sent something."""
        self.heard[device] = time.monotonic()

    def drop(self, device: uuid.UUID) -> float:
        """Remove the socket; returns how many seconds ago the device last sent something."""
        member = self.members.pop(device, None)
        if member is not None:
            member.stop()
        self.woken.set()
        return time.monotonic() - self.heard.pop(device, time.monotonic())

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _serve(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), POLL_EVERY)
            self.woken.clear()
            try:
                await self._read_and_send()
            except DatabaseError:
                log.warning("live room %s: the database did not answer", self.room_id)
                await asyncio.sleep(POLL_EVERY / 4)
            # One read answers all notifications that come meanwhile.
            await asyncio.sleep(max(0.05, len(self.members) * 50e-6))

    async def _read_and_send(self) -> None:
        now = time.monotonic()
        ask = now - self._asked_members > MEMBERS_TRUSTED_FOR
        news = await run_in_pool(_read_news, self.room_id, self.head, ask)
        if news.epoch != self.epoch:
            self._restart_members(news.epoch)
            return
        if news.allowed is not None:
            self._asked_members = now
            self._close_strangers(news.allowed)
        self._send_events(news.events)
        self._send_presence(news.present)
        if now - self._wrote_beats > WRITE_BEATS:
            self._wrote_beats = now
            ages = {device: now - at for device, at in self.heard.items()}
            await run_in_pool(_write_beats, self.room_id, ages)

    def _send_events(self, events: list[dict[str, Any]]) -> None:
        if not events:
            return
        first, last = events[0]["seq"], events[-1]["seq"]
        item = OutgoingFrame(batch_frame(events), first, last)
        phases = [event["type"] for event in events if event["type"].startswith("session.")]
        over = bool(phases) and phases[-1] == "session.end"
        self.head = last
        for member in list(self.members.values()):
            member.offer(item)
            if over:
                member.offer(OutgoingFrame("", close=CloseCode.ENDED))
        if len(events) == BATCH:
            self.woken.set()

    def _send_presence(self, present: list[queries.PersonInRoom]) -> None:
        if present == self.presence:
            return
        before = {person.user_id for person in self.presence}
        after = {person.user_id for person in present}
        text = dump_frame(
            {
                "v": VERSION,
                "type": "presence.diff",
                "d": {
                    "n": len(present),
                    "in": [person.as_json() for person in present if person.user_id not in before],
                    "out": sorted(before - after),
                },
            }
        )
        self.presence = present
        for member in list(self.members.values()):
            member.offer_volatile(text)

    def _close_strangers(self, allowed: dict[int, RoomRole]) -> None:
        for member in list(self.members.values()):
            if member.user_id not in allowed:
                member.close(CloseCode.NOT_MEMBER)

    def _restart_members(self, epoch: str) -> None:
        # The room was restored from a copy: the numbers mean other events now, so everybody starts
        # from a snapshot.
        self.epoch, self.head = epoch, 0
        for member in list(self.members.values()):
            member.close(CloseCode.RESTART)

    async def _listen_to_layer(self) -> None:
        layer = get_channel_layer()
        while True:
            with suppress(*_LAYER_ERRORS):
                channel = await layer.new_channel()
                await layer.group_add(_group_name(self.room_id), channel)
                while True:
                    await layer.receive(channel)
                    self.woken.set()
            await asyncio.sleep(1)

    def _log_failure(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("live room %s: the hub failed", self.room_id, exc_info=task.exception())
            hubs.rooms.pop(self.room_id, None)
            self.stop()
            for member in list(self.members.values()):
                member.close(CloseCode.RESTART)


class HubRegistry:
    """The hubs of this process, and how any thread notifies them."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.rooms: dict[int, Hub] = {}
        self._calls: set[asyncio.Task[None]] = set()
        listeners.add_listener(self.notify)

    def of(self, room_id: int, epoch: str, head: int) -> Hub:
        """The hub of the room, made with the first socket."""
        self.loop = asyncio.get_running_loop()
        hub = self.rooms.get(room_id)
        if hub is None:
            hub = self.rooms[room_id] = Hub(room_id, epoch, head)
        return hub

    async def leave(self, hub: Hub, device: uuid.UUID) -> None:
        """Write the time of a socket that is gone; the hub ends with its last socket."""
        ago = hub.drop(device)
        if not hub.members and self.rooms.get(hub.room_id) is hub:
            del self.rooms[hub.room_id]
            hub.stop()
        with suppress(DatabaseError):
            await run_in_pool(_write_departure, hub.room_id, device, ago)
        hub.woken.set()

    def notify(self, room_id: int, seq: int) -> None:
        """From any thread, after a commit: wake the hub of this process and of the others."""
        if self.loop is not None:
            with suppress(RuntimeError):  # the loop is closed: the process is stopping
                self.loop.call_soon_threadsafe(self._wake_all, room_id, seq)

    def _wake_all(self, room_id: int, seq: int) -> None:
        hub = self.rooms.get(room_id)
        if hub is not None:
            hub.woken.set()
        call = asyncio.get_running_loop().create_task(self._wake_others(room_id, seq))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _wake_others(self, room_id: int, seq: int) -> None:
        with suppress(*_LAYER_ERRORS):
            await get_channel_layer().group_send(_group_name(room_id), {"type": "rang", "seq": seq})


def _group_name(room_id: int) -> str:
    return f"live.{room_id}"


def _write_beats(room_id: int, ages: dict[uuid.UUID, float]) -> None:
    now = clock.now()
    actions.record_beats(
        room_id=room_id,
        seen={device: now - dt.timedelta(seconds=age) for device, age in ages.items()},
    )


def _write_departure(room_id: int, device: uuid.UUID, age: float) -> None:
    _write_beats(room_id, {device: age})
    actions.leave_room(device=device, at=clock.now())


def state_frame(hub: Hub) -> str:
    """Who is present, for a socket that sends its beat: it may have missed a volatile frame."""
    return dump_frame(service.presence_frame(hub.presence))


hubs = HubRegistry()
