"""Addresses of the live sockets."""

from typing import Any

from django.urls import path


async def live_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The room's socket."""
    from lms.portals.live_room.consumer import LiveConsumer  # noqa: PLC0415 - needs the app registry

    await LiveConsumer.as_asgi()(scope, receive, send)


# Django's stubs know views only; Channels routes sockets by the same patterns.
_socket: Any = live_socket
websocket_urlpatterns: list[Any] = [path("ws/lop/<slug:code>/<int:number>/", _socket)]
