"""Views on an editor's draft: opening it, or 404; fields, refusals and ways on that they share."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from cms.studio.drafts import ScenarioDraft, open_draft
from lms.core.actor import Actor
from lms.core.errors import NotFound, RuleBroken
from lms.core.text import strip_unstorable

View = Callable[..., HttpResponse]


def draft_view(*methods: str, framed: bool = False, locks: bool = False) -> Callable[[View], View]:
    """A view that is given (request, draft, …). Whoever may not edit the page learns nothing of it.

    `framed`: may be shown inside the Studio's phone. `locks`: nobody else writes the draft while a
    POST is answered, so that the view writes into the draft that it was given.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def open_and_answer(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if locks and request.method == "POST":
                with transaction.atomic():
                    return view(request, open_draft(actor, page_id, lock=True), **kwargs)
            return view(request, open_draft(actor, page_id), **kwargs)

        limited = require_http_methods(list(methods))(open_and_answer)
        return xframe_options_sameorigin(limited) if framed else limited

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as our middleware has set it."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]  # set by our middleware


def posted_text(request: HttpRequest, name: str) -> str:
    """A field of a form that has no form class: what a database can keep of it."""
    return strip_unstorable(request.POST.get(name, ""))


def redirect_with_message(
    request: HttpRequest, name: str, draft: ScenarioDraft, *parts: Any, message: str = ""
) -> HttpResponse:
    """On to a page of the Studio, with a message about what was done."""
    if message:
        messages.success(request, message)
    return redirect(name, draft.page.pk, *parts)


def attempt_action(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Do it and return what comes of it; a refusal becomes a message and None."""
    try:
        return act()
    except (RuleBroken, NotFound) as refusal:
        messages.error(request, refusal.message)
        return None
