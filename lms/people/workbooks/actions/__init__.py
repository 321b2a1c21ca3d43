"""What is done with a workbook: upload, name columns, try out, decide, apply, undo, export."""

from lms.people.workbooks.actions.applying import apply_batch
from lms.people.workbooks.actions.deciding import decide_rows
from lms.people.workbooks.actions.listing import export_people, start_export
from lms.people.workbooks.actions.starting import APPLY, TRY, UNDO, start_batch_job
from lms.people.workbooks.actions.trying import try_out
from lms.people.workbooks.actions.undoing import CannotUndo, undo_batch
from lms.people.workbooks.actions.uploading import map_columns, upload_workbook

__all__ = [
    "APPLY",
    "TRY",
    "UNDO",
    "CannotUndo",
    "apply_batch",
    "decide_rows",
    "export_people",
    "map_columns",
    "start_batch_job",
    "start_export",
    "try_out",
    "undo_batch",
    "upload_workbook",
]
