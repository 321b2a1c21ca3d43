"""The cell of a row that says the person has left: remarks, title, or a column that is not read."""

import datetime as dt
import re
from collections.abc import Mapping

from lms.people.workbooks.reading.cells import WorkbookCell
from lms.people.workbooks.reading.values.departures import DepartureRead, read_departure

# Where lists write it, the likeliest first; after them any column that is not read.
_LIKELY_KEYS = ("remarks", "title", "position")
# Beside a name it stands in brackets, behind a sign or on a line of its own.
_NAME_KEYS = ("full_name", "family_name", "given_name")
_IN_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)")
_BESIDE_NAME = re.compile(r"[,;:\n]|\s[-–—]\s?")
# "Nguyên Chủ tịch UBND xã" is an office that somebody had; with marks, for "Nguyễn" is a name.
_FORMER_OFFICE = re.compile(r"\s*(?:nguyên|cựu)\s+\w", re.IGNORECASE)
_OFFICE_KEYS = ("title", "position")
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
    for key in (*_LIKELY_KEYS, *_NAME_KEYS, *unread):
        cell = cells.get(key)
        if cell is None or not isinstance(cell.value, str):
            continue
        departure = _departure_in(key, cell.value, as_of)
        if departure is not None:
            return departure, cell.ref
    return None, ""


def _departure_in(key: str, written: str, as_of: dt.date) -> DepartureRead | None:
    """What one cell says of the person's leaving."""
    if key in _OFFICE_KEYS and _FORMER_OFFICE.match(written):
        return DepartureRead(written)
    parts = _parts_beside_name(written) if key in _NAME_KEYS else [written]
    return next(filter(None, (read_departure(part, as_of) for part in parts)), None)


def _parts_beside_name(written: str) -> list[str]:
    """What stands beside a name in its cell; a further line in capitals goes on with the name."""
    names = _IN_BRACKETS.sub("", written)
    further = [
        part
        for part in _BESIDE_NAME.split(names)[1:]
        if not all(word[:1].isupper() for word in part.split())
    ]
    return [*_IN_BRACKETS.findall(written), *further]
