"""What the whole scenario shares, and how an empty scenario begins."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.comments import FACTS_KEY
from cms.studio.desk.access import actor_of, attempt_action, draft_view
from cms.studio.desk.context import page_context
from cms.studio.desk.scenes import (
    PostedForm,
    change_rows,
    differing_fields,
    flatten_tree,
    labelled_errors,
)
from cms.studio.drafts import ScenarioDraft
from cms.studio.edits.facts import facts_of
from cms.studio.forms import bound
from cms.studio.forms.lists import OptionLists
from cms.studio.forms.reading import Tree, read_form
from cms.studio.forms.sheets import FACTS_SHEET, VARIABLE_SHEET
from cms.studio.graph import Plain
from cms.studio.models import Act
from cms.studio.skeleton import build_skeleton


@draft_view("GET", "POST", locks=True)
def edit_facts(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """Citizen, role, modes, facts of the scenario, calendar, review.

    Answers as the form of a scene does.
    """
    stored = facts_of(draft.case)
    if request.method == "GET":
        fields = bound.form_tree(FACTS_SHEET, _with_defaults(stored))
        return _show_form(request, draft, fields, graph.digest_of(stored), {})
    posted = PostedForm.from_request(request)
    if posted.do:
        fields = change_rows(FACTS_SHEET, posted.fields, posted.do)
        return _show_form(request, draft, fields, posted.base, {})
    return _save_facts(request, draft, posted)


def _save_facts(request: HttpRequest, draft: ScenarioDraft, posted: PostedForm) -> HttpResponse:
    form = read_form(FACTS_SHEET, posted.fields, OptionLists(draft.case))
    if form.errors:
        return _show_form(request, draft, posted.fields, posted.base, form.errors)
    try:
        edits.save_facts(draft, base=posted.base, facts=form.data)
    except edits.EditConflict as conflict:
        return _show_conflict(request, draft, posted.fields, form.data, conflict.message)
    messages.success(request, _("Saved."))
    return redirect("studio_facts", draft.page.pk)


@draft_view("GET", "POST")
def start_scenario(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """An empty scenario: begin with one scene, with a skeleton of three, or from a file."""
    if draft.keys:
        return redirect("studio_open", draft.page.pk)
    if request.method == "GET":
        return render(request, "cms/studio/start.html", page_context(draft))
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk}
    if request.POST.get("do") == "skeleton":
        attempt_action(request, lambda: edits.start_scenario(**target, case=build_skeleton()))
    else:
        attempt_action(request, lambda: edits.add_scene(**target, title=_("First scene")))
    return redirect("studio_open", draft.page.pk)


def _with_defaults(stored: Plain) -> Plain:
    """With what counts where nothing is written."""
    return {"start_trips": 1, "modes": ["guided"], **stored}


def _show_form(
    request: HttpRequest, draft: ScenarioDraft, fields: Tree, base: str, errors: dict[str, str]
) -> HttpResponse:
    context = page_context(draft, FACTS_KEY)
    form = bound.FormContext(
        OptionLists(draft.case), errors=errors, comments=context["comment_counts"]
    )
    parts = bound.bind_sheet(FACTS_SHEET, fields, form)
    labels = bound.field_labels(parts)
    context |= {
        "parts": parts,
        "base": base,
        "templates": bound.empty_rows((VARIABLE_SHEET,), form),
        "cursor": request.GET.get("o", ""),
        "labels": labels,
        "errors": labelled_errors(errors, labels),
    }
    return render(request, "cms/studio/facts.html", context, status=422 if errors else 200)


def _show_conflict(
    request: HttpRequest, draft: ScenarioDraft, fields: Tree, mine: Plain, message: str
) -> HttpResponse:
    theirs = facts_of(draft.case)
    changes = draft.page.changes.filter(act=Act.FACTS).select_related("by")
    context = page_context(draft, FACTS_KEY) | {
        "message": message,
        "base": graph.digest_of(theirs),
        "fields": flatten_tree(fields),
        "url": request.path,
        "lines": differing_fields(FACTS_SHEET, OptionLists(draft.case), mine, theirs),
        "last": changes.order_by("-pk").first(),
    }
    return render(request, "cms/studio/conflict.html", context, status=409)
