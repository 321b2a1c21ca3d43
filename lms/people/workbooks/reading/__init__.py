"""Read workbooks of people as they really come: the file, its columns, what each row says.

Nothing here uses the database.
"""

from lms.people.workbooks.reading.cells import (
    Workbook,
    WorkbookCell,
    WorkbookLimits,
    WorkbookRow,
    WorkbookSheet,
)
from lms.people.workbooks.reading.fields import FIELDS, SECTIONS, WorkbookField, field_of
from lms.people.workbooks.reading.guessing import guess_sheet, guess_workbook
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.rows import (
    HeldLevel,
    PersonRow,
    RatingRead,
    RefusedRow,
    RowWarning,
    TrainingRead,
    UnitPlace,
    UnitSource,
)
from lms.people.workbooks.reading.sheets import read_rows
from lms.people.workbooks.reading.workbook import ENDINGS, open_workbook

__all__ = [
    "ENDINGS",
    "FIELDS",
    "SECTIONS",
    "HeldLevel",
    "PersonRow",
    "RatingRead",
    "RefusedRow",
    "RowWarning",
    "SheetMapping",
    "TrainingRead",
    "UnitPlace",
    "UnitSource",
    "Workbook",
    "WorkbookCell",
    "WorkbookField",
    "WorkbookLimits",
    "WorkbookRow",
    "WorkbookSheet",
    "field_of",
    "guess_sheet",
    "guess_workbook",
    "open_workbook",
    "read_rows",
]
