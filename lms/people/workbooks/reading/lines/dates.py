"""Join a date that stands in several cells: day, month and year."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import WorkbookCell
from lms.people.workbooks.reading.fields import DATE_PARTS, SPLIT_DATES
from lms.people.workbooks.reading.values.plain import UnreadableCell, is_nothing, text_of

_TWO_NUMBERS = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,4})")


@dataclass(frozen=True)
class SplitDate:
    """The cells of one date by part ("day", "day_month"); `key`: the field that they make up."""

    key: str
    cells: Mapping[str, WorkbookCell]

    @property
    def refs(self) -> list[str]:
        """The cells from left to right, as the list has them."""
        return [cell.ref for cell in self.cells.values()]

    def join_parts(self) -> str:
        """The date as one would write it in one cell: "15/3/1985", "1985"; "" where nothing is
        filled.

        Unreadable where a part is no number, or missing between others.
        """
        numbers: dict[str, str] = {}
        for part, cell in self.cells.items():
            if not is_nothing(text_of(cell.value)):
                numbers |= _numbers_in(part, cell)
        if not numbers:
            return ""
        if "year" not in numbers:
            raise UnreadableCell(_("The year of this date is missing."))
        if "day" in numbers and "month" not in numbers:
            raise UnreadableCell(_("The month of this date is missing."))
        written = [numbers[part] for part in ("day", "month", "year") if part in numbers]
        return "/".join(written)


def split_dates(cells: Mapping[str, WorkbookCell]) -> list[SplitDate]:
    """The dates of a row that stand in several cells; `cells`: by key."""
    dates = []
    for key in SPLIT_DATES:
        parts = {part: cells[f"{key}.{part}"] for part in DATE_PARTS if f"{key}.{part}" in cells}
        if parts:
            dates.append(SplitDate(key, parts))
    return dates


def _numbers_in(part: str, cell: WorkbookCell) -> dict[str, str]:
    """Part → number, of a cell that holds one or two of them."""
    names = part.split("_")
    value, text = cell.value, text_of(cell.value)
    if len(names) == 2 and isinstance(value, dt.datetime):
        # Excel makes a date of "15/3"; its year says nothing
        return {name: str(getattr(value, name)) for name in names}
    if len(names) == 2 and isinstance(value, str):
        match = _TWO_NUMBERS.fullmatch(text)
        if match:
            return dict(zip(names, match.groups(), strict=True))
    if len(names) == 1 and text.isdigit():
        return {part: text}
    raise UnreadableCell(
        _("“%(text)s” is no part of a date. Write day, month and year as numbers.")
        % {"text": text[:40]}
    )
