"""Read one block of columns row by row: each row is a person's values, or is refused at its
cell.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from lms.people.personnel.fields import OFFICIAL_FIELDS
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.workbooks.reading.blocks import ColumnBlock
from lms.people.workbooks.reading.cells import WorkbookCell, WorkbookRow
from lms.people.workbooks.reading.fields import DATE_PARTS, SPLIT_DATES
from lms.people.workbooks.reading.files.grid import column_number
from lms.people.workbooks.reading.headers.subjects import PATH_SEPARATOR
from lms.people.workbooks.reading.lines import combining, dates, sections
from lms.people.workbooks.reading.lines.combining import RowReading, cell_order
from lms.people.workbooks.reading.lines.leaving import find_departure
from lms.people.workbooks.reading.lines.parsing import DateContext, parse_cell
from lms.people.workbooks.reading.lines.surnames import looks_like_person
from lms.people.workbooks.reading.lines.warning import warn_of_row
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow, UnitPlace, UnitSource
from lms.people.workbooks.reading.values import choices
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

_NAMES = ("full_name", "family_name", "given_name")
_IDENTITY_KEYS = (*_NAMES, "code", "id_number")
# A row that has one of these is about a person, whatever else stands in it.
_CERTAIN_KEYS = (
    "code",
    "id_number",
    "birth_date",
    "birth_date.year",
    "birth_male",
    "birth_female",
)
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

# Words that are the same for many people, and how "the same as above" is written.
_MAY_BE_DITTO = frozenset(
    {"unit", "unit_code", "title", "position", "group", "ethnicity", "rank", "decision"}
)
_UNITS = frozenset({"unit", "unit_code"})
_DITTO = re.compile(
    r"[-–.\s]*(?:nt|n\.t|như trên|nhu tren|[\"“”″〃]|''|’’|,,|//)[-–.\s]*", re.IGNORECASE
)
_BIRTHS = ("birth_date", "birth_male", "birth_female")
# "Tháng, năm sinh", "Sinh (mm/yyyy)"; with a word for the day it is of whole days.
_MONTH_HEADER = re.compile(r"(?!.*\b(?:ngay|dd)\b).*\b(?:thang|mm)\b.*")
# Kind of its number, text, cell; see `sections.Headings`.
Heading = tuple[str, str, str]


class BlockReader:
    """Reads the people of one block of columns; remembers the headings above and whether the table
    is over.

    `units_around`: what title, sheet and letterhead say of the unit; `group_around`: the group that
    the title names, or "".
    """

    def __init__(
        self,
        sheet: str,
        position: int,
        block: ColumnBlock,
        headers: Mapping[str, str],
        times: DateContext,
    ) -> None:
        self._sheet, self._position, self._times = sheet, position, times
        self._words_above = {
            letter: frozenset(header.split(PATH_SEPARATOR)) for letter, header in headers.items()
        }
        self._block = block
        # Excel makes a whole day of "2/1991"
        self._month_keys = {
            key
            for letter, key in block.columns.items()
            if key in _BIRTHS and _MONTH_HEADER.fullmatch(plain_words(headers.get(letter, "")))
        }
        self._sex_above = _sex_above_names(block, headers)
        self._columns = sorted(block.columns.items(), key=lambda pair: column_number(pair[0]))
        self._keys = frozenset(block.columns.values())
        self._shared = [pair for pair in self._columns if not block.has_column(pair[0])]
        # key → the last cell that is no ditto
        self._written_above: dict[str, WorkbookCell] = {}
        # known from the first person on
        self._writes_unit_once: bool | None = None
        self.headings = sections.Headings()
        self._is_below = False
        self.units_around: tuple[UnitSource, ...] = ()
        self.group_around = ""
        self.is_header = False
        self.heading: Heading | None = None

    def read_row(self, row: WorkbookRow) -> PersonRow | RefusedRow | None:
        """The person of this block in the row; None where the row is about nobody here.

        `is_header` then says whether the header is printed again, `heading` which heading it is.
        """
        self.heading = None
        cells = self._cells_by_key(self.own_cells(row))
        if not cells or not self._is_person(row, cells):
            return None
        # what all people of the row share is read with each of them
        shared = {key: row.cells[letter] for letter, key in self._shared if letter in row.cells}
        return self._read_person(row, self._without_dittos({**shared, **cells}))

    def own_cells(self, row: WorkbookRow) -> dict[str, WorkbookCell]:
        """The filled cells of the row in this block, by letter."""
        return {letter: cell for letter, cell in row.cells.items() if self.has_column(letter)}

    def has_column(self, letter: str) -> bool:
        """Whether a column stands in this block."""
        return self._block.has_column(letter)

    def is_read(self, letter: str) -> bool:
        """Whether a column is read by this block."""
        return letter in self._block.columns

    @property
    def _sex_around(self) -> str:
        """The sex that a heading, or else the header, says of the people here."""
        return self.headings.sex or self._sex_above

    @property
    def _group_around(self) -> str:
        """The group that a heading, or else the title, says of the people here."""
        return self.headings.group or self.group_around

    def add_heading(self, heading: Heading) -> None:
        """Let a heading that stands beside this block hold for it, too."""
        if not self._is_below:
            self.headings.add_heading(*heading)

    def follow(self, former: "BlockReader") -> None:
        """Let headings and titles of the table before hold on."""
        self.headings, self.units_around = former.headings, former.units_around

    def begin_again(self, units_around: tuple[UnitSource, ...]) -> None:
        """Forget headings and signatures: a list with a title of its own begins."""
        self.headings, self._is_below = sections.Headings(), False
        self.units_around = units_around

    def _cells_by_key(self, cells: Mapping[str, WorkbookCell]) -> dict[str, WorkbookCell]:
        """The filled cells of the columns that are read, and all others under their letter."""
        keys = self._block.columns
        return {keys.get(letter, f"?{letter}"): cell for letter, cell in cells.items()}

    def _without_dittos(self, cells: Mapping[str, WorkbookCell]) -> dict[str, WorkbookCell]:
        """The cells with what stands above in place of "-nt-" and quotation marks."""
        resolved = dict(cells)
        for key in _MAY_BE_DITTO & cells.keys():
            cell = cells[key]
            if not _DITTO.fullmatch(text_of(cell.value)):
                self._written_above[key] = cell
            elif key in self._written_above:
                resolved[key] = replace(self._written_above[key], ref=cell.ref)
        return self._with_unit_above(resolved)

    def _with_unit_above(self, cells: dict[str, WorkbookCell]) -> dict[str, WorkbookCell]:
        """The cells with the unit of the person above, in lists that write it once for several
        people: the first of them has one, and no title or heading names another.
        """
        has_unit = bool(cells.keys() & _UNITS)
        if self._writes_unit_once is None:
            self._writes_unit_once = has_unit
        is_titled = any(source.kind == UnitPlace.TITLE for source in self.units_around)
        if self._writes_unit_once and not (has_unit or self.headings.unit or is_titled):
            above = {key: self._written_above[key] for key in _UNITS & self._written_above.keys()}
            return {**cells, **above}
        return cells

    def _is_person(self, row: WorkbookRow, cells: Mapping[str, WorkbookCell]) -> bool:
        own_cells = self.own_cells(row)
        texts = own_texts(row.number, own_cells)
        if texts and not self.is_header and _goes_on(row, cells):
            return True
        numbers = [text for text in _texts_of(cells, ("code", "id_number")) if text]
        if not texts or sections.is_numbering(texts, numbers):
            return False
        names = _texts_of(cells, _NAMES)
        self.is_header = self._is_printed_header(own_cells) or sections.is_header_again(
            names, texts, goes_on=self.is_header
        )
        if self.is_header:
            # another page, or another list of the same columns, after the signatures
            self._is_below = False
            return False
        return self._is_about_somebody(row, cells, texts, names)

    def _is_printed_header(self, cells: Mapping[str, WorkbookCell]) -> bool:
        """Whether each filled cell repeats a word of the header above it."""
        return len(cells) > 1 and all(
            text_of(cell.value) in self._words_above.get(letter, ())
            for letter, cell in cells.items()
        )

    def _is_about_somebody(
        self,
        row: WorkbookRow,
        cells: Mapping[str, WorkbookCell],
        texts: list[str],
        names: list[str],
    ) -> bool:
        """Whether the row is neither a total nor a heading nor below the table."""
        numbers = list(filter(_is_number_of_person, _texts_of(cells, _CERTAIN_KEYS)))
        if len(texts) == 1 and " " in texts[0]:
            # a line such as "Năm 2026" in the column of codes
            numbers = []
        if sections.is_total(texts):
            return not all(text.isdigit() for text in numbers)
        heading = _heading_in(texts, names)
        # a heading may bring the count of its people, below whatever column
        if numbers and not (heading and _are_of_heading(numbers, heading[1])):
            self._is_below = False
            return True
        self._note_foot(texts, names)
        if heading:
            self.heading = (*heading, _cell_of_text(row, heading[1]))
            self.add_heading(self.heading)
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
        return PersonRow(
            self._sheet,
            row.number,
            cells=dict(reading.refs),
            block=self._position,
            **values,
        )

    def _read_cells(self, cells: Mapping[str, WorkbookCell]) -> RowReading:
        """The values of the columns that are read, and a fault for each cell that is unreadable."""
        refs = {key: cells[key].ref for _letter, key in self._columns if key in cells}
        written = {key: text_of(cells[key].value) for key in refs}
        reading = RowReading({}, written, self._keys, refs)
        for key in refs:
            if _is_date_part(key):
                continue
            try:
                value = self._read_value(key, cells[key])
            except UnreadableCell as error:
                reading.add_fault(key, error.reason)
                continue
            if value not in (None, ""):
                reading.values[key] = value
        for split_date in dates.split_dates(cells):
            self._read_split_date(split_date, reading)
        return reading

    def _read_split_date(self, split_date: dates.SplitDate, reading: RowReading) -> None:
        """Add the date that several cells make up; a fault names all of them."""
        key, refs = split_date.key, split_date.refs
        reading.refs.setdefault(key, refs[0])
        try:
            for part in split_date.cells.values():
                self._check_readable("", part)
            written = split_date.join_parts()
            value = parse_cell(key, written, self._times) if written else None
        except UnreadableCell as error:
            reason = _("%(reason)s The cells %(cells)s are one date.")
            reading.add_fault(key, reason % {"reason": error.reason, "cells": ", ".join(refs)})
            return
        if value is not None:
            reading.values[key] = value

    def _read_value(self, key: str, cell: WorkbookCell) -> Any:
        """The value of one cell; None where it says nothing. Unreadable also for formulas."""
        self._check_readable(key, cell)
        if cell.value is None or _is_blank(cell):
            return None
        value = parse_cell(key, cell.value, self._times)
        if key in self._month_keys and isinstance(cell.value, dt.datetime):
            return _without_first_day(value)
        return value

    @staticmethod
    def _check_readable(key: str, cell: WorkbookCell) -> None:
        """Unreadable for a formula, and for an error of Excel."""
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
        if cell.doubt and key != "remarks":
            raise UnreadableCell(
                _(
                    "“%(text)s” may stand for “%(other)s” in an old font (.VnTime, VNI): the column"
                    " mixes fonts. Convert the whole column to Unicode, for example with Unikey."
                )
                % {"text": text_of(cell.value)[:60], "other": cell.doubt[:60]}
            )

    def _person_values(
        self, reading: RowReading, cells: Mapping[str, WorkbookCell]
    ) -> dict[str, Any]:
        """The arguments of a PersonRow; columns that contradict each other add faults."""
        sex = combining.combine_sex(reading)
        name = combining.combine_full_name(reading, sex)
        born = combining.combine_birth_date(reading)
        is_member, party_date = combining.combine_party(reading)
        rank, rank_title = reading.values.get("rank", ("", ""))
        taken_over = {key: reading.values[key] for key in _TAKEN_OVER if key in reading.values}
        reading.set_cell_of("rank_title", "rank")
        departure, departure_cell = find_departure(cells, self._times.as_of)
        if departure_cell:
            reading.refs["departure"] = departure_cell
        return {
            **taken_over,
            "code_was_number": "code" in cells and isinstance(cells["code"].value, int | float),
            "full_name": name.name,
            "name_written": name.taken_off,
            **({"birth_date": born.day, "birth_precision": born.precision} if born else {}),
            "sex": sex or name.sex or self._sex_around,
            "further": _further_values(reading),
            "ethnicity": reading.values.get("ethnicity", ""),
            "is_ethnic_minority": combining.combine_minority(reading),
            "is_party_member": is_member,
            "party_date": party_date,
            "unit": reading.values.get("unit", "") or self.headings.unit,
            "section": self.headings.texts,
            "unit_sources": (
                _own_unit_sources(reading) + self.headings.unit_sources + self.units_around
            ),
            "group": (combining.combine_group(reading) or self._group_around),
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
        return RefusedRow(self._sheet, number, cell, " ".join(reasons), label, self._position)


def _further_values(reading: RowReading) -> dict[str, Any]:
    """The values of the fields that have no rule of their own, by key of the field."""
    return {
        field.key: reading.values[field.columns[0].key]
        for field in _FURTHER
        if field.columns[0].key in reading.values
    }


def own_texts(number: int, cells: Mapping[str, WorkbookCell]) -> list[str]:
    """The texts of cells of row `number` from left to right, without those merged from above."""
    own = sorted(
        (column_number(letter), text_of(cell.value))
        for letter, cell in cells.items()
        if cell.ref == f"{letter}{number}"
    )
    return [text for _column, text in own if text]


def _heading_in(texts: Sequence[str], names: Sequence[str]) -> tuple[str, str] | None:
    """The heading that a row is; a name in the column of names is none but somebody of whom nothing
    else is written.
    """
    heading = sections.read_heading(texts)
    if heading is None or sections.names_unit_or_group(heading[1]):
        return heading
    return None if heading[1] in names and looks_like_person(heading[1]) else heading


def _cell_of_text(row: WorkbookRow, text: str) -> str:
    """The cell in which a heading stands, with its number or without."""
    for letter, cell in row.cells.items():
        if cell.ref == f"{letter}{row.number}" and text in text_of(cell.value):
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


def _without_first_day(born: BirthDate) -> BirthDate:
    """The month of a day that is its first one, where only months are written."""
    return BirthDate(born.day, BirthPrecision.MONTH) if born.day.day == 1 else born


def _goes_on(row: WorkbookRow, cells: Mapping[str, WorkbookCell]) -> bool:
    """Whether the row goes on about the person above: their name is merged down to it."""
    names = [cells[key] for key in _NAMES if key in cells]
    letters = (cell.ref.rstrip("0123456789") for cell in names)
    return bool(names) and not any(
        cell.ref == f"{letter}{row.number}" for cell, letter in zip(names, letters, strict=True)
    )


def _sex_above_names(block: ColumnBlock, headers: Mapping[str, str]) -> str:
    """The sex that the header says above the names of a block: "NAM", "NỮ"; "" for none."""
    words = (
        word
        for letter, key in block.columns.items()
        if key in _NAMES
        for word in headers.get(letter, "").split(PATH_SEPARATOR)[:-1]
    )
    return next(filter(None, map(choices.sex_of_heading, words)), "")


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
    """Whether a code, ID number or birth date is written, not the day of a signature nor a heading
    with its count.
    """
    if sections.has_foot_words(text) or sections.is_line_with_count(text):
        return False
    return any(map(str.isdigit, text))


def _is_date_part(key: str) -> bool:
    """Whether the field is a day, a month or a year alone, read together with the others."""
    base, _dot, part = key.partition(".")
    return part in DATE_PARTS and base in SPLIT_DATES


def _is_count(text: str) -> bool:
    return text.isdigit() and len(text) < 4


def _are_of_heading(numbers: Iterable[str], heading: str) -> bool:
    """Whether these are the count of a heading's people, or the heading itself in the column of
    codes: "2. Xã Na Son".
    """
    names_unit = sections.names_unit_or_group(heading)
    return all(_is_count(text) or (names_unit and heading in text) for text in numbers)


def _is_blank(cell: WorkbookCell) -> bool:
    return not text_of(cell.value)
