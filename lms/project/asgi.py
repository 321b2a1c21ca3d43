"""One process serves it all: pages in threads through a2wsgi, live sockets through Channels."""

import asyncio
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from channels.routing import URLRouter
from django.conf import settings

from lms.portals.live_room.routing import websocket_urlpatterns
from lms.project.embed import EmbeddedWorker
from lms.project.wsgi import application as pages  # first: it sets Django up

_pages: Any = WSGIMiddleware(cast("Any", pages), workers=8)
_sockets = URLRouter(websocket_urlpatterns)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Dispatch by kind of connection; start and stop the embedded worker with the server."""
    if scope["type"] == "http":
        await _pages(scope, receive, send)
    elif scope["type"] == "websocket":
        await _sockets(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    embedded = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if settings.EMBED_WORKER:
                embedded = await asyncio.to_thread(EmbeddedWorker)
                embedded.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if embedded is not None:
                await asyncio.to_thread(embedded.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return
