"""Health checks: whether the process is alive, and whether it reaches its parts."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection
from django.db.utils import Error
from django.http import HttpResponse, JsonResponse
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from lms.portals.kit.views import ActorRequest, actor_view

log = logging.getLogger(__name__)


@actor_view("GET", public=True)
def report_alive(request: ActorRequest) -> HttpResponse:
    """200 as long as the process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@actor_view("GET", public=True)
def report_ready(request: ActorRequest) -> HttpResponse:
    """200 when database, broker and channel layer answer, else 503 with those that do not."""
    parts = {
        "database": _database_answers(),
        "broker": _broker_answers(),
        "channel_layer": _channel_layer_answers(),
    }
    is_ready = all(parts.values())
    body = {name: "ok" if answers else "down" for name, answers in parts.items()}
    body = {"status": "ok" if is_ready else "down", **body}
    return JsonResponse(body, status=200 if is_ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        log.exception("readyz: database")
        return False
    return True


def _broker_answers() -> bool:
    try:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        log.exception("readyz: broker")
        return False
    return True


def _channel_layer_answers() -> bool:
    layer = get_channel_layer()
    try:
        async_to_sync(layer.group_send)("readyz", {"type": "ready"})
    except (RedisError, OSError):
        log.exception("readyz: channel layer")
        return False
    return True
