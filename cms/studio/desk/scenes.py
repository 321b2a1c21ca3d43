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
from cms.studio.comments import counted
from cms.studio.desk.around import around, scene_url, step_name
from cms.studio.desk.door import actor_of, attempt, done, studio
from cms.studio.drafts import Draft, open_draft
from cms.studio.forms import bound
from cms.studio.forms.lists import Lists, lists_for
from cms.studio.forms.reading import Tree, read, tree
from cms.studio.forms.sheets import ROW_SHEETS, SCENE, Sheet
from cms.studio.graph import Plain
from lms.core import clock
from lms.core.errors import BadInput, NotFound
from lms.core.text import storable

# What belongs to the form and not to the scene.
_OURS = {"csrfmiddlewaretoken", "base", "do"}


@dataclass(frozen=True)
class Posted:
    """What a browser sent of a form.

    `do`: "" = save, else a row to add, take away or move, or "edit" = show again.
    """

    typed: Tree
    base: str
    do: str
    is_script: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Posted":
        if request.content_type == "application/json":
            try:
                body = json.loads(request.body)
                values = {str(k): str(v) for k, v in dict(body["values"]).items()}
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise BadInput(_("The page is out of date. Reload it.")) from error
            return cls(_tree(values), str(body.get("base", "")), "", True)
        post = request.POST
        values = {name: post[name] for name in post if name not in _OURS}
        return cls(_tree(values), post.get("base", ""), post.get("do", ""), False)


def _tree(values: dict[str, str]) -> Tree:
    return tree((storable(name), storable(value)) for name, value in values.items())


@studio("GET")
def first(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The Studio opens at the first scene; an empty case at its beginning."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    return redirect("studio_scene", draft.page.pk, draft.keys[0])


@studio("GET", "POST")
def scene(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """A scene's form, and saving it.

    422 with messages at the fields, 409 where somebody else was faster.
    """
    known = draft.scene(key)
    if request.method == "GET":
        return _form(request, draft, known, bound.shown(SCENE, known), graph.digest(known))
    posted = Posted.of(request)
    if posted.do:
        typed = row_changed(SCENE, posted.typed, posted.do)
        return _form(request, draft, known, typed, posted.base, is_open=True)
    return _save(request, draft, known, posted)


def _save(request: HttpRequest, draft: Draft, known: Plain, posted: Posted) -> HttpResponse:
    found = read(SCENE, posted.typed, lists_for(draft, known))
    if found.errors and posted.is_script:
        return JsonResponse({"errors": found.errors}, status=422)
    if found.errors:
        return _form(request, draft, known, posted.typed, posted.base, errors=found.errors)
    key = known["key"]
    try:
        saved = edits.save_scene(
            actor=actor_of(request),
            page_id=draft.page.pk,
            key=key,
            base=posted.base,
            scene=found.data,
        )
    except edits.Conflict as error:
        return _conflict(request, key, posted.typed, found.data, error.message)
    return _answer(request, draft, saved, found.made, posted)


@studio("POST")
def add(request: HttpRequest, draft: Draft) -> HttpResponse:
    """One scene more, behind the one that is open."""
    after = request.POST.get("after", "")
    key = attempt(
        request,
        lambda: edits.add_scene(actor=actor_of(request), page_id=draft.page.pk, after=after),
    )
    if key is None:
        return done(request, "studio_open", draft)
    return redirect(scene_url(draft, key, "title"))


@studio("POST")
def act(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """Rename, copy, move or delete a scene."""
    who: dict[str, Any] = {"actor": actor_of(request), "page_id": draft.page.pk, "key": key}
    draft.scene(key)
    match request.POST.get("do"):
        case "rename":
            name = request.POST.get("name", "")
            key = attempt(request, lambda: edits.rename_scene(**who, name=name)) or key
        case "duplicate":
            key = attempt(request, lambda: edits.duplicate_scene(**who)) or key
        case "up":
            attempt(request, lambda: edits.move_scene(**who, by=-1))
        case "down":
            attempt(request, lambda: edits.move_scene(**who, by=1))
        case "delete":
            if attempt(request, lambda: edits.delete_scene(**who)):
                said = _("The scene lies in the drawer for 30 days; take it out again there.")
                return done(request, "studio_open", draft, said=said)
        case _:
            raise NotFound
    return redirect(scene_url(draft, key))


def row_changed(sheet: Sheet, typed: Tree, do: str) -> Tree:
    """What was typed, with a row more, less or elsewhere: "add:choices", "gone:choices.1",
    "up:choices.1", "edit".
    """
    verb, _colon, path = do.partition(":")
    if verb == "add":
        return bound.row_added(sheet, typed, path)
    if verb == "gone":
        return bound.row_gone(sheet, typed, path)
    by = {"up": -1, "down": 1}.get(verb, 0)
    return bound.row_moved(sheet, typed, path, by) if by else typed


def _form(
    request: HttpRequest,
    draft: Draft,
    known: Plain,
    typed: Tree,
    base: str,
    *,
    errors: dict[str, str] | None = None,
    is_open: bool = False,
) -> HttpResponse:
    """`is_open`: something that was typed is not saved yet."""
    key = known["key"]
    context = around(draft, key)
    told = bound.Around(
        lists_for(draft, known),
        str(typed.get("step") or step_name(known)),
        errors or {},
        counted(context["said"], key),
    )
    parts = bound.bind(SCENE, typed, told)
    place = draft.keys.index(key)
    context |= {
        "scene": known,
        "number": place + 1,
        "base": base,
        "parts": parts,
        "is_open": is_open,
        "templates": bound.empty_rows(ROW_SHEETS, told),
        "laws": told.lists.laws,
        "cursor": request.GET.get("o", ""),
        "labels": bound.labels(parts),
        "errors": [
            (path, bound.labels(parts).get(path, path), text)
            for path, text in (errors or {}).items()
        ],
    }
    return render(request, "cms/studio/scene.html", context, status=422 if errors else 200)


def _answer(
    request: HttpRequest, draft: Draft, saved: edits.Saved, made: dict[str, str], posted: Posted
) -> HttpResponse:
    key = saved.scene["key"]
    onward = scene_url(draft, saved.made[0], "title") if saved.made else ""
    if not posted.is_script:
        messages.success(request, _("Saved."))
        return redirect(onward or scene_url(draft, key))
    now = around(open_draft(actor_of(request), draft.page.pk), key)
    draw = {
        name: render_to_string(f"cms/studio/_{name}.html", now, request)
        for name in ("outline", "problems", "history")
    }
    answer = {
        "base": saved.base,
        "made": made,
        "go": onward,
        "html": draw,
        "saved": f"{clock.local(clock.now()):%H:%M}",
        "standing": now["standing"].words,
    }
    return JsonResponse(answer)


def _conflict(
    request: HttpRequest, key: str, typed: Tree, mine: Plain, message: str
) -> HttpResponse:
    """Both versions side by side; what was typed rides along until one is chosen."""
    draft = open_draft(actor_of(request), draft_id(request))
    theirs = draft.scene(key)
    lists = lists_for(draft, theirs)
    context = around(draft, key) | {
        "message": message,
        "scene": theirs,
        "base": graph.digest(theirs),
        "lines": differing(SCENE, lists, mine, theirs),
        "typed": flat(typed),
        "url": reverse("studio_scene", args=[draft.page.pk, key]),
        "last": draft.page.changes.filter(scene=key).select_related("by").order_by("-pk").first(),
    }
    return render(request, "cms/studio/conflict.html", context, status=409)


def draft_id(request: HttpRequest) -> int:
    match = request.resolver_match
    assert match is not None  # views are reached by an address
    return int(match.kwargs["page_id"])


def differing(sheet: Sheet, lists: Lists, mine: Plain, theirs: Plain) -> list[dict[str, str]]:
    """Field by field where two versions differ: label, mine, theirs."""
    versions = [
        bound.bind(sheet, bound.shown(sheet, one), bound.Around(lists)) for one in (mine, theirs)
    ]
    said = [bound.values(parts) for parts in versions]
    names = bound.labels(versions[1]) | bound.labels(versions[0])
    paths = [path for path in names if path in said[0] or path in said[1]]
    return [
        {"label": names[path], "mine": said[0].get(path, ""), "theirs": said[1].get(path, "")}
        for path in paths
        if said[0].get(path, "") != said[1].get(path, "")
    ]


def flat(typed: Tree, path: str = "") -> list[tuple[str, str]]:
    """What was typed as names and values again."""
    found: list[tuple[str, str]] = []
    for name, value in typed.items():
        if isinstance(value, dict):
            found += flat(value, f"{path}{name}.")
        else:
            found.append((f"{path}{name}", value))
    return found
