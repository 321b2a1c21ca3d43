"""The cell of a row that says the person has left: remarks, title, or a column that is not read."""

import datetime as dt
from collections.abc import Mapping

from lms.people.workbooks.reading.cells import WorkbookCell
from lms.people.workbooks.reading.values.departures import DepartureRead, read_departure

# Where lists write it, the likeliest first; after them any column that is not read.
_LIKELY_KEYS = ("remarks", "title", "position")
# A longer text in another column tells of something else: a career, an address.
_LONGEST_ELSEWHERE = 100


def find_departure(
    cells: Mapping[str, WorkbookCell], as_of: dt.date
) -> tuple[DepartureRead | None, str]:
    """What the row says of the person's leaving, and the cell; (None, "") where it says nothing.

    `cells` by key of the field; those of columns that are not read begin with "?".
    """
    unread = [
        key
        for key, cell in cells.items()
        if key.startswith("?") and len(str(cell.value)) <= _LONGEST_ELSEWHERE
    ]
    for key in (*_LIKELY_KEYS, *unread):
        cell = cells.get(key)
        if cell is None or not isinstance(cell.value, str):
            continue
        departure = read_departure(cell.value, as_of)
        if departure is not None:
            return departure, cell.ref
    return None, ""
