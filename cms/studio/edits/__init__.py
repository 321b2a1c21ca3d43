"""What editors do to a draft: one function each, all of them in the change log."""

from cms.studio.edits.facts import save_facts, start_scenario
from cms.studio.edits.history import redo_change, restore_scene, undo_change
from cms.studio.edits.scenes import (
    NEW_SCENE,
    EditConflict,
    SavedScene,
    add_scene,
    delete_scene,
    duplicate_scene,
    move_scene,
    rename_scene,
    save_scene,
)

__all__ = [
    "NEW_SCENE",
    "EditConflict",
    "SavedScene",
    "add_scene",
    "delete_scene",
    "duplicate_scene",
    "move_scene",
    "redo_change",
    "rename_scene",
    "restore_scene",
    "save_facts",
    "save_scene",
    "start_scenario",
    "undo_change",
]
