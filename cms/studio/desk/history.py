"""Back and forth, the log of changes, the drawer of deleted scenes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.desk.around import around, scene_url
from cms.studio.desk.door import actor_of, attempt, done, studio
from cms.studio.drafts import Draft, open_draft
from cms.studio.edits.history import drawer
from cms.studio.models import Act, SceneChange
from lms.core.errors import NotFound

_SHOWN = 100


@studio("GET", "POST")
def history(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who changed what and when; undo and redo of my own changes, and on to the scene that they
    touched.
    """
    if request.method == "POST":
        return _turn(request, draft)
    rows = SceneChange.objects.filter(page=draft.page).select_related("by").order_by("-pk")
    return render(request, "cms/studio/history.html", around(draft) | {"rows": rows[:_SHOWN]})


@studio("GET", "POST")
def drawer_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Deleted scenes, kept for 30 days."""
    if request.method == "GET":
        return render(request, "cms/studio/drawer.html", around(draft) | {"rows": drawer(draft)})
    who: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    number = graph.number_of(request.POST.get("change", "")) or 0
    key = attempt(request, lambda: edits.restore_scene(**who, change_id=number))
    if key is None:
        return redirect("studio_drawer", draft.page.pk)
    said = _("The scene is back. Check what leads to it.")
    return done(request, "studio_scene", draft, key, said=said)


def _turn(request: HttpRequest, draft: Draft) -> HttpResponse:
    verbs = {"undo": edits.undo, "redo": edits.redo}
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise NotFound
    turned: SceneChange | None = attempt(
        request, lambda: verb(actor=actor_of(request), page_id=draft.page.pk)
    )
    now = open_draft(actor_of(request), draft.page.pk)
    wanted = [turned.scene if turned else "", request.POST.get("here", "")]
    key = next((one for one in wanted if one in now.keys), "")
    if turned and turned.of and turned.of.act == Act.FACTS:
        return redirect("studio_facts", draft.page.pk)
    return redirect(scene_url(now, key)) if key else redirect("studio_open", draft.page.pk)
