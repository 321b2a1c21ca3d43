"""One hub per process and room: rung by the doorbell, it reads the log once and writes to all its
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
from lms.portals.live_room.member import BATCH, Item, Member, batch
from lms.portals.live_room.pool import run
from lms.teaching.live import actions, bell, queries
from lms.teaching.live.protocol import VERSION, Close, Role, dump

log = logging.getLogger(__name__)
# Looked at the log at least so often: heals lost rings.
POLL = 2.0
# Who may be here is read anew at most so long after.
TRUST = 5.0
WRITE_BEATS = 15.0
SOCKETS_PER_PERSON = 3
_LAYER_ERRORS = (OSError, RedisError)


@dataclass(frozen=True)
class Look:
    """What one look at the database brought."""

    epoch: str
    events: list[dict[str, Any]]
    here: list[queries.Person]
    allowed: dict[int, Role] | None


def look(room_id: int, after: int, ask_members: bool) -> Look:
    """The news after `after`, who is here and, when asked, who may be here."""
    return Look(
        epoch=str(queries.head(room_id)[0]),
        events=queries.events_after(room_id, after, BATCH),
        here=queries.here(room_id),
        allowed=queries.members(room_id) if ask_members else None,
    )


class Hub:
    """The sockets of one room in this process. Everything here runs on the loop."""

    def __init__(self, room_id: int, epoch: str, head: int) -> None:
        self.room_id, self.epoch, self.head = room_id, epoch, head
        self.members: dict[uuid.UUID, Member] = {}
        self.heard: dict[uuid.UUID, float] = {}
        self.rang = asyncio.Event()
        self.presence: list[queries.Person] = []
        self._asked_members = self._wrote_beats = time.monotonic()
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._listen())]
        self._tasks[0].add_done_callback(self._fell)

    def add(self, device: uuid.UUID, member: Member) -> None:
        """A socket comes in at `member.pos`; whatever was broadcast meanwhile it reads from the
        log.
        """
        own_members = [other for other in self.members.values() if other.user_id == member.user_id]
        if len(own_members) >= SOCKETS_PER_PERSON:
            own_members[0].close(Close.REPLACED)
        self.members[device] = member
        if self.head > member.pos:
            member.offer(Item("", self.head, self.head))
        self.rang.set()

    def hear(self, device: uuid.UUID) -> None:
        """A device proved that it is there."""
        self.heard[device] = time.monotonic()

    def drop(self, device: uuid.UUID) -> float:
        """The socket is gone; returns how many seconds ago it was last heard of."""
        member = self.members.pop(device, None)
        if member is not None:
            member.stop()
        self.rang.set()
        return time.monotonic() - self.heard.pop(device, time.monotonic())

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _run(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.rang.wait(), POLL)
            self.rang.clear()
            try:
                await self._turn()
            except DatabaseError:
                log.warning("live room %s: the database did not answer", self.room_id)
                await asyncio.sleep(POLL / 4)
            # Rings that come meanwhile are answered by one read.
            await asyncio.sleep(max(0.05, len(self.members) * 50e-6))

    async def _turn(self) -> None:
        now = time.monotonic()
        ask = now - self._asked_members > TRUST
        news = await run(look, self.room_id, self.head, ask)
        if news.epoch != self.epoch:
            self._restart(news.epoch)
            return
        if news.allowed is not None:
            self._asked_members = now
            self._put_out(news.allowed)
        self._broadcast(news.events)
        self._show(news.here)
        if now - self._wrote_beats > WRITE_BEATS:
            self._wrote_beats = now
            ages = {device: now - at for device, at in self.heard.items()}
            await run(_write_beats, self.room_id, ages)

    def _broadcast(self, events: list[dict[str, Any]]) -> None:
        if not events:
            return
        first, last = events[0]["seq"], events[-1]["seq"]
        item = Item(batch(events), first, last)
        phases = [event["type"] for event in events if event["type"].startswith("session.")]
        over = bool(phases) and phases[-1] == "session.end"
        self.head = last
        for member in list(self.members.values()):
            member.offer(item)
            if over:
                member.offer(Item("", close=Close.ENDED))
        if len(events) == BATCH:
            self.rang.set()

    def _show(self, here: list[queries.Person]) -> None:
        if here == self.presence:
            return
        before = {person.user_id for person in self.presence}
        after = {person.user_id for person in here}
        text = dump(
            {
                "v": VERSION,
                "type": "presence.diff",
                "d": {
                    "n": len(here),
                    "in": [person.as_json() for person in here if person.user_id not in before],
                    "out": sorted(before - after),
                },
            }
        )
        self.presence = here
        for member in list(self.members.values()):
            member.offer_volatile(text)

    def _put_out(self, allowed: dict[int, Role]) -> None:
        for member in list(self.members.values()):
            if member.user_id not in allowed:
                member.close(Close.NOT_MEMBER)

    def _restart(self, epoch: str) -> None:
        # The room was restored from a copy: numbers mean other events now, so everybody starts from
        # a snapshot.
        self.epoch, self.head = epoch, 0
        for member in list(self.members.values()):
            member.close(Close.RESTART)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while True:
            with suppress(*_LAYER_ERRORS):
                channel = await layer.new_channel()
                await layer.group_add(_group(self.room_id), channel)
                while True:
                    await layer.receive(channel)
                    self.rang.set()
            await asyncio.sleep(1)

    def _fell(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("live room %s: the hub fell", self.room_id, exc_info=task.exception())
            hubs.rooms.pop(self.room_id, None)
            self.stop()
            for member in list(self.members.values()):
                member.close(Close.RESTART)


class Hubs:
    """The hubs of this process, and the way from any thread to them."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.rooms: dict[int, Hub] = {}
        self._calls: set[asyncio.Task[None]] = set()
        bell.listen(self.ring)

    def of(self, room_id: int, epoch: str, head: int) -> Hub:
        """The hub of the room, made with the first socket."""
        self.loop = asyncio.get_running_loop()
        hub = self.rooms.get(room_id)
        if hub is None:
            hub = self.rooms[room_id] = Hub(room_id, epoch, head)
        return hub

    async def leave(self, hub: Hub, device: uuid.UUID) -> None:
        """A socket is gone: its time is written; the last one takes the hub along."""
        ago = hub.drop(device)
        if not hub.members and self.rooms.get(hub.room_id) is hub:
            del self.rooms[hub.room_id]
            hub.stop()
        with suppress(DatabaseError):
            await run(_say_goodbye, hub.room_id, device, ago)
        hub.rang.set()

    def ring(self, room_id: int, seq: int) -> None:
        """From any thread, after a commit: wake the hub here and ring at the other processes."""
        if self.loop is not None:
            with suppress(RuntimeError):  # the loop is closed: the process is stopping
                self.loop.call_soon_threadsafe(self._ring, room_id, seq)

    def _ring(self, room_id: int, seq: int) -> None:
        hub = self.rooms.get(room_id)
        if hub is not None:
            hub.rang.set()
        call = asyncio.get_running_loop().create_task(self._call(room_id, seq))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _call(self, room_id: int, seq: int) -> None:
        with suppress(*_LAYER_ERRORS):
            await get_channel_layer().group_send(_group(room_id), {"type": "rang", "seq": seq})


def _group(room_id: int) -> str:
    return f"live.{room_id}"


def _write_beats(room_id: int, ages: dict[uuid.UUID, float]) -> None:
    now = clock.now()
    actions.beat(
        room_id=room_id,
        seen={device: now - dt.timedelta(seconds=age) for device, age in ages.items()},
    )


def _say_goodbye(room_id: int, device: uuid.UUID, age: float) -> None:
    _write_beats(room_id, {device: age})
    actions.leave(device=device, at=clock.now())


def state_frame(hub: Hub) -> str:
    """Who is here, for one socket that asks by its beat: heals what was dropped."""
    return dump(service.presence_frame(hub.presence))


hubs = Hubs()
