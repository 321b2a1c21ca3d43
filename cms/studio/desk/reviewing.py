"""Sending for review, approving, publishing; comments; who else has the scenario open."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.studio import comments, graph, presence, review
from cms.studio.desk.access import (
    actor_of,
    attempt_action,
    draft_view,
    posted_text,
    redirect_with_message,
)
from cms.studio.desk.context import scene_url
from cms.studio.drafts import ScenarioDraft
from lms.core.errors import NotFound


@draft_view("POST")
def take_review_step(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """From draft to published text, step by step."""
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    reason = posted_text(request, "comment")
    steps = {
        "submit": (lambda: review.submit_draft(**target), _("Sent for review.")),
        "approve": (lambda: review.approve_draft(**target, comment=reason), _("Approved.")),
        "send_back": (
            lambda: review.send_back_draft(**target, comment=reason),
            _("Sent back with what should be changed."),
        ),
        "publish": (
            lambda: review.publish_draft(**target),
            _("Published. Classes get it with the next edition of the course."),
        ),
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise NotFound
    action, message = step
    # in a list, because the actions return None as a refusal does
    is_done = attempt_action(request, lambda: [action()])
    return redirect_with_message(request, "studio_open", draft, message=message if is_done else "")


@draft_view("POST")
def handle_comment(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Comment on a field, answer a comment, or close one."""
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    scene = posted_text(request, "scene")
    path = posted_text(request, "path")
    text = posted_text(request, "text")
    comment_id = graph.number_of(request.POST.get("comment", "")) or 0
    match request.POST.get("do"):
        case "say":
            attempt_action(
                request, lambda: comments.comment_on(**target, scene=scene, path=path, text=text)
            )
        case "answer":
            attempt_action(
                request, lambda: comments.reply_to(**target, comment_id=comment_id, text=text)
            )
        case "close":
            attempt_action(
                request, lambda: comments.resolve_comment(**target, comment_id=comment_id)
            )
        case _:
            raise NotFound
    if scene in draft.keys:
        return redirect(f"{scene_url(draft, scene)}#said")
    return redirect("studio_facts", draft.page.pk)


@draft_view("POST")
def report_presence(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Note that the scenario is open in this browser; the names of the others who have it open."""
    names = presence.record_presence(
        actor=actor_of(request), page_id=draft.page.pk, is_editing=request.POST.get("dirty") == "1"
    )
    return JsonResponse({"others": names})
