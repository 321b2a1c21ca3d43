"""Sending for review, approving, publishing; comments; who else has the scenario open."""

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
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    reason = typed(request, "comment")
    steps = {
        "submit": (lambda: review.submit(**target), _("Sent for review.")),
        "approve": (lambda: review.approve(**target, comment=reason), _("Approved.")),
        "send_back": (
            lambda: review.send_back(**target, comment=reason),
            _("Sent back with what should be changed."),
        ),
        "publish": (
            lambda: review.publish(**target),
            _("Published. Classes get it with the next edition of the course."),
        ),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise NotFound
    action, message = step
    # in a list, because the actions return None as a refusal does
    is_done = attempt(request, lambda: [action()])
    return done(request, "studio_open", draft, message=message if is_done else "")


@studio("POST")
def comment(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Comment on a field, answer a comment, or close one."""
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    scene = typed(request, "scene")
    path = typed(request, "path")
    text = typed(request, "text")
    comment_id = graph.number_of(request.POST.get("comment", "")) or 0
    match request.POST.get("do"):
        case "say":
            attempt(
                request, lambda: comments.comment_on(**target, scene=scene, path=path, text=text)
            )
        case "answer":
            attempt(request, lambda: comments.reply_to(**target, comment_id=comment_id, text=text))
        case "close":
            attempt(request, lambda: comments.resolve(**target, comment_id=comment_id))
        case _:
            raise NotFound
    if scene in draft.keys:
        return redirect(f"{scene_url(draft, scene)}#said")
    return redirect("studio_facts", draft.page.pk)


@studio("POST")
def here(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Note that the scenario is open in this browser; the names of the others who have it open."""
    names = presence.arrive(
        actor=actor_of(request), page_id=draft.page.pk, is_editing=request.POST.get("dirty") == "1"
    )
    return JsonResponse({"others": names})
