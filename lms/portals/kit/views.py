"""How a view is declared: by which HTTP methods, and whether one must be signed in."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from lms.core.actor import Actor
from lms.portals.kit.errors import redirect_to_sign_in

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request after our middleware, with its id and its actor."""

    id: str
    actor: Actor
    htmx: bool


View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]


def actor_view(*methods: str, public: bool = False) -> Callable[[View[P]], View[P]]:
    """Declare a view that answers these HTTP methods for its signed-in actor; every view is one.

    Whoever is not signed in is redirected to the sign-in page, except where the view is public;
    other methods get 405. Answers are not cached, unless the view is public or says otherwise.
    """
    allowed = {*methods, *({"HEAD"} if "GET" in methods else set())}

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def inner(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not public and request.actor.is_anonymous:
                return redirect_to_sign_in(request)
            response = view(request, *args, **kwargs)
            if not public:
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return inner

    return wrap
