"""Read a workbook row by row: each row is a person's values, or is refused at its cell."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.workbooks.reading.cells import Workbook, WorkbookCell, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.files.grid import column_number
from lms.people.workbooks.reading.lines import combining, sections
from lms.people.workbooks.reading.lines.combining import RowReading, cell_order
from lms.people.workbooks.reading.lines.leaving import find_departure
from lms.people.workbooks.reading.lines.parsing import DateContext, parse_cell
from lms.people.workbooks.reading.lines.warning import warn_of_row
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow, UnitPlace, UnitSource
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of

_NAMES = ("full_name", "family_name", "given_name")
_IDENTITY_KEYS = (*_NAMES, "code", "id_number")
# A row that has one of these is about a person, whatever else stands in it.
_CERTAIN_KEYS = ("code", "id_number", "birth_date", "birth_male", "birth_female")
_TAKEN_OVER = (
    "code",
    "id_number",
    "unit",
    "unit_code",
    "title",
    "position",
    "is_key",
    "post_from",
    "decision",
    "remarks",
)
# Fields of one column that are taken over as they are; PersonRow has attributes for the others.
_FURTHER = [field for field in OFFICIAL_FIELDS if field.key not in PersonRow.__dataclass_fields__]


def read_rows(
    workbook: Workbook, mapping: Mapping[str, SheetMapping], as_of: dt.date
) -> Iterator[PersonRow | RefusedRow]:
    """The rows of the sheets in `mapping` (by name) that say whom they are about, in their order.

    Passed over, not counted: empty rows, totals, headings, headers repeated on a new page, what
    stands below the table. Hidden rows are read like others (a filter hides them); hidden sheets
    are not.
    """
    times = DateContext(workbook.is_1904, as_of)
    for sheet in workbook.sheets:
        sheet_mapping = mapping.get(sheet.name)
        if sheet_mapping is not None and sheet_mapping.is_of_people:
            yield from _SheetReader(sheet, sheet_mapping, times).people_rows()


class _SheetReader:
    """Reads one sheet; remembers the headings above a row and whether the table is over."""

    def __init__(self, sheet: WorkbookSheet, mapping: SheetMapping, times: DateContext) -> None:
        self._sheet, self._times = sheet, times
        self._last = mapping.header_last
        self._columns = sorted(mapping.columns.items(), key=lambda pair: column_number(pair[0]))
        self._keys = frozenset(mapping.columns.values())
        self._headings = sections.Headings()
        self._is_below = self._is_header = False

    def people_rows(self) -> Iterator[PersonRow | RefusedRow]:
        """The rows below the header that are about people."""
        for row in self._sheet.rows():
            if row.number <= self._last:
                continue
            cells = self._cells_by_key(row)
            if cells and self._is_person(row, cells):
                yield self._read_person(row, cells)

    def _cells_by_key(self, row: WorkbookRow) -> dict[str, WorkbookCell]:
        """The filled cells of the columns that are read, and all others under their letter."""
        keys = dict(self._columns)
        return {keys.get(letter, f"?{letter}"): cell for letter, cell in row.cells.items()}

    def _is_person(self, row: WorkbookRow, cells: Mapping[str, WorkbookCell]) -> bool:
        texts = _own_texts(row)
        numbers = [text for text in _texts_of(cells, ("code", "id_number")) if text]
        if not texts or sections.is_numbering(texts, numbers):
            return False
        names = _texts_of(cells, _NAMES)
        self._is_header = sections.is_header_again(names, texts, goes_on=self._is_header)
        if self._is_header:
            return False
        return self._is_about_somebody(row, cells, texts, names)

    def _is_about_somebody(
        self,
        row: WorkbookRow,
        cells: Mapping[str, WorkbookCell],
        texts: list[str],
        names: list[str],
    ) -> bool:
        """Whether the row is neither a total nor a heading nor below the table."""
        numbers = [text for text in _texts_of(cells, _CERTAIN_KEYS) if _is_number_of_person(text)]
        if sections.is_total(texts):
            return not all(text.isdigit() for text in numbers)
        heading = sections.read_heading(texts)
        # a heading may bring the count of its people, below whatever column
        is_count = bool(heading) and all(map(_is_count, numbers))
        if numbers and not is_count:
            self._is_below = False
            return True
        self._note_foot(texts, names)
        if heading:
            if not self._is_below:
                self._headings.add_heading(*heading, _cell_of_text(row, heading[1]))
            return False
        return not self._is_below and _says_something(cells)

    def _note_foot(self, texts: list[str], names: list[str]) -> None:
        """Remember whether the table is over: from a signature on to the next numbered row."""
        if texts[0].isdigit():
            # who signs is not numbered
            self._is_below = False
        elif sections.is_below_table(texts, names):
            self._is_below = True

    def _read_person(
        self, row: WorkbookRow, cells: Mapping[str, WorkbookCell]
    ) -> PersonRow | RefusedRow:
        reading = self._read_cells(cells)
        if not any(key in reading.refs for key in _IDENTITY_KEYS):
            letter = next(letter for letter, key in self._columns if key in _IDENTITY_KEYS)
            reading.faults.append(
                (
                    f"{letter}{row.number}",
                    _("The row says of nobody whom it is about. Fill in name or staff code."),
                )
            )
        values = self._person_values(reading, cells)
        values["warnings"] = warn_of_row(row, cells, reading.refs)
        if reading.faults:
            return self._refuse_row(row.number, reading, _label_of(cells))
        return PersonRow(self._sheet.name, row.number, cells=dict(reading.refs), **values)

    def _read_cells(self, cells: Mapping[str, WorkbookCell]) -> RowReading:
        """The values of the columns that are read, and a fault for each cell that is unreadable."""
        refs = {key: cells[key].ref for _letter, key in self._columns if key in cells}
        written = {key: text_of(cells[key].value) for key in refs}
        reading = RowReading({}, written, self._keys, refs)
        for key in refs:
            try:
                value = self._read_value(key, cells[key])
            except UnreadableCell as error:
                reading.add_fault(key, error.reason)
                continue
            if value not in (None, ""):
                reading.values[key] = value
        return reading

    def _read_value(self, key: str, cell: WorkbookCell) -> Any:
        """The value of one cell; None where it says nothing. Unreadable also for formulas."""
        if cell.is_formula and key != "remarks":
            raise UnreadableCell(
                _(
                    "The cell is a formula. Copy the column and paste it back as values (Paste"
                    " special, Values)."
                )
            )
        if cell.is_error and key != "remarks":
            raise UnreadableCell(
                _("The cell shows an error of Excel (%(text)s). Write the value.")
                % {"text": text_of(cell.value)[:20]}
            )
        if cell.value is None or _is_blank(cell):
            return None
        return parse_cell(key, cell.value, self._times)

    def _person_values(
        self, reading: RowReading, cells: Mapping[str, WorkbookCell]
    ) -> dict[str, Any]:
        """The arguments of a PersonRow; columns that contradict each other add faults."""
        sex = combining.combine_sex(reading)
        name = combining.combine_full_name(reading, sex)
        is_member, party_date = combining.combine_party(reading)
        rank, rank_title = reading.values.get("rank", ("", ""))
        taken_over = {key: reading.values[key] for key in _TAKEN_OVER if key in reading.values}
        reading.set_cell_of("rank_title", "rank")
        departure, reading.refs["departure"] = find_departure(cells, self._times.as_of)
        return {
            **taken_over,
            "code_was_number": "code" in cells and isinstance(cells["code"].value, int | float),
            "full_name": name.name,
            "name_written": name.taken_off,
            "birth_date": combining.combine_birth_date(reading),
            "sex": sex or name.sex,
            "further": {
                field.key: reading.values[field.columns[0].key]
                for field in _FURTHER
                if field.columns[0].key in reading.values
            },
            "ethnicity": reading.values.get("ethnicity", ""),
            "is_ethnic_minority": combining.combine_minority(reading),
            "is_party_member": is_member,
            "party_date": party_date,
            "unit": reading.values.get("unit", "") or self._headings.unit,
            "section": self._headings.texts,
            "unit_sources": _own_unit_sources(reading) + self._headings.unit_sources,
            "group": combining.combine_group(reading) or self._headings.group,
            "rank": rank,
            "rank_title": rank_title,
            "levels": combining.combine_levels(reading),
            "ratings": combining.combine_ratings(reading),
            "training": combining.combine_training(reading),
            "departure": departure,
        }

    def _refuse_row(self, number: int, reading: RowReading, label: str) -> RefusedRow:
        """The row refused at its first bad cell; the reason names all others after it."""
        in_order = sorted(reading.faults, key=lambda fault: cell_order(fault[0]))
        cell, reason = in_order[0]
        reasons = [reason]
        for later_cell, later_reason in in_order[1:]:
            reasons.append(_("%(cell)s: %(reason)s") % {"cell": later_cell, "reason": later_reason})
        return RefusedRow(self._sheet.name, number, cell, " ".join(reasons), label)


def _own_texts(row: WorkbookRow) -> list[str]:
    """The texts of the row from left to right, without those of cells merged from above."""
    own = sorted(
        (column_number(letter), text_of(cell.value))
        for letter, cell in row.cells.items()
        if cell.ref == f"{letter}{row.number}"
    )
    return [text for _column, text in own if text]


def _cell_of_text(row: WorkbookRow, text: str) -> str:
    """The cell in which a heading stands, with its number or without."""
    for letter, cell in row.cells.items():
        if cell.ref == f"{letter}{row.number}" and text_of(cell.value).endswith(text):
            return cell.ref
    return ""


def _own_unit_sources(reading: RowReading) -> tuple[UnitSource, ...]:
    """What the row itself says of the person's unit: its code, its name."""
    return tuple(
        UnitSource(UnitPlace.COLUMN, reading.values[key], reading.refs[key])
        for key in ("unit_code", "unit")
        if reading.values.get(key)
    )


def _texts_of(cells: Mapping[str, WorkbookCell], keys: Iterable[str]) -> list[str]:
    """The texts of those of `keys` that are filled, in this order."""
    return [text_of(cells[key].value) for key in keys if key in cells]


def _label_of(cells: Mapping[str, WorkbookCell]) -> str:
    """Name and code as written, for the page."""
    name = " ".join(_texts_of(cells, _NAMES))
    code = "".join(_texts_of(cells, ("code",)))
    return " · ".join(filter(None, (name, code)))[:200]


def _says_something(cells: Mapping[str, WorkbookCell]) -> bool:
    """Whether a column that is read is filled; formulas drawn down below the last person do not
    count.
    """
    return any(
        not key.startswith("?") and not cell.is_formula and not _is_blank(cell)
        for key, cell in cells.items()
    )


def _is_number_of_person(text: str) -> bool:
    """Whether a code, ID number or birth date is written, not the day of a signature."""
    return any(map(str.isdigit, text)) and not sections.has_foot_words(text)


def _is_count(text: str) -> bool:
    return text.isdigit() and len(text) < 4


def _is_blank(cell: WorkbookCell) -> bool:
    return not text_of(cell.value)
