"""Sending for review, approving, publishing; comments; who else is here."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.studio import comments, graph, presence, review
from cms.studio.desk.around import scene_url
from cms.studio.desk.door import actor_of, attempt, done, studio, typed
from cms.studio.drafts import Draft
from lms.core.errors import NotFound


@studio("POST")
def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """From draft to published text, step by step."""
    who: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    why = typed(request, "comment")
    steps = {
        "submit": (lambda: review.submit(**who), _("Sent for review.")),
        "approve": (lambda: review.approve(**who, comment=why), _("Approved.")),
        "send_back": (
            lambda: review.send_back(**who, comment=why),
            _("Sent back with what should be changed."),
        ),
        "publish": (
            lambda: review.publish(**who),
            _("Published. Classes get it with the next edition of the course."),
        ),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise NotFound
    verb, said = step
    is_done = attempt(request, lambda: [verb()])
    return done(request, "studio_open", draft, said=said if is_done else "")


@studio("POST")
def comment(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say something about a field, answer, or close what was said."""
    who: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    post = request.POST
    scene, path, text = (typed(request, name) for name in ("scene", "path", "text"))
    number = graph.number_of(post.get("comment", "")) or 0
    match post.get("do"):
        case "say":
            attempt(request, lambda: comments.comment_on(**who, scene=scene, path=path, text=text))
        case "answer":
            attempt(request, lambda: comments.reply_to(**who, comment_id=number, text=text))
        case "close":
            attempt(request, lambda: comments.resolve(**who, comment_id=number))
        case _:
            raise NotFound
    if scene in draft.keys:
        return redirect(f"{scene_url(draft, scene)}#said")
    return redirect("studio_facts", draft.page.pk)


@studio("POST")
def here(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The browser says that I am here, and is told who else is."""
    names = presence.arrive(
        actor=actor_of(request), page_id=draft.page.pk, is_editing=request.POST.get("dirty") == "1"
    )
    return JsonResponse({"others": names})
