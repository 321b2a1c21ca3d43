"""One socket in a hub: a bounded queue and the task that writes it out.

A slow reader never delays the others.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from lms.portals.live_room.pool import run_in_pool
from lms.teaching.live import queries
from lms.teaching.live.protocol import VERSION, CloseCode, RoomRole, dump_frame

Send = Callable[[dict[str, Any]], Awaitable[None]]
# How many stored events may wait for one socket; with more it is closed, and resumes.
QUEUE_EVENTS = 256
# From so many waiting frames on, those that are not stored are dropped.
QUEUE_VOLATILE = 64
BATCH = 100


class OutgoingFrame(NamedTuple):
    """A frame to write, or with `close` the code with which to close.

    `first` and `last`: the numbers of its events, 0 in answers and unstored frames.
    """

    text: str
    first: int = 0
    last: int = 0
    close: int = 0


class Member:
    """A socket that has said hello.

    `pos` is the number of the last event that was written to it.
    """

    def __init__(self, *, room_id: int, user_id: int, role: RoomRole, pos: int, send: Send) -> None:
        self.room_id, self.user_id, self.role, self.pos = room_id, user_id, role, pos
        self._send = send
        self._queue: deque[OutgoingFrame] = deque()
        self._waiting = 0
        self._wake = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None
        self._writer = asyncio.create_task(self._write_queue())

    def offer(self, item: OutgoingFrame) -> None:
        """Queue a frame; over the bound the socket is closed, and its client resumes."""
        self._waiting += max(item.last - item.first + 1, 1)
        if self._waiting > QUEUE_EVENTS:
            self.close(CloseCode.SLOW)
            return
        self._queue.append(item)
        self._wake.set()

    def offer_volatile(self, text: str) -> None:
        """Queue a frame that is not stored; it is dropped where the socket is behind."""
        if self._waiting < QUEUE_VOLATILE:
            self.offer(OutgoingFrame(text))

    def close(self, code: int) -> None:
        """Stop writing and close with `code`; the client gets what waited when it resumes."""
        if self._closing is None:
            self._writer.cancel()
            self._closing = asyncio.create_task(self._send_close(code))

    @property
    def closed(self) -> bool:
        return self._closing is not None

    def stop(self) -> None:
        """Stop writing to a socket that is gone."""
        self._writer.cancel()

    async def _write_queue(self) -> None:
        try:
            while True:
                while not self._queue:
                    self._wake.clear()
                    await self._wake.wait()
                item = self._queue.popleft()
                await self._write_frame(item)
                self._waiting -= max(item.last - item.first + 1, 1)
        except OSError:  # the peer is gone; its disconnect message follows
            self._queue.clear()

    async def _write_frame(self, item: OutgoingFrame) -> None:
        if item.close:
            self.close(item.close)
        elif not item.last:
            await self._send_text(item.text)
        elif item.first == self.pos + 1 and item.text:
            await self._send_text(item.text)
            self.pos = item.last
        elif item.last > self.pos:
            await self._read_up_to(item.last)

    async def _read_up_to(self, last: int) -> None:
        # There was a gap in the numbers, so the events come from the log.
        while self.pos < last:
            events = await run_in_pool(queries.events_after, self.room_id, self.pos, BATCH)
            if not events:
                return
            await self._send_text(batch_frame(events))
            self.pos = events[-1]["seq"]

    async def _send_text(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def _send_close(self, code: int) -> None:
        try:
            await self._send({"type": "websocket.close", "code": code})
        except (OSError, RuntimeError):  # closed by the peer in the meantime
            self._queue.clear()


def batch_frame(events: list[dict[str, Any]]) -> str:
    """Events as one frame of text."""
    return dump_frame(
        events[0] if len(events) == 1 else {"v": VERSION, "type": "batch", "e": events}
    )
