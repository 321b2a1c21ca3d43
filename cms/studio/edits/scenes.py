"""Scenes: saving the words of one, adding, copying, naming, moving, deleting."""

from copy import deepcopy
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment

from cms.content import Scene
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.studio import graph
from cms.studio.drafts import ScenarioDraft, open_draft, write_draft
from cms.studio.graph import Plain
from cms.studio.models import Act, SceneChange
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, RuleBroken

# As the target of a choice: a scene that is not there yet.
NEW_SCENE = "+"
_MAX_SCENES = 400
# In the title of a scene made from a choice.
_MAX_TITLE_LETTERS = 60


class EditConflict(RuleBroken):
    """Somebody else changed the same thing since it was opened; nothing was written."""

    code = "conflict"


@dataclass(frozen=True)
class SavedScene:
    """A scene as it stands after saving; `new_keys`: the scenes that its new links asked for."""

    scene: Plain
    new_keys: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        return graph.digest_of(self.scene)


def save_scene(draft: ScenarioDraft, *, key: str, base: str, scene: Plain) -> SavedScene:
    """Write the words of one scene into a draft that was opened with a lock.

    `base` is the digest of the scene as it was opened. A link to NEW makes the scene that it leads
    to. Conflict where somebody else changed the scene since; NotFound where it is gone; BadInput
    where the data do not fit.
    """
    before = draft.scene(key)
    try:
        after = to_plain(from_plain(Scene, {**scene, "key": key}))
    except NotPlain as error:
        raise BadInput(str(error)) from error
    # asked before the digests: the same words twice are no conflict, whatever was opened
    if after == before:
        return SavedScene(before)
    if graph.digest_of(before) != base:
        raise EditConflict(
            _(
                "Somebody else changed this scene while you were writing. Nothing is overwritten:"
                " compare the two and keep what is right."
            )
        )
    case = graph.with_scene_replaced(draft.case, key, after)
    # the links in `after` itself are led to the new scenes
    case, new_keys = _make_targets(case, after)
    write_draft(draft, case, Act.WORDS, key)
    return SavedScene(after, tuple(new_keys))


@transaction.atomic
def add_scene(*, actor: Actor, page_id: int, after: str = "", title: str = "") -> str:
    """Add an empty scene behind another one (at the end, where none is named); its key."""
    draft = open_draft(actor, page_id, lock=True)
    place = draft.keys.index(after) + 1 if after in draft.keys else len(draft.keys)
    key = graph.next_key(draft.keys)
    case = _with_new_scene(draft.case, key, title, place)
    write_draft(draft, case, Act.ADD, key)
    return key


@transaction.atomic
def duplicate_scene(*, actor: Actor, page_id: int, key: str) -> str:
    """Copy a scene, right behind it; the key of the copy."""
    draft = open_draft(actor, page_id, lock=True)
    copy = deepcopy(draft.scene(key))
    copy["key"] = graph.free_key(draft.keys, key)
    copy["title"] = _("%(title)s (copy)") % {"title": copy["title"]}
    _check_scene_count(draft.case)
    case = graph.with_scene(draft.case, copy, draft.keys.index(key) + 1)
    write_draft(draft, case, Act.DUPLICATE, copy["key"])
    return str(copy["key"])


@transaction.atomic
def rename_scene(*, actor: Actor, page_id: int, key: str, name: str) -> str:
    """Give a scene another key; the key as it is written.

    Every link to it and every comment on it follow. NotFound; BadInput where `name` makes no key,
    or one that is taken.
    """
    draft = open_draft(actor, page_id, lock=True)
    draft.scene(key)  # NotFound where it is gone
    new_key = graph.neat_key(name)
    if not new_key:
        raise BadInput(_("Write a key of letters and digits, for example canh-2."), field="name")
    if new_key == key:
        return key
    if new_key in draft.keys:
        raise BadInput(
            _("Another scene has the key “%(key)s”. Choose another one.") % {"key": new_key},
            field="name",
        )
    write_draft(draft, graph.with_scene_renamed(draft.case, key, new_key), Act.RENAME, new_key)
    _move_comments(draft, key, new_key)
    return new_key


@transaction.atomic
def move_scene(*, actor: Actor, page_id: int, key: str, by: int) -> None:
    """Move a scene `by` places down (below zero: up); the scenario begins at the first one."""
    draft = open_draft(actor, page_id, lock=True)
    draft.scene(key)
    write_draft(draft, graph.with_scene_moved(draft.case, key, by), Act.MOVE, key)


@transaction.atomic
def delete_scene(*, actor: Actor, page_id: int, key: str) -> SceneChange:
    """Delete a scene; it can be put back for 30 days.

    Links to it stay and are listed as problems until they lead elsewhere.
    """
    draft = open_draft(actor, page_id, lock=True)
    draft.scene(key)
    change = write_draft(draft, graph.without_scene(draft.case, key), Act.DELETE, key)
    assert change is not None  # a scene less is a change
    record("scenario_scene.deleted", actor, draft.page, scene=key, title=change.title)
    return change


def _make_targets(case: Plain, scene: Plain) -> tuple[Plain, list[str]]:
    """Every link of `scene` to NEW gets a scene of its own, in their order right behind it."""
    new_keys: list[str] = []
    for holder, name in graph.scene_links(scene):
        if holder.get(name) == NEW_SCENE:
            key = graph.next_key(graph.scene_keys(case))
            holder[name] = key
            place = graph.scene_keys(case).index(scene["key"]) + 1 + len(new_keys)
            case = _with_new_scene(case, key, _shorten_title(holder.get("text", "")), place)
            new_keys.append(key)
    return case, new_keys


def _shorten_title(text: str) -> str:
    """The text of a choice as the title of the scene that it leads to."""
    if len(text) <= _MAX_TITLE_LETTERS:
        return text
    return text[: _MAX_TITLE_LETTERS - 1].rstrip() + "…"


def _with_new_scene(case: Plain, key: str, title: str, place: int) -> Plain:
    """With an empty scene at `place`, in the surroundings of the first one."""
    _check_scene_count(case)
    first = next(iter(graph.scenes_of(case)), {})
    scene = Scene(
        key=key,
        title=title or _("New scene"),
        place=first.get("place", ""),
        picture=first.get("picture", "counter"),
        picture_alt=first.get("picture_alt", ""),
    )
    return graph.with_scene(case, to_plain(scene), place)


def _check_scene_count(case: Plain) -> None:
    if len(graph.scenes_of(case)) >= _MAX_SCENES:
        raise RuleBroken(
            _("A scenario holds at most %(n)d scenes. Split it into two lessons.")
            % {"n": _MAX_SCENES}
        )


def _move_comments(draft: ScenarioDraft, old_key: str, new_key: str) -> None:
    old_start, new_start = f"case.{old_key}.", f"case.{new_key}."
    comments = Comment.objects.filter(page_id=draft.page.pk, contentpath__startswith=old_start)
    for comment in comments:
        comment.contentpath = new_start + comment.contentpath.removeprefix(old_start)
        comment.save()
