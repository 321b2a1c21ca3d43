"""What the whole scenario shares, and how an empty scenario begins."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.comments import FACTS
from cms.studio.desk.around import around
from cms.studio.desk.door import actor_of, attempt, studio
from cms.studio.desk.scenes import Posted, differing, flat, labelled_errors, row_changed
from cms.studio.drafts import Draft
from cms.studio.edits.facts import facts_of
from cms.studio.forms import bound
from cms.studio.forms.lists import Lists
from cms.studio.forms.reading import Tree, read
from cms.studio.forms.sheets import FACTS_SHEET, VARIABLE_SHEET
from cms.studio.graph import Plain
from cms.studio.models import Act
from cms.studio.skeleton import skeleton


@studio("GET", "POST", locks=True)
def facts(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Citizen, role, modes, facts of the scenario, calendar, review.

    Answers as the form of a scene does.
    """
    stored = facts_of(draft.case)
    if request.method == "GET":
        fields = bound.shown(FACTS_SHEET, _filled(stored))
        return _form(request, draft, fields, graph.digest(stored), {})
    posted = Posted.from_request(request)
    if posted.do:
        fields = row_changed(FACTS_SHEET, posted.fields, posted.do)
        return _form(request, draft, fields, posted.base, {})
    return _save(request, draft, posted)


def _save(request: HttpRequest, draft: Draft, posted: Posted) -> HttpResponse:
    form = read(FACTS_SHEET, posted.fields, Lists(draft.case))
    if form.errors:
        return _form(request, draft, posted.fields, posted.base, form.errors)
    try:
        edits.save_facts(draft, base=posted.base, facts=form.data)
    except edits.Conflict as conflict:
        return _conflict(request, draft, posted.fields, form.data, conflict.message)
    messages.success(request, _("Saved."))
    return redirect("studio_facts", draft.page.pk)


@studio("GET", "POST")
def start(request: HttpRequest, draft: Draft) -> HttpResponse:
    """An empty scenario: begin with one scene, with a skeleton of three, or from a file."""
    if draft.keys:
        return redirect("studio_open", draft.page.pk)
    if request.method == "GET":
        return render(request, "cms/studio/start.html", around(draft))
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    if request.POST.get("do") == "skeleton":
        attempt(request, lambda: edits.start_case(**target, case=skeleton()))
    else:
        attempt(request, lambda: edits.add_scene(**target, title=_("First scene")))
    return redirect("studio_open", draft.page.pk)


def _filled(stored: Plain) -> Plain:
    """With what counts where nothing is written."""
    return {"start_trips": 1, "modes": ["guided"], **stored}


def _form(
    request: HttpRequest, draft: Draft, fields: Tree, base: str, errors: dict[str, str]
) -> HttpResponse:
    context = around(draft, FACTS)
    form = bound.Around(Lists(draft.case), errors=errors, comments=context["comment_counts"])
    parts = bound.bind(FACTS_SHEET, fields, form)
    labels = bound.labels(parts)
    context |= {
        "parts": parts,
        "base": base,
        "templates": bound.empty_rows((VARIABLE_SHEET,), form),
        "cursor": request.GET.get("o", ""),
        "labels": labels,
        "errors": labelled_errors(errors, labels),
    }
    return render(request, "cms/studio/facts.html", context, status=422 if errors else 200)


def _conflict(
    request: HttpRequest, draft: Draft, fields: Tree, mine: Plain, message: str
) -> HttpResponse:
    theirs = facts_of(draft.case)
    changes = draft.page.changes.filter(act=Act.FACTS).select_related("by")
    context = around(draft, FACTS) | {
        "message": message,
        "base": graph.digest(theirs),
        "fields": flat(fields),
        "url": request.path,
        "lines": differing(FACTS_SHEET, Lists(draft.case), mine, theirs),
        "last": changes.order_by("-pk").first(),
    }
    return render(request, "cms/studio/conflict.html", context, status=409)
