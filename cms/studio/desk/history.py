"""Undo and redo, the log of changes, the list of deleted scenes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.desk.access import actor_of, attempt_action, draft_view, redirect_with_message
from cms.studio.desk.context import page_context, scene_url
from cms.studio.drafts import ScenarioDraft, open_draft
from cms.studio.edits.history import deleted_scenes
from cms.studio.models import Act, SceneChange
from lms.core.errors import NotFound

_MAX_ROWS = 100


@draft_view("GET", "POST")
def show_history(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Who changed what and when; undo and redo of my own changes, and on to the scene that they
    touched.
    """
    if request.method == "POST":
        return _undo_or_redo(request, draft)
    changes = SceneChange.objects.filter(page=draft.page).select_related("by").order_by("-pk")
    context = page_context(draft) | {"changes": changes[:_MAX_ROWS]}
    return render(request, "cms/studio/history.html", context)


@draft_view("GET", "POST")
def show_drawer(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Deleted scenes, kept for 30 days."""
    if request.method == "GET":
        context = page_context(draft) | {"deletions": deleted_scenes(draft)}
        return render(request, "cms/studio/drawer.html", context)
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    change_id = graph.number_of(request.POST.get("change", "")) or 0
    key = attempt_action(request, lambda: edits.restore_scene(**target, change_id=change_id))
    if key is None:
        return redirect("studio_drawer", draft.page.pk)
    message = _("The scene is back. Check what leads to it.")
    return redirect_with_message(request, "studio_scene", draft, key, message=message)


def _undo_or_redo(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Undo or redo, then show the place that it touched; else the scene that is open."""
    actions = {"undo": edits.undo_change, "redo": edits.redo_change}
    action = actions.get(request.POST.get("do", ""))
    if action is None:
        raise NotFound
    turning: SceneChange | None = attempt_action(
        request, lambda: action(actor=actor_of(request), page_id=draft.page.pk)
    )
    if turning and turning.of and turning.of.act == Act.FACTS:
        return redirect("studio_facts", draft.page.pk)
    # the scenes as they are now
    draft = open_draft(actor_of(request), draft.page.pk)
    for key in (turning.scene if turning else "", request.POST.get("here", "")):
        if key in draft.keys:
            return redirect(scene_url(draft, key))
    return redirect("studio_open", draft.page.pk)
