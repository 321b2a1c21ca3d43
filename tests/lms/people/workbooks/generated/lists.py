"""One list of officials: a workbook of one layout, and what must be read out of it."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from tests.lms.people.workbooks.generated import surroundings
from tests.lms.people.workbooks.generated.columns import (
    ListColumn,
    Says,
    columns_of,
)
from tests.lms.people.workbooks.generated.fonts import FONTS, write_in_old_font
from tests.lms.people.workbooks.generated.grid import GridCell, GridSheet, column_of, ref_of
from tests.lms.people.workbooks.generated.headers import write_header
from tests.lms.people.workbooks.generated.invented import (
    COMMUNES,
    DEPARTMENTS,
    FORMER_COMMUNES,
    PROVINCE,
    InventedPerson,
    Place,
    invent_people,
    place_today,
)
from tests.lms.people.workbooks.generated.layouts import (
    UNIT_ONCE,
    Layout,
    draw_layout,
    has_several_sheets,
)
from tests.lms.people.workbooks.generated.sections import split_sections


@dataclass(frozen=True)
class PlacedPerson:
    """Where a person stands in the list and what must become of them.

    `block`: of several people side by side, which of them, counted from 0. `refs`: name of a column
    → its cells. `says`: what the register must hold, where they are written.

    `must_refuse_at`: names of columns at one of which the row must be refused; `may_refuse_at`:
    may, since the list does not say enough. `is_elsewhere`: they belong to a unit that the upload
    does not reach and must not be written. `remark`: the note beside them.
    """

    person: InventedPerson
    sheet: str
    row: int
    block: int
    refs: dict[str, tuple[str, ...]]
    says: Says
    must_refuse_at: tuple[str, ...] = ()
    may_refuse_at: tuple[str, ...] = ()
    is_elsewhere: bool = False
    remark: str = ""

    @property
    def has_left(self) -> bool:
        """Whether the note says that they have left, which must be warned of."""
        return self.remark in surroundings.LEFT

    @property
    def last_day(self) -> dt.date | None:
        """The last day in the post, where it is still to come."""
        return surroundings.LEFT.get(self.remark)


@dataclass
class GeneratedList:
    """A list of seed `seed`: `sheets` as they are written to the file, `people` as they stand."""

    seed: int
    layout: Layout
    upload: Place
    sheets: list[GridSheet] = field(default_factory=list)
    people: list[PlacedPerson] = field(default_factory=list)
    # columns that the register does not know: (sheet, column)
    unknown: set[tuple[str, int]] = field(default_factory=set)


def generate_list(seed: int) -> GeneratedList:
    """The list of this seed; the same each time."""
    rng = random.Random(seed)
    layout = draw_layout(rng)
    return _ListWriter(seed, layout, rng).write_list()


def _places_of(layout: Layout, rng: random.Random) -> tuple[Place, list[Place]]:
    """(the unit of the upload, the units whose people stand in the list).

    Of a list with a merged commune, the last one is replaced.
    """
    upload, places = _places_of_today(layout, rng)
    if layout["communes"] == "one merged since":
        places = [*places[:-1], rng.choice(FORMER_COMMUNES)]
    return upload, places


def _places_of_today(layout: Layout, rng: random.Random) -> tuple[Place, list[Place]]:
    by_blocks = layout["units"] == "words above each block"
    count = int(layout["blocks"]) if by_blocks else rng.choice((2, 2, 3, 4))
    several = rng.sample(COMMUNES, count)
    units = layout["units"]
    is_of_one = units in {"title", "letterhead"}
    by_departments = units in {"column with the commune behind", "headings of two levels"}
    if layout["upload"] == "province":
        if units == "the unit of the upload":
            return PROVINCE, [PROVINCE]
        if by_departments:
            return PROVINCE, [place for commune in several[:2] for place in _below(commune)]
        return PROVINCE, several[:1] if is_of_one else several
    commune = several[0]
    if layout["upload"] == "commune":
        is_of_commune = is_of_one or units == "the unit of the upload"
        return commune, [commune] if is_of_commune else _below(commune)
    if by_departments:
        return commune, [place for other in several[:2] for place in _below(other)]
    return commune, several[1:2] if is_of_one else several


def _below(commune: Place) -> list[Place]:
    return [place for place in DEPARTMENTS if place.commune == commune.name]


class _ListWriter:
    """Writes the sheets of one list from top to bottom."""

    def __init__(self, seed: int, layout: Layout, rng: random.Random) -> None:
        self.layout, self.rng = layout, rng
        upload, self.places = _places_of(layout, rng)
        self.list = GeneratedList(seed, layout, upload)
        needs_plain_letters = (
            layout["letters"] != "Unicode" or layout["file"] == "csv in Windows-1258"
        )
        self.new_people = invent_people(
            rng, self.places, only_vietnamese_letters=needs_plain_letters
        )
        self.columns = columns_of(layout, rng)
        if layout["remarks"] != "none":
            self.columns.append(surroundings.REMARKS)
        self.faulty = rng.randrange(6)

    def write_list(self) -> GeneratedList:
        if has_several_sheets(self.layout):
            for place in self.places:
                self._write_sheet(surroundings.sheet_name(self.layout, place, self.rng), [place])
        else:
            self._write_sheet(self.rng.choice(("DS", "Sheet1", "Danh sách")), self.places)
        other = surroundings.other_sheet(self.layout)
        if other is not None:
            position = self.rng.choice((0, len(self.list.sheets)))
            self.list.sheets.insert(position, other)
        return self.list

    def _write_sheet(self, name: str, places: Sequence[Place]) -> None:
        sheet = GridSheet(name)
        self.list.sheets.append(sheet)
        first_place = places[0]
        surroundings.write_letterhead(
            sheet, self.layout, first_place, self.list.upload, self._width, self.rng
        )
        if self.layout["units"] == "title of each table":
            for place in places:
                surroundings.write_title(sheet, self.layout, place, self._width, self.rng)
                self._write_table(sheet, [place])
                sheet.last_row += self.rng.choice((1, 2))
        else:
            surroundings.write_title(sheet, self.layout, first_place, self._width, self.rng)
            self._write_table(sheet, places)
        surroundings.write_foot(sheet, self.layout, self._width)
        self._hide_parts(sheet)

    @property
    def _width(self) -> int:
        """The columns of the whole table."""
        return self._blocks * self._block_width

    @property
    def _blocks(self) -> int:
        return int(self.layout["blocks"])

    @property
    def _block_width(self) -> int:
        return self._has_running_number + sum(column.width for column in self.columns)

    @property
    def _has_running_number(self) -> bool:
        return self.layout["running number"] != "none"

    # one table

    def _write_table(self, sheet: GridSheet, places: Sequence[Place]) -> None:
        self.number = 0
        self._write_header(sheet)
        count = max(3, self.rng.choice((2, 3, 4, 6)) * len(places))
        people = [
            replace(next(self.new_people), place=places[index % len(places)])
            for index in range(count)
        ]
        for section in split_sections(self.layout, people):
            for heading in section.headings:
                surroundings.write_heading(sheet, self.layout, heading, self._width)
            self._write_people(sheet, section.people)
            if self.layout["gaps"] == "totals":
                surroundings.write_total(sheet, "Cộng", len(section.people), self._name_position)
        if self.layout["units"] in UNIT_ONCE:
            self._write_units_once(sheet, UNIT_ONCE[self.layout["units"]])

    def _write_header(self, sheet: GridSheet) -> None:
        """The header of each block, and which columns the register has no field for."""
        top = sheet.last_row + 1
        for block in range(self._blocks):
            left = 1 + block * self._block_width
            write_header(
                sheet,
                self.layout,
                self.columns,
                (left, top),
                above=self._word_above(block),
            )
            column = left + self._has_running_number
            for list_column in self.columns:
                if list_column.says is None:
                    unknown = range(column, column + list_column.width)
                    self.list.unknown |= {(sheet.name, number) for number in unknown}
                column += list_column.width
        surroundings.write_column_numbers(sheet, self.layout, self._width)

    def _word_above(self, block: int) -> str:
        """The unit of the people of a block, where the list says it above the block."""
        says_unit = self.layout["units"] == "words above each block"
        return self.places[block % len(self.places)].name.upper() if says_unit else ""

    @property
    def _name_position(self) -> int:
        """The column of names in the first block."""
        column = 1 + self._has_running_number
        for list_column in self.columns:
            if list_column.name == "name":
                break
            column += list_column.width
        return column

    def _write_people(self, sheet: GridSheet, people: Sequence[InventedPerson]) -> None:
        """The people down the first block, then down the next."""
        height = -(-len(people) // self._blocks)
        for index in range(height):
            self._write_gap(sheet, index)
            row = sheet.last_row + 1
            for block, person in enumerate(people[index::height]):
                self._write_person(sheet, row, block, person)

    def _write_gap(self, sheet: GridSheet, index: int) -> None:
        """What stands above the person `index` of a section and is nobody."""
        gap = self.layout["gaps"]
        if gap == "empty rows" and index and self.rng.random() < 0.3:
            sheet.last_row += 1
        elif gap == "header on each page" and index == 2:
            self._write_header(sheet)

    # one person

    def _write_person(self, sheet: GridSheet, row: int, block: int, person: InventedPerson) -> None:
        if self.layout["units"] == "words above each block":
            person = replace(person, place=self.places[block % len(self.places)])
        column = 1 + block * self._block_width
        self.number += 1
        if self._has_running_number:
            surroundings.write_running_number(sheet, self.layout, row, column, self.number)
            column += 1
        refs: dict[str, tuple[str, ...]] = {}
        says: Says = {}
        remark = ""
        for list_column in self.columns:
            values = list_column.write(person)
            if list_column is surroundings.REMARKS:
                remark = surroundings.remark_of(self.layout, self.rng)
                values = (remark,)
            refs[list_column.name] = self._write_cells(sheet, row, column, list_column, values)
            if list_column.says is not None:
                says |= list_column.says(person)
            column += list_column.width
        says["place"] = place_today(person.place)
        if self.layout["groups"] == "headings":
            says["group"] = person.group
        placed = PlacedPerson(person, sheet.name, row, block, refs, says, remark=remark)
        placed = self._spoil_cell(sheet, placed)
        self.list.people.append(self._with_doubts(placed))

    def _write_cells(
        self,
        sheet: GridSheet,
        row: int,
        column: int,
        list_column: ListColumn,
        values: Sequence[object],
    ) -> tuple[str, ...]:
        """Write the cells of one column of the list; the refs of those that are filled."""
        refs = []
        for offset, value in enumerate(values):
            if value is None or value == "":
                continue
            cell = value if isinstance(value, GridCell) else GridCell(value)
            sheet.cells[row, column + offset] = self._in_old_font(cell, list_column.name)
            refs.append(ref_of(row, column + offset))
        sheet.last_row = max(sheet.last_row, row)
        return tuple(refs)

    def _in_old_font(self, cell: GridCell, name: str) -> GridCell:
        encoding, _space, how = self.layout["letters"].partition(" ")
        is_reached = self.layout["old letters"] != "in names" or name == "name"
        if encoding == "Unicode" or not is_reached or not isinstance(cell.value, str):
            return cell
        font = FONTS[encoding] if how == "by font" else ""
        return replace(cell, value=write_in_old_font(cell.value, encoding), font=font)

    def _spoil_cell(self, sheet: GridSheet, placed: PlacedPerson) -> PlacedPerson:
        """One person of the list with a cell that nobody can read, or with a formula."""
        if self.faulty != len(self.list.people):
            return placed
        wrong = self.layout["a wrong cell"]
        if self.layout["a formula"] == "in a name":
            ref = placed.refs["name"][-1]
            position = _position_of(sheet, placed, ref)
            cell = sheet.cells[position]
            sheet.cells[position] = replace(cell, formula=f'"{cell.value}"')
            return replace(placed, must_refuse_at=("name",))
        if wrong == "none":
            return placed
        spoilt = {"birth": "31/02/1980", "unit": "Xã Không Có Thật", "sex": "Không rõ lắm"}[wrong]
        position = _position_of(sheet, placed, placed.refs[wrong][0])
        sheet.cells[position] = GridCell(spoilt)
        return replace(placed, must_refuse_at=(wrong,))

    def _with_doubts(self, placed: PlacedPerson) -> PlacedPerson:
        """The person with what the list leaves open about them."""
        doubts = []
        if self.layout["letters"].endswith("without font"):
            doubts += [
                name
                for name in placed.refs
                if name == "name" or self.layout["old letters"] != "in names"
            ]
        return replace(
            placed,
            may_refuse_at=tuple(doubts),
            is_elsewhere=not _reaches(self.list.upload, placed.person.place),
        )

    # the looks

    def _write_units_once(self, sheet: GridSheet, how: str) -> None:
        """Write the unit for the first of neighbours only who have the same one."""
        of_sheet = [placed for placed in self.list.people if placed.sheet == sheet.name]
        for _place, members in groupby(of_sheet, lambda placed: placed.person.place):
            first, *others = members
            column = column_of(first.refs["unit"][0])
            if how == "empty":
                # whether they are of the unit above is not written
                self.list.people = [
                    replace(placed, may_refuse_at=(*placed.may_refuse_at, "unit"))
                    if placed in others
                    else placed
                    for placed in self.list.people
                ]
            for placed in others:
                del sheet.cells[placed.row, column]
                if how == "dittos":
                    sheet.put(placed.row, column, "-nt-")
            if how == "merged" and others:
                sheet.merge(column, first.row, column, others[-1].row)

    def _hide_parts(self, sheet: GridSheet) -> None:
        rows = [person.row for person in self.list.people if person.sheet == sheet.name]
        if self.layout["hidden"] in {"rows", "filter"}:
            sheet.hidden_rows |= set(self.rng.sample(rows, min(2, len(rows))))
        if self.layout["hidden"] == "filter":
            sheet.filter_row = rows[0] - 1
        if self.layout["hidden"] == "columns":
            sheet.hidden_columns.add(self.rng.randrange(2, self._block_width + 1))


def _position_of(sheet: GridSheet, placed: PlacedPerson, ref: str) -> tuple[int, int]:
    return placed.row, column_of(ref)


def _reaches(upload: Place, place: Place) -> bool:
    """Whether an upload for `upload` may write people of `place`."""
    place = place_today(place)
    return upload.is_province or place == upload or place.commune == upload.name
