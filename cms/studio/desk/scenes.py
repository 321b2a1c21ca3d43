"""One scene: its form, saving it (by the browser now and then, or by the button), what else is done
with it.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.studio import edits, graph
from cms.studio.desk.access import actor_of, attempt_action, draft_view, redirect_with_message
from cms.studio.desk.context import page_context, scene_url, step_name
from cms.studio.drafts import ScenarioDraft
from cms.studio.forms import bound
from cms.studio.forms.lists import OptionLists, option_lists_for
from cms.studio.forms.plan import FormSheet
from cms.studio.forms.reading import Tree, build_tree, read_form
from cms.studio.forms.sheets import ROW_SHEETS, SCENE_SHEET
from cms.studio.graph import Plain
from lms.core import clock
from lms.core.errors import BadInput, NotFound
from lms.core.text import strip_unstorable

# What belongs to the form and not to the scene.
_FORM_FIELDS = {"csrfmiddlewaretoken", "base", "do"}
_STEPS_BY_VERB = {"up": -1, "down": 1}


@dataclass(frozen=True)
class PostedForm:
    """What a browser sent of a form.

    `base`: digest of the text that was opened. `do`: "" = save, else a row to add, take away or
    move, or "edit" = show again. `is_script`: sent by our script, which wants JSON back.
    """

    fields: Tree
    base: str
    do: str
    is_script: bool

    @classmethod
    def from_request(cls, request: HttpRequest) -> "PostedForm":
        """BadInput where a script sent what is no form."""
        if request.content_type == "application/json":
            return cls._from_json(request.body)
        post = request.POST
        texts = {name: post[name] for name in post if name not in _FORM_FIELDS}
        return cls(_storable_tree(texts), post.get("base", ""), post.get("do", ""), is_script=False)

    @classmethod
    def _from_json(cls, body: bytes) -> "PostedForm":
        try:
            sent = json.loads(body)
            texts = {str(name): str(text) for name, text in dict(sent["values"]).items()}
        # RecursionError: brackets nested deeper than the parser goes
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadInput(_("The page is out of date. Reload it.")) from error
        return cls(_storable_tree(texts), str(sent.get("base", "")), "", is_script=True)


def _storable_tree(texts: dict[str, str]) -> Tree:
    return build_tree(
        (strip_unstorable(name), strip_unstorable(text)) for name, text in texts.items()
    )


@draft_view("GET")
def open_first_scene(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """The Studio opens at the first scene; an empty scenario at its beginning."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    return redirect("studio_scene", draft.page.pk, draft.keys[0])


@draft_view("GET", "POST", locks=True)
def edit_scene(request: HttpRequest, draft: ScenarioDraft, key: str) -> HttpResponse:
    """A scene's form, and saving it.

    422 with messages at the fields, 409 where somebody else was faster.
    """
    stored = draft.scene(key)
    if request.method == "GET":
        fields = bound.form_tree(SCENE_SHEET, stored)
        return _show_form(request, draft, stored, fields, graph.digest_of(stored))
    posted = PostedForm.from_request(request)
    if posted.do:
        fields = change_rows(SCENE_SHEET, posted.fields, posted.do)
        return _show_form(request, draft, stored, fields, posted.base, is_open=True)
    return _save_scene(request, draft, stored, posted)


def _save_scene(
    request: HttpRequest, draft: ScenarioDraft, stored: Plain, posted: PostedForm
) -> HttpResponse:
    form = read_form(SCENE_SHEET, posted.fields, option_lists_for(draft, stored))
    if form.errors and posted.is_script:
        return JsonResponse({"errors": form.errors}, status=422)
    if form.errors:
        return _show_form(request, draft, stored, posted.fields, posted.base, errors=form.errors)
    try:
        saved = edits.save_scene(draft, key=stored["key"], base=posted.base, scene=form.data)
    except edits.EditConflict as conflict:
        return _show_conflict(request, draft, stored, posted.fields, form.data, conflict.message)
    if posted.is_script:
        return _answer_saved(request, draft, saved, form.new_keys)
    messages.success(request, _("Saved."))
    return redirect(_next_url(draft, saved) or scene_url(draft, stored["key"]))


@draft_view("POST")
def add_scene(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """One scene more, behind the one that is open."""
    after = request.POST.get("after", "")
    key = attempt_action(
        request,
        lambda: edits.add_scene(actor=actor_of(request), page_id=draft.page.pk, after=after),
    )
    if key is None:
        return redirect_with_message(request, "studio_open", draft)
    return redirect(scene_url(draft, key, "title"))


@draft_view("POST")
def change_scene(request: HttpRequest, draft: ScenarioDraft, key: str) -> HttpResponse:
    """Rename, copy, move or delete a scene."""
    target: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk, "key": key}
    draft.scene(key)
    match request.POST.get("do"):
        case "rename":
            name = request.POST.get("name", "")
            key = attempt_action(request, lambda: edits.rename_scene(**target, name=name)) or key
        case "duplicate":
            key = attempt_action(request, lambda: edits.duplicate_scene(**target)) or key
        case "up":
            attempt_action(request, lambda: edits.move_scene(**target, by=-1))
        case "down":
            attempt_action(request, lambda: edits.move_scene(**target, by=1))
        case "delete":
            if attempt_action(request, lambda: edits.delete_scene(**target)):
                message = _("The scene lies in the drawer for 30 days; take it out again there.")
                return redirect_with_message(request, "studio_open", draft, message=message)
        case _:
            raise NotFound
    return redirect(scene_url(draft, key))


def change_rows(sheet: FormSheet, fields: Tree, do: str) -> Tree:
    """The fields with a row more, less or elsewhere: "add:choices", "gone:choices.1",
    "up:choices.1"; as they are for all else ("edit").
    """
    verb, _colon, path = do.partition(":")
    if verb == "add":
        return bound.add_row(sheet, fields, path)
    if verb == "gone":
        return bound.remove_row(sheet, fields, path)
    if verb in _STEPS_BY_VERB:
        return bound.move_row(sheet, fields, path, _STEPS_BY_VERB[verb])
    return fields


def _show_form(
    request: HttpRequest,
    draft: ScenarioDraft,
    stored: Plain,
    fields: Tree,
    base: str,
    *,
    errors: dict[str, str] | None = None,
    is_open: bool = False,
) -> HttpResponse:
    """The scene's form with what stands in `fields`; `is_open`: part of it is not saved yet."""
    key = stored["key"]
    errors = errors or {}
    context = page_context(draft, key)
    form = bound.FormContext(
        option_lists_for(draft, stored),
        step=str(fields.get("step") or step_name(stored)),
        errors=errors,
        comments=context["comment_counts"],
    )
    parts = bound.bind_sheet(SCENE_SHEET, fields, form)
    labels = bound.field_labels(parts)
    context |= {
        "scene": stored,
        "number": draft.keys.index(key) + 1,
        "base": base,
        "parts": parts,
        "is_open": is_open,
        "templates": bound.empty_rows(ROW_SHEETS, form),
        "laws": form.lists.laws,
        "cursor": request.GET.get("o", ""),
        "labels": labels,
        "errors": labelled_errors(errors, labels),
    }
    return render(request, "cms/studio/scene.html", context, status=422 if errors else 200)


def labelled_errors(errors: dict[str, str], labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """(path, name of the field, message) of each error; the path for fields that are gone."""
    return [(path, labels.get(path, path), message) for path, message in errors.items()]


def _answer_saved(
    request: HttpRequest, draft: ScenarioDraft, saved: edits.SavedScene, new_keys: dict[str, str]
) -> JsonResponse:
    """What the script needs after saving: the new base, and what changed beside the form."""
    context = page_context(draft, saved.scene["key"])
    html = {
        name: render_to_string(f"cms/studio/_{name}.html", context, request)
        for name in ("outline", "problems", "history")
    }
    answer = {
        "base": saved.base,
        "made": new_keys,
        "go": _next_url(draft, saved),
        "html": html,
        "saved": f"{clock.local(clock.now()):%H:%M}",
        "standing": context["standing"].words,
    }
    return JsonResponse(answer)


def _next_url(draft: ScenarioDraft, saved: edits.SavedScene) -> str:
    """The first of the scenes that saving made; empty where it made none."""
    return scene_url(draft, saved.new_keys[0], "title") if saved.new_keys else ""


def _show_conflict(
    request: HttpRequest,
    draft: ScenarioDraft,
    theirs: Plain,
    fields: Tree,
    mine: Plain,
    message: str,
) -> HttpResponse:
    """Both versions side by side; the fields ride along until one version is chosen."""
    key = theirs["key"]
    changes = draft.page.changes.filter(scene=key).select_related("by")
    context = page_context(draft, key) | {
        "message": message,
        "scene": theirs,
        "base": graph.digest_of(theirs),
        "lines": differing_fields(SCENE_SHEET, option_lists_for(draft, theirs), mine, theirs),
        "fields": flatten_tree(fields),
        "url": reverse("studio_scene", args=[draft.page.pk, key]),
        "last": changes.order_by("-pk").first(),
    }
    return render(request, "cms/studio/conflict.html", context, status=409)


def differing_fields(
    sheet: FormSheet, lists: OptionLists, mine: Plain, theirs: Plain
) -> list[dict[str, str]]:
    """Field by field where two versions differ: label, mine, theirs."""
    my_parts = bound.bind_sheet(sheet, bound.form_tree(sheet, mine), bound.FormContext(lists))
    their_parts = bound.bind_sheet(sheet, bound.form_tree(sheet, theirs), bound.FormContext(lists))
    my_texts, their_texts = bound.field_texts(my_parts), bound.field_texts(their_parts)
    lines = []
    for path, label in (bound.field_labels(their_parts) | bound.field_labels(my_parts)).items():
        my_text, their_text = my_texts.get(path, ""), their_texts.get(path, "")
        if my_text != their_text:
            lines.append({"label": label, "mine": my_text, "theirs": their_text})
    return lines


def flatten_tree(fields: Tree, path: str = "") -> list[tuple[str, str]]:
    """A tree of fields as names and texts again."""
    pairs: list[tuple[str, str]] = []
    for name, content in fields.items():
        if isinstance(content, dict):
            pairs += flatten_tree(content, f"{path}{name}.")
        else:
            pairs.append((f"{path}{name}", content))
    return pairs
