"""What editors do to a draft: one function each, all of them in the change log."""

from cms.studio.edits.facts import save_facts, start_case
from cms.studio.edits.history import redo, restore_scene, undo
from cms.studio.edits.scenes import (
    NEW,
    Conflict,
    Saved,
    add_scene,
    delete_scene,
    duplicate_scene,
    move_scene,
    rename_scene,
    save_scene,
)

__all__ = [
    "NEW",
    "Conflict",
    "Saved",
    "add_scene",
    "delete_scene",
    "duplicate_scene",
    "move_scene",
    "redo",
    "rename_scene",
    "restore_scene",
    "save_facts",
    "save_scene",
    "start_case",
    "undo",
]
