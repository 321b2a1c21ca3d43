"""Reading a workbook row by row: each row is a person's values, or is refused with its cell; empty
rows are passed over.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lms.people.workbooks.reading.cells import Book, Cell, Row, Sheet
from lms.people.workbooks.reading.files.grid import column_number
from lms.people.workbooks.reading.lines import combining, sections
from lms.people.workbooks.reading.lines.combining import Told, place_of
from lms.people.workbooks.reading.lines.parsing import Times, parse
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow
from lms.people.workbooks.reading.values.plain import Unreadable, text_of

_WHO = ("full_name", "family_name", "given_name", "code", "id_number")
# A row that has one of these is about a person, whatever else stands in it.
_SURELY = ("code", "id_number", "birth_date", "birth_male", "birth_female")
_TAKEN_OVER = (
    "code",
    "id_number",
    "ethnicity",
    "unit",
    "unit_code",
    "title",
    "position",
    "is_key",
    "post_from",
    "decision",
)


def read_rows(
    book: Book, mapping: Mapping[str, SheetMapping], as_of: dt.date
) -> Iterator[PersonRow | RefusedRow]:
    """The rows of the sheets in `mapping` (by name) that say whom they are about, in their order.

    Passed over, not counted: empty rows, totals, headings, headers repeated on a new page, what
    stands below the table. Hidden rows are read like others (a filter hides them); hidden sheets
    are not.
    """
    times = Times(book.is_1904, as_of)
    for sheet in book.sheets:
        found = mapping.get(sheet.name)
        if found is not None and found.is_of_people:
            yield from _Reading(sheet, found, times).rows()


class _Reading:
    def __init__(self, sheet: Sheet, mapping: SheetMapping, times: Times) -> None:
        self._sheet, self._times = sheet, times
        self._last = mapping.header_last
        self._columns = sorted(mapping.columns.items(), key=lambda pair: column_number(pair[0]))
        self._keys = frozenset(mapping.columns.values())
        self._headings = sections.Headings()
        self._is_below = self._is_header = False

    def rows(self) -> Iterator[PersonRow | RefusedRow]:
        for row in self._sheet.rows():
            cells = self._cells(row) if row.number > self._last else {}
            if cells and self._is_person(row, cells):
                yield self._person(row, cells)

    def _cells(self, row: Row) -> dict[str, Cell]:
        """The filled cells of the columns that are read, and all others under their letter."""
        keys = dict(self._columns)
        return {keys.get(letter, f"?{letter}"): cell for letter, cell in row.cells.items()}

    def _is_person(self, row: Row, cells: Mapping[str, Cell]) -> bool:
        own = sorted(
            (column_number(letter), cell)
            for letter, cell in row.cells.items()
            if cell.ref == f"{letter}{row.number}"
        )
        texts = [text for _column, cell in own if (text := text_of(cell.value))]
        who = [text for key in _WHO[3:] if key in cells and (text := text_of(cells[key].value))]
        if not texts or sections.is_numbering(texts, who):
            return False
        names = [text_of(cells[key].value) for key in _WHO[:3] if key in cells]
        self._is_header = sections.is_header_again(names, texts, goes_on=self._is_header)
        if self._is_header:
            return False
        return self._tells_of_somebody(cells, texts, names)

    def _tells_of_somebody(
        self, cells: Mapping[str, Cell], texts: list[str], names: list[str]
    ) -> bool:
        """Neither a total nor a heading nor below the table."""
        sure = (text_of(cells[key].value) for key in _SURELY if key in cells)
        numbers = [
            text for text in sure if any(map(str.isdigit, text)) and not sections.is_of_foot(text)
        ]
        if sections.is_total(texts):
            return any(not text.isdigit() for text in numbers)
        heading = sections.heading(texts)
        # a heading may bring the count of its people, below whatever column
        if numbers and not (heading and all(map(_is_count, numbers))):
            self._is_below = False
            return True
        # who signs is not numbered
        self._is_below = (self._is_below or sections.is_foot(texts, names)) and not texts[
            0
        ].isdigit()
        if heading and not self._is_below:
            self._headings.take(*heading)
        return not heading and not self._is_below and self._says_something(cells)

    def _says_something(self, cells: Mapping[str, Cell]) -> bool:
        """Formulas drawn down below the last person say nothing."""
        return any(
            not key.startswith("?") and not cell.is_formula and not _is_blank(cell)
            for key, cell in cells.items()
        )

    def _person(self, row: Row, cells: Mapping[str, Cell]) -> PersonRow | RefusedRow:
        told = self._told(cells)
        label = self._label(cells)
        if not any(key in told.refs for key in _WHO):
            at = next(letter for letter, key in self._columns if key in _WHO)
            told.faults.append(
                (
                    f"{at}{row.number}",
                    _("The row says of nobody whom it is about. Fill in name or staff code."),
                )
            )
        values = self._values(told, cells)
        if told.faults:
            return self._refused(row.number, told, label)
        return PersonRow(self._sheet.name, row.number, cells=dict(told.refs), **values)

    def _told(self, cells: Mapping[str, Cell]) -> Told:
        refs = {key: cells[key].ref for _letter, key in self._columns if key in cells}
        written = {key: text_of(cells[key].value) for key in refs}
        told = Told({}, written, self._keys, refs)
        for key in refs:
            try:
                value = self._value(key, cells[key])
            except Unreadable as error:
                told.fault(key, error.reason)
                continue
            if value not in (None, ""):
                told.values[key] = value
        return told

    def _value(self, key: str, cell: Cell) -> Any:
        if cell.is_formula:
            raise Unreadable(
                _(
                    "The cell is a formula. Copy the column and paste it back as values (Paste"
                    " special, Values)."
                )
            )
        if cell.is_error:
            raise Unreadable(
                _("The cell shows an error of Excel (%(text)s). Write the value.")
                % {"text": text_of(cell.value)[:20]}
            )
        return (
            None if cell.value is None or _is_blank(cell) else parse(key, cell.value, self._times)
        )

    def _values(self, told: Told, cells: Mapping[str, Cell]) -> dict[str, Any]:
        is_member, party_date = combining.party(told)
        rank, rank_title = told.values.get("rank", ("", ""))
        taken = {key: told.values[key] for key in _TAKEN_OVER if key in told.values}
        told.named("rank_title", "rank")
        return {
            **taken,
            "code_was_number": "code" in cells and isinstance(cells["code"].value, int | float),
            "full_name": combining.full_name(told),
            "birth_date": combining.birth_date(told),
            "sex": combining.sex(told),
            "is_ethnic_minority": combining.minority(told),
            "is_party_member": is_member,
            "party_date": party_date,
            "unit": told.values.get("unit", "") or self._headings.unit,
            "section": self._headings.texts,
            "group": combining.group(told) or self._headings.group,
            "rank": rank,
            "rank_title": rank_title,
            "levels": combining.levels(told),
            "ratings": combining.ratings(told),
            "training": combining.training(told),
        }

    def _label(self, cells: Mapping[str, Cell]) -> str:
        name = " ".join(text_of(cells[key].value) for key in _WHO[:3] if key in cells)
        code = text_of(cells["code"].value) if "code" in cells else ""
        return " · ".join(filter(None, (name, code)))[:200]

    def _refused(self, number: int, told: Told, label: str) -> RefusedRow:
        first, *others = sorted(told.faults, key=lambda fault: place_of(fault[0]))
        more = [
            _("%(cell)s: %(reason)s") % {"cell": cell, "reason": reason} for cell, reason in others
        ]
        return RefusedRow(self._sheet.name, number, first[0], " ".join([first[1], *more]), label)


def _is_count(text: str) -> bool:
    return text.isdigit() and len(text) < 4


def _is_blank(cell: Cell) -> bool:
    return not text_of(cell.value)
