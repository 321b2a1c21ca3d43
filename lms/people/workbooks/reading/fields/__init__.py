"""What a column of a workbook can be: one table of fields with the words by which headers name
them.

Keys with a dot belong together: "professional" is a column that names the level,
"professional.university" a column of marks below a merged header, "professional.field" a detail.
"rating:2024" is a rating of a period; a column of marks adds the value ("rating:2024:good").
"""

from lms.people.personnel.fields import SENSITIVE_FIELDS
from lms.people.workbooks.reading.fields.base import (
    DATE_PARTS,
    SECTIONS,
    SPLIT_DATES,
    Label,
    WorkbookField,
)
from lms.people.workbooks.reading.fields.choices import DIMENSIONS, GROUPS, LEVELS, NONE
from lms.people.workbooks.reading.fields.identity import identity_fields
from lms.people.workbooks.reading.fields.posts import post_fields
from lms.people.workbooks.reading.fields.qualifications import qualification_fields
from lms.people.workbooks.reading.fields.ratings import rating_fields
from lms.people.workbooks.reading.fields.training import training_fields

__all__ = [
    "DATE_PARTS",
    "DIMENSIONS",
    "FIELDS",
    "GROUPS",
    "LEVELS",
    "NONE",
    "SECTIONS",
    "SENSITIVE_KEYS",
    "SPLIT_DATES",
    "Label",
    "WorkbookField",
    "field_of",
]

FIELDS: dict[str, WorkbookField] = {
    field.key: field
    for field in (
        *identity_fields(),
        *post_fields(),
        *qualification_fields(),
        *rating_fields(),
        *training_fields(),
    )
}


# Columns behind the access log: what stands in them is kept nowhere but in the file.
SENSITIVE_KEYS = frozenset(column.key for field in SENSITIVE_FIELDS for column in field.columns)


def field_of(key: str) -> WorkbookField | None:
    """The field of a column's key; "rating:2024" and "rating:2024:good" are of "rating"."""
    return FIELDS.get(key.split(":")[0])
