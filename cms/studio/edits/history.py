"""Back and forth over the change log.

Each editor undoes what he did himself; nobody else's work goes with it.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cms.studio import graph
from cms.studio.delta import put, stands
from cms.studio.drafts import Draft, open_draft, write_draft
from cms.studio.models import Act, SceneChange
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotFound, RuleBroken

# How long deleted scenes can be taken out of the drawer again.
KEPT = dt.timedelta(days=30)
# How far back undo remembers.
_DEPTH = 300
# Changes of these kinds are steps of their own in the stack, not things done.
_STEPS = {Act.UNDO, Act.REDO}


@transaction.atomic
def undo(*, actor: Actor, page_id: int) -> SceneChange:
    """Take my last change back.

    RuleBroken where there is none, or where the same place was changed since.
    """
    draft = open_draft(actor, page_id, lock=True)
    done, _undone = stacks(draft)
    if not done:
        raise RuleBroken(_("There is nothing to undo."))
    return _turn(draft, done[-1], Act.UNDO)


@transaction.atomic
def redo(*, actor: Actor, page_id: int) -> SceneChange:
    """Do again what I last took back. RuleBroken as in `undo`."""
    draft = open_draft(actor, page_id, lock=True)
    _done, undone = stacks(draft)
    if not undone:
        raise RuleBroken(_("There is nothing to do again."))
    return _turn(draft, undone[-1], Act.REDO)


def stacks(draft: Draft) -> tuple[list[SceneChange], list[SceneChange]]:
    """(what undo, what redo would turn round, each with the next one last) for this editor."""
    rows = list(SceneChange.objects.filter(page=draft.page, by=draft.user).order_by("-id")[:_DEPTH])
    done: list[SceneChange] = []
    undone: list[SceneChange] = []
    for row in reversed(rows):
        if row.act not in _STEPS:
            done.append(row)
            undone.clear()
        elif row.act == Act.UNDO and done:
            undone.append(done.pop())
        elif row.act == Act.REDO and undone:
            done.append(undone.pop())
    return done, undone


def drawer(draft: Draft) -> list[SceneChange]:
    """Scenes deleted in the last 30 days that have not come back, newest first."""
    acts = (Act.DELETE, Act.RESTORE, Act.UNDO, Act.REDO)
    rows = SceneChange.objects.filter(
        page=draft.page, act__in=acts, at__gte=clock.now() - KEPT
    ).select_related("by", "of")
    gone: dict[int, SceneChange] = {}
    for row in rows.order_by("id"):
        turned = row.act in _STEPS
        what = row.of if turned else row
        deleted = what if what and what.act == Act.DELETE else what and what.of
        if what is None or deleted is None or what.act not in {Act.DELETE, Act.RESTORE}:
            continue
        if (what.act == Act.DELETE) != (row.act == Act.UNDO):
            gone[deleted.pk] = deleted
        else:
            gone.pop(deleted.pk, None)
    return list(gone.values())[::-1]


@transaction.atomic
def restore_scene(*, actor: Actor, page_id: int, change_id: int) -> str:
    """Take a scene out of the drawer; its key (another one where the old one is taken).

    NotFound after 30 days.
    """
    draft = open_draft(actor, page_id, lock=True)
    deleted = next((row for row in drawer(draft) if row.pk == change_id), None)
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


def _turn(draft: Draft, change: SceneChange, act: Act) -> SceneChange:
    now, then = (change.after, change.before) if act == Act.UNDO else (change.before, change.after)
    if not stands(draft.case, now):
        raise RuleBroken(
            _(
                "This was changed again since, by somebody else or in another window. Open the"
                " scene and mend it by hand."
            )
        )
    turned = write_draft(draft, put(draft.case, then), act, change.scene, of=change)
    assert turned is not None  # both sides of a change differ
    return turned
