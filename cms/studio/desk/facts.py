"""What the whole case shares, and how an empty case begins."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.comments import FACTS, counted
from cms.studio.desk.around import around
from cms.studio.desk.door import actor_of, attempt, studio
from cms.studio.desk.scenes import Posted, differing, flat, row_changed
from cms.studio.drafts import Draft, open_draft
from cms.studio.edits.facts import facts_of
from cms.studio.forms import bound
from cms.studio.forms.lists import Lists
from cms.studio.forms.reading import Tree, read
from cms.studio.forms.sheets import FACTS as SHEET
from cms.studio.forms.sheets import VARIABLE
from cms.studio.skeleton import skeleton


@studio("GET", "POST")
def facts(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Citizen, role, modes, facts of the case, calendar, review.

    Answers as the form of a scene does.
    """
    known = facts_of(draft.case)
    if request.method == "GET":
        return _form(request, draft, bound.shown(SHEET, _filled(known)), graph.digest(known), {})
    posted = Posted.of(request)
    if posted.do:
        return _form(request, draft, row_changed(SHEET, posted.typed, posted.do), posted.base, {})
    return _save(request, draft, posted)


def _save(request: HttpRequest, draft: Draft, posted: Posted) -> HttpResponse:
    found = read(SHEET, posted.typed, Lists(draft.case))
    if found.errors:
        return _form(request, draft, posted.typed, posted.base, found.errors)
    try:
        edits.save_facts(
            actor=actor_of(request), page_id=draft.page.pk, base=posted.base, facts=found.data
        )
    except edits.Conflict as error:
        return _conflict(request, draft, posted.typed, found.data, error.message)
    messages.success(request, _("Saved."))
    return redirect("studio_facts", draft.page.pk)


@studio("GET", "POST")
def start(request: HttpRequest, draft: Draft) -> HttpResponse:
    """An empty case: begin with one scene, with a skeleton of three, or from a file."""
    if draft.keys:
        return redirect("studio_open", draft.page.pk)
    if request.method == "GET":
        return render(request, "cms/studio/start.html", around(draft))
    who: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    if request.POST.get("do") == "skeleton":
        attempt(request, lambda: edits.start_case(**who, case=skeleton()))
    else:
        attempt(request, lambda: edits.add_scene(**who, title=_("First scene")))
    return redirect("studio_open", draft.page.pk)


def _filled(known: dict[str, Any]) -> dict[str, Any]:
    """With the values that stand where nothing is written."""
    return {"start_trips": 1, "modes": ["guided"], **known}


def _form(
    request: HttpRequest, draft: Draft, typed: Tree, base: str, errors: dict[str, str]
) -> HttpResponse:
    context = around(draft, FACTS)
    told = bound.Around(Lists(draft.case), errors=errors, comments=counted(context["said"], FACTS))
    parts = bound.bind(SHEET, typed, told)
    names = bound.labels(parts)
    context |= {
        "parts": parts,
        "base": base,
        "templates": bound.empty_rows((VARIABLE,), told),
        "cursor": request.GET.get("o", ""),
        "labels": names,
        "errors": [(path, names.get(path, path), text) for path, text in errors.items()],
    }
    return render(request, "cms/studio/facts.html", context, status=422 if errors else 200)


def _conflict(
    request: HttpRequest, draft: Draft, typed: Tree, mine: dict[str, Any], message: str
) -> HttpResponse:
    draft = open_draft(actor_of(request), draft.page.pk)
    theirs = facts_of(draft.case)
    context = around(draft, FACTS) | {
        "message": message,
        "base": graph.digest(theirs),
        "typed": flat(typed),
        "url": request.path,
        "lines": differing(SHEET, Lists(draft.case), mine, theirs),
        "last": draft.page.changes.filter(act="facts").select_related("by").order_by("-pk").first(),
    }
    return render(request, "cms/studio/conflict.html", context, status=409)
