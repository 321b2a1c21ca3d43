"""The socket of the live room: handshake, hello, and one event after the other.

The consumer reads what the client sends; the hub writes to the client.
"""

import asyncio
import uuid
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie

from lms.core.errors import NotFound
from lms.portals.live_room import service, tickets
from lms.portals.live_room.hub import Hub, hubs, state_frame
from lms.portals.live_room.limits import PER_SOCKET, SlidingLimit
from lms.portals.live_room.member import Member, OutgoingFrame
from lms.portals.live_room.pool import run_in_pool
from lms.teaching.live.protocol import (
    ClientFrame,
    CloseCode,
    MalformedFrame,
    RefusedFrame,
    dump_frame,
    parse_frame,
)

# Seconds in which a client must say hello after connecting.
HELLO_WITHIN = 10.0


class LiveConsumer(AsyncConsumer):
    """One socket."""

    # The hub listens to the channel layer, once for all sockets of the room.
    channel_layer_alias = None

    def __init__(self) -> None:
        self.device = uuid.uuid4()
        self.limit = SlidingLimit(*PER_SOCKET)
        self.member: Member | None = None
        self.hub: Hub | None = None
        self.caller: service.Caller | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.closing: asyncio.Task[None] | None = None

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle one message on the event loop; Channels' own dispatch uses a thread for each."""
        if message["type"] == "websocket.receive":
            await self._handle_frame(message)
        elif message["type"] == "websocket.connect":
            await self._accept()
        else:
            await self._disconnect()

    async def _accept(self) -> None:
        headers = dict(self.scope["headers"])
        if headers.get(b"origin", b"").decode("latin1") not in settings.LIVE_ORIGINS:
            await self._close_socket(CloseCode.NOT_MEMBER)  # before accepting: HTTP 403
            raise StopConsumer
        await self.base_send({"type": "websocket.accept"})
        self.caller = _read_caller(self.scope, headers)
        if self.caller is None:
            await self._close_socket(CloseCode.SIGNED_OUT)
            return
        loop = asyncio.get_running_loop()
        self.timer = loop.call_later(HELLO_WITHIN, self._close_without_hello)

    def _close_without_hello(self) -> None:
        if self.member is None:
            self.closing = asyncio.get_running_loop().create_task(
                self._close_socket(CloseCode.MALFORMED)
            )

    async def _handle_frame(self, message: dict[str, Any]) -> None:
        try:
            await self._handle_event(message.get("text"))
        except MalformedFrame as error:
            await self._close_socket(error.code)
        except RefusedFrame as error:
            self._send_frame(service.refusal_frame(error.cid, error.code))
        except service.SignedOut:
            await self._close_socket(CloseCode.SIGNED_OUT)
        except NotFound:
            await self._close_socket(CloseCode.NOT_MEMBER)
        except DatabaseError:
            # nothing was acknowledged, so the client sends it again
            await self._close_socket(CloseCode.RESTART)

    async def _handle_event(self, text: str | None) -> None:
        if self.caller is None or (self.member is not None and self.member.closed):
            return
        if text is None:
            raise MalformedFrame
        if not self.limit.take():
            raise MalformedFrame(CloseCode.FLOOD)
        envelope = parse_frame(text)
        if (envelope.kind == "hello") == (self.member is not None):
            raise MalformedFrame
        if self.member is None or self.hub is None:
            await self._handle_hello(self.caller, envelope)
            return
        self.hub.hear(self.device)
        if envelope.kind == "presence.beat":
            await run_in_pool(service.check_still_in, self.caller)
            self.member.offer_volatile(state_frame(self.hub))
        else:
            self._send_frame(await run_in_pool(service.submit_event_as, self.caller, envelope))

    async def _handle_hello(self, caller: service.Caller, envelope: ClientFrame) -> None:
        epoch, last = envelope.data.get("epoch", ""), envelope.data.get("last_seq", 0)
        entered = await run_in_pool(service.enter_room, caller, self.device, epoch, last)
        await self.base_send({"type": "websocket.send", "text": dump_frame(entered.welcome)})
        if entered.ended:
            await self._close_socket(CloseCode.ENDED)
            return
        head = entered.welcome["head"]
        self.hub = hubs.of(entered.room_id, entered.welcome["epoch"], head)
        self.member = Member(
            room_id=entered.room_id,
            user_id=entered.user_id,
            role=entered.role,
            pos=head,
            send=self.base_send,
        )
        self.hub.add(self.device, self.member)
        self.hub.hear(self.device)
        self.member.offer_volatile(state_frame(self.hub))

    def _send_frame(self, frame: dict[str, Any]) -> None:
        if self.member is not None:
            self.member.offer(OutgoingFrame(dump_frame(frame)))

    async def _close_socket(self, code: int) -> None:
        if self.member is not None:
            self.member.close(code)
        else:
            self.caller = None
            await self.base_send({"type": "websocket.close", "code": int(code)})

    async def _disconnect(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self.hub is not None:
            await hubs.leave(self.hub, self.device)
        raise StopConsumer


def _read_caller(scope: dict[str, Any], headers: dict[bytes, bytes]) -> service.Caller | None:
    """Who connects, by their session cookie and a ticket issued to that session for this room.

    None without a valid ticket.
    """
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
    session = cookies.get(settings.SESSION_COOKIE_NAME, "")
    signed_ticket = parse_qs(scope["query_string"].decode("latin1")).get("ticket", [""])[0]
    ticket, route = tickets.read_ticket(signed_ticket, session), scope["url_route"]["kwargs"]
    if ticket is None or (ticket.code, ticket.number) != (route["code"], route["number"]):
        return None
    return service.Caller(ticket.user_id, session, ticket.language, ticket.code, ticket.number)
