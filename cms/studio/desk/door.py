"""The one way in: the editor's own draft, or 404."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from cms.studio.drafts import Draft, open_draft
from lms.core.actor import Actor
from lms.core.errors import NotFound, RuleBroken
from lms.core.text import storable

View = Callable[..., HttpResponse]


def studio(*methods: str, framed: bool = False) -> Callable[[View], View]:
    """A view that is given (request, draft, …). Whoever may not edit the page learns nothing of it.

    `framed`: may be shown inside the Studio's phone.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def seen(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
            return view(request, open_draft(actor_of(request), page_id), **kwargs)

        made = require_http_methods(list(methods))(seen)
        return xframe_options_sameorigin(made) if framed else made

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Set by the house's middleware."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def typed(request: HttpRequest, name: str) -> str:
    """A field of a form without one of ours: what a database can keep of it."""
    return storable(request.POST.get(name, ""))


def done(
    request: HttpRequest, name: str, draft: Draft, *parts: Any, said: str = ""
) -> HttpResponse:
    """On to a page of the Studio, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(name, draft.page.pk, *parts)


def attempt(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Do it; a refusal becomes a message and None."""
    try:
        return act()
    except (RuleBroken, NotFound) as error:
        messages.error(request, error.message)
        return None
