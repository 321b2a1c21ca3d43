"""Read the sheets of a workbook from top to bottom: their tables, and the people of each row."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lms.people.workbooks.reading.blocks import names_somebody
from lms.people.workbooks.reading.cells import Workbook, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.decoding import decode_old_fonts
from lms.people.workbooks.reading.headers.subjects import PATH_SEPARATOR
from lms.people.workbooks.reading.lines.groups import group_of_sheet, group_of_titles
from lms.people.workbooks.reading.lines.notes import add_departure, find_departure_notes
from lms.people.workbooks.reading.lines.parsing import DateContext
from lms.people.workbooks.reading.mapping import SheetMapping, tables_of_sheet
from lms.people.workbooks.reading.people import BlockReader, own_texts
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow, UnitPlace, UnitSource
from lms.people.workbooks.reading.titles import (
    TitleLine,
    title_lines,
    unit_phrases,
    units_of_sheet,
    units_of_titles,
)
from lms.people.workbooks.reading.unread import UnreadCells

# So many rows above a table may hold its title.
_MOST_TITLE_ROWS = 40
_NEARNESS = tuple(UnitPlace)


def read_rows(
    workbook: Workbook,
    mapping: Mapping[str, SheetMapping],
    as_of: dt.date,
    unread: UnreadCells | None = None,
    as_written: Collection[tuple[str, int]] = (),
) -> Iterator[PersonRow | RefusedRow]:
    """The people of the tables in `mapping`, in the order of the workbook; a row may hold several.

    Passed over, not counted: empty rows, totals, headings, headers repeated on a new page, what
    stands below the table. Hidden rows are read like others (a filter hides them); hidden sheets
    are not. `unread` gets what the rows of people hold beside. Texts in old fonts are read in
    Unicode, but not in rows (sheet, number) that are read `as_written`.
    """
    workbook = decode_old_fonts(workbook, as_written)
    times = DateContext(workbook.is_1904, as_of)
    for sheet in workbook.sheets:
        tables = tables_of_sheet(mapping, sheet.name)
        if any(table.is_of_people for table in tables.values()):
            yield from _read_sheet(sheet, tables, times, unread or UnreadCells())


def _read_sheet(
    sheet: WorkbookSheet,
    tables: Mapping[str, SheetMapping],
    times: DateContext,
    unread: UnreadCells,
) -> Iterator[PersonRow | RefusedRow]:
    """The people of one sheet, table by table."""
    to_come = deque(
        _TableReader(sheet.name, name, table, times, unread) for name, table in tables.items()
    )
    current: _TableReader | None = None
    notes = find_departure_notes(sheet.rows(), times.as_of)
    # rows that are about nobody: their lines are the title of what follows
    above: deque[WorkbookRow] = deque(maxlen=_MOST_TITLE_ROWS)
    for row in sheet.rows():
        while to_come and row.number >= to_come[0].mapping.header_first:
            table = to_come.popleft()
            table.begin(above, current)
            current = table
            above.clear()
        if current is not None and row.number <= current.mapping.header_last:
            continue
        people = current.read_row(row, above) if current is not None else []
        for person in people:
            yield add_departure(person, notes) if isinstance(person, PersonRow) else person
        if people:
            above.clear()
        else:
            above.append(row)


def _letters(lines: Iterable[TitleLine]) -> list[str]:
    return [line.letter for line in lines]


class _TableReader:
    """Reads the rows of one table, block by block."""

    def __init__(
        self,
        sheet: str,
        name: str,
        mapping: SheetMapping,
        times: DateContext,
        unread: UnreadCells,
    ) -> None:
        self.mapping = mapping
        self._sheet, self._name, self._unread = sheet, name, unread
        self.blocks = [
            BlockReader(sheet, position, block, mapping.headers, times)
            for position, block in enumerate(mapping.blocks)
            if names_somebody(block.columns.values())
        ]

    def begin(self, above: Iterable[WorkbookRow], former: "_TableReader | None") -> None:
        """Take the units that the rows above the header name; without any, those of the table
        before hold on.
        """
        lines = title_lines(above)
        self._set_group(group_of_titles(lines) or self._group_before(former))
        names_unit = units_of_titles(lines) or any(map(self._units_in_header, self.blocks))
        if not names_unit and former is not None and former.blocks and self.blocks:
            self.blocks[0].follow(former.blocks[0])
            for block in self.blocks[1:]:
                block.units_around = self.blocks[0].units_around
            return
        for block in self.blocks:
            block.units_around = self._units_around(lines, block)

    def _group_before(self, former: "_TableReader | None") -> str:
        """The group that holds on from the table before, else that of the sheet's name."""
        groups = [block.group_around for block in former.blocks] if former else []
        return next(filter(None, groups), "") or group_of_sheet(self._sheet)

    def _set_group(self, group: str) -> None:
        for block in self.blocks:
            block.group_around = group

    def _units_around(
        self, lines: Sequence[TitleLine], block: BlockReader
    ) -> tuple[UnitSource, ...]:
        """What title, sheet and letterhead say of the unit of a block, the nearest first."""
        beside = self._lines_side_by_side(lines)
        own = [line for line in beside if block.has_column(line.letter)]
        common = [line for line in lines if line not in beside]
        sources = (*units_of_titles(common), *units_of_sheet(self._sheet))
        return (
            *self._units_in_header(block),
            *(replace(source, kind=UnitPlace.TITLE) for source in units_of_titles(own)),
            *sorted(sources, key=lambda source: _NEARNESS.index(source.kind)),
        )

    def _units_in_header(self, block: BlockReader) -> tuple[UnitSource, ...]:
        """The units that the header names above the columns of a block."""
        first = self.mapping.header_first
        phrases = {
            phrase: UnitSource(UnitPlace.TITLE, phrase, f"{letter}{first}")
            for letter in reversed(list(self.mapping.columns))
            if block.has_column(letter)
            for word in self.mapping.headers.get(letter, "").split(PATH_SEPARATOR)[:-1]
            for phrase in unit_phrases(word)
        }
        return tuple(phrases.values())

    def _lines_side_by_side(self, lines: Sequence[TitleLine]) -> list[TitleLine]:
        """The lines that name units in one row, each above the people of another block."""
        by_row: dict[int, list[TitleLine]] = defaultdict(list)
        for line in lines:
            if units_of_titles([line]):
                by_row[line.row].append(line)
        return [
            line
            for row_lines in by_row.values()
            if sum(any(map(block.has_column, _letters(row_lines))) for block in self.blocks) > 1
            for line in row_lines
        ]

    def read_row(
        self, row: WorkbookRow, above: Iterable[WorkbookRow]
    ) -> list[PersonRow | RefusedRow]:
        """The people of the row; `above`: the rows since the last person."""
        people = []
        read_blocks = []
        for block in self.blocks:
            person = block.read_row(row)
            if person is not None:
                people.append(person)
                read_blocks.append(block)
        if people:
            self._note_unread(row, read_blocks)
        else:
            self._note_lines_between(row, above)
        return people

    def _note_unread(self, row: WorkbookRow, read_blocks: Iterable[BlockReader]) -> None:
        """Count the cells that no person of the row takes."""
        self._unread.add_cells(
            self._name,
            (
                (letter, cell)
                for letter, cell in row.cells.items()
                if not any(block.is_read(letter) for block in read_blocks)
            ),
        )

    def _note_lines_between(self, row: WorkbookRow, above: Iterable[WorkbookRow]) -> None:
        """Remember what a row about nobody says of those below it."""
        if any(block.is_header for block in self.blocks):
            self._begin_again(title_lines(above))
            return
        filled = [block for block in self.blocks if own_texts(row.number, block.own_cells(row))]
        heading = filled[0].heading if len(filled) == 1 else None
        if heading is None:
            return
        # alone in its row it stands over all blocks
        for block in self.blocks:
            if block is not filled[0]:
                block.add_heading(heading)

    def _begin_again(self, lines: Sequence[TitleLine]) -> None:
        """Take the units of a title above a header that is printed again: another list begins."""
        group = group_of_titles(lines)
        if group:
            self._set_group(group)
        if units_of_titles(lines):
            for block in self.blocks:
                block.begin_again(self._units_around(lines, block))
