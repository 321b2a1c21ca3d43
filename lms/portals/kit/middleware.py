"""The middleware of every request: request id, language, actor, errors."""

import re
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from lms.core.actor import Actor
from lms.core.errors import ApplicationError
from lms.core.ids import uuid7
from lms.people.accounts.queries import actor_of
from lms.portals.kit import request_id
from lms.portals.kit.errors import render_error
from lms.portals.kit.views import ActorRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes the request's X-Request-ID where it is harmless, else makes one.

    The response carries it, and so does every log line.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponseBase:
        sent_id = request.headers.get("X-Request-ID", "")
        request.id = sent_id if _SAFE_ID.fullmatch(sent_id) else uuid7().hex
        token = request_id.current.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id.current.reset(token)
        response["X-Request-ID"] = request.id
        return response


class LanguageMiddleware:
    """Vietnamese unless the person chose otherwise: in their account, else in the cookie of the
    language switch.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponseBase:
        language = request.COOKIES.get("language", "vi")
        if request.path.startswith(reverse("wagtailadmin_home")):
            language = "vi"
        elif request.session.get("_auth_user_id") and request.user.is_authenticated:
            language = request.user.language
        with translation.override(language if language in {"vi", "en"} else "vi"):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Sets `request.actor`, which is read when it is first used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponseBase:
        def read() -> Actor:
            return actor_of(request.user, request_id=request.id)

        request.actor = cast("Actor", SimpleLazyObject(read))
        return self.get_response(request)


class ErrorsMiddleware:
    """Renders the errors that actions and queries raise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return render_error(request, error) if isinstance(error, ApplicationError) else None
