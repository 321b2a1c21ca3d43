"""Back and forth over the change log.

Editors undo what they did themselves; nobody else's work goes with it.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cms.studio import graph
from cms.studio.delta import apply_side, matches_side
from cms.studio.drafts import ScenarioDraft, open_draft, write_draft
from cms.studio.models import Act, SceneChange
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotFound, RuleBroken

# How long deleted scenes can be put back (practice).
DRAWER_PERIOD = dt.timedelta(days=30)
# How far back undo remembers.
_MAX_CHANGES = 300
# Changes of these kinds turn others round; they are not undone themselves.
_TURNING_ACTS = {Act.UNDO, Act.REDO}


@transaction.atomic
def undo_change(*, actor: Actor, page_id: int) -> SceneChange:
    """Take my last change back.

    RuleBroken where there is none, or where the same place was changed since.
    """
    draft = open_draft(actor, page_id, lock=True)
    undoable, _redoable = undo_stacks(draft)
    if not undoable:
        raise RuleBroken(_("There is nothing to undo."))
    return _turn_change(draft, undoable[-1], Act.UNDO)


@transaction.atomic
def redo_change(*, actor: Actor, page_id: int) -> SceneChange:
    """Do again what I last took back. RuleBroken as in `undo_change`."""
    draft = open_draft(actor, page_id, lock=True)
    _undoable, redoable = undo_stacks(draft)
    if not redoable:
        raise RuleBroken(_("There is nothing to do again."))
    return _turn_change(draft, redoable[-1], Act.REDO)


def undo_stacks(draft: ScenarioDraft) -> tuple[list[SceneChange], list[SceneChange]]:
    """(what undo, what redo would turn round, each with the next one last) for this editor."""
    newest_first = SceneChange.objects.filter(page=draft.page, by=draft.user).order_by("-id")
    undoable: list[SceneChange] = []
    redoable: list[SceneChange] = []
    for change in reversed(list(newest_first[:_MAX_CHANGES])):
        if change.act not in _TURNING_ACTS:
            undoable.append(change)
            # a new change ends what could be done again
            redoable.clear()
        elif change.act == Act.UNDO and undoable:
            redoable.append(undoable.pop())
        elif change.act == Act.REDO and redoable:
            undoable.append(redoable.pop())
    return undoable, redoable


def deleted_scenes(draft: ScenarioDraft) -> list[SceneChange]:
    """The deletions of the last 30 days whose scenes have not come back, newest first."""
    changes = SceneChange.objects.filter(
        page=draft.page,
        act__in=(Act.DELETE, Act.RESTORE, Act.UNDO, Act.REDO),
        at__gte=clock.now() - DRAWER_PERIOD,
    )
    deletions: dict[int, SceneChange] = {}
    for change in changes.select_related("by", "of").order_by("id"):
        deletion, is_deleted = _deletion_of(change)
        if deletion is None:
            continue
        if is_deleted:
            deletions[deletion.pk] = deletion
        else:
            deletions.pop(deletion.pk, None)
    return list(deletions.values())[::-1]


def _deletion_of(change: SceneChange) -> tuple[SceneChange | None, bool]:
    """(the deletion that a change is about, whether the scene is deleted after the change)."""
    # undo and redo speak of a deletion or of a restoration, a restoration of its deletion
    turned = change.of if change.act in _TURNING_ACTS else change
    is_undo = change.act == Act.UNDO
    if turned is not None and turned.act == Act.DELETE:
        return turned, not is_undo
    if turned is not None and turned.act == Act.RESTORE:
        return turned.of, is_undo
    return None, False


@transaction.atomic
def restore_scene(*, actor: Actor, page_id: int, change_id: int) -> str:
    """Put a deleted scene back; its key (another one where the old one is taken).

    NotFound after 30 days, or where it came back already.
    """
    draft = open_draft(actor, page_id, lock=True)
    deleted = next((change for change in deleted_scenes(draft) if change.pk == change_id), None)
    if deleted is None:
        raise NotFound(_("This scene is not in the drawer any more."))
    key = graph.free_key(draft.keys, deleted.scene)
    scene = {**deleted.before["scenes"][deleted.scene], "key": key}
    order = deleted.before.get("order", [])
    place = order.index(deleted.scene) if deleted.scene in order else len(draft.keys)
    case = graph.with_scene(draft.case, scene, place)
    write_draft(draft, case, Act.RESTORE, key, of=deleted)
    record("scenario_scene.restored", actor, draft.page, scene=key, title=deleted.title)
    return key


def _turn_change(draft: ScenarioDraft, change: SceneChange, act: Act) -> SceneChange:
    """Put the other side of a change into the draft: `before` to undo, `after` to redo it."""
    present, wanted = change.before, change.after
    if act == Act.UNDO:
        present, wanted = wanted, present
    if not matches_side(draft.case, present):
        raise RuleBroken(
            _(
                "This was changed again since, by somebody else or in another window. Open the"
                " scene and mend it by hand."
            )
        )
    turning = write_draft(draft, apply_side(draft.case, wanted), act, change.scene, of=change)
    assert turning is not None  # both sides of a change differ
    return turning
