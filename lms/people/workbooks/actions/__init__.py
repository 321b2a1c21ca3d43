"""What is done with a workbook: upload, name columns, try out, apply, undo, export."""

from lms.people.workbooks.actions.applying import apply
from lms.people.workbooks.actions.listing import export_people, start_export
from lms.people.workbooks.actions.starting import APPLY, TRY, UNDO, start
from lms.people.workbooks.actions.trying import try_out
from lms.people.workbooks.actions.undoing import CannotUndo, undo
from lms.people.workbooks.actions.uploading import map_columns, upload

__all__ = [
    "APPLY",
    "TRY",
    "UNDO",
    "CannotUndo",
    "apply",
    "export_people",
    "map_columns",
    "start",
    "start_export",
    "try_out",
    "undo",
    "upload",
]
