"""Read workbooks of people as they really come: the file, its columns, what each row says.

Nothing here uses the database.
"""

from lms.people.workbooks.reading.book import open_book
from lms.people.workbooks.reading.cells import Book, Cell, Limits, Row, Sheet
from lms.people.workbooks.reading.fields import FIELDS, SECTIONS, Field, field_of
from lms.people.workbooks.reading.guessing import guess, guess_book
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.people import read_rows
from lms.people.workbooks.reading.rows import (
    HeldLevel,
    PersonRow,
    RatingRead,
    RefusedRow,
    TrainingRead,
)

__all__ = [
    "FIELDS",
    "SECTIONS",
    "Book",
    "Cell",
    "Field",
    "HeldLevel",
    "Limits",
    "PersonRow",
    "RatingRead",
    "RefusedRow",
    "Row",
    "Sheet",
    "SheetMapping",
    "TrainingRead",
    "field_of",
    "guess",
    "guess_book",
    "open_book",
    "read_rows",
]
