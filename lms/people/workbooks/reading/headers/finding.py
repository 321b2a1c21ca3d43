"""Find the header of a table: below title lines, one to eight rows deep, merged or not.

A row that numbers the columns, (1) (2) (3), belongs to it.
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lms.people.workbooks.reading.cells import WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.files.grid import MergedRange, column_name, column_number
from lms.people.workbooks.reading.titles import unit_phrases
from lms.people.workbooks.reading.values.plain import text_of
from lms.people.workbooks.reading.words import plain_words

# Rows of a header.
_DEEPEST = 8
# Each look at a cell goes through all of them.
_MOST_MERGES = 2000
_NUMBERED = re.compile(r"\(?\[?(\d{1,3}|[A-Za-zĐđ])\]?\)?")
_LONGEST_HEADER = 160
# How a column is to be filled in, below its words: "dd/mm/yyyy", "(Nam/Nữ)", "Ghi rõ họ tên".
_HINT = re.compile(
    r"(?:dd?|ngay) ?(?:mm?|thang) ?(?:yyyy|yy|nam)|(?:mm|thang) ?(?:yyyy|nam)|yyyy|nam nu"
    r"|(?:ghi|viet|danh dau|dien|chon|nhap) .*|vi du .*|(?:chu )?in hoa.*"
)


@dataclass(frozen=True)
class TableHeader:
    """`paths`: letter → the words above the column from top to bottom.

    `merged`: letters that share one merged word.
    """

    first: int
    last: int
    paths: Mapping[str, tuple[str, ...]]
    merged: tuple[tuple[str, ...], ...] = ()


class _Grid:
    """Texts of the first rows as one sees them: a merged cell shows its text all over its range."""

    def __init__(self, rows: Sequence[WorkbookRow], merges: Sequence[MergedRange]) -> None:
        self.rows = {row.number: row for row in rows}
        self._texts = {
            (row.number, column_number(letter)): text_of(cell.value)[:_LONGEST_HEADER]
            for row in rows
            for letter, cell in row.cells.items()
            if cell.ref == f"{letter}{row.number}"
        }
        last = max(self.rows, default=0)
        self.merges = [merge for merge in merges if merge[1] <= last][:_MOST_MERGES]
        self.widest = max((column for _row, column in self._texts), default=0)

    def own_text(self, row: int, column: int) -> str:
        """The text written in this very cell."""
        return self._texts.get((row, column), "")

    def merge_at(self, row: int, column: int) -> MergedRange | None:
        """The merged range that covers the cell, or None."""
        for merge in self.merges:
            left, top, right, bottom = merge
            if left <= column <= right and top <= row <= bottom:
                return merge
        return None

    def seen_text(self, row: int, column: int) -> tuple[str, tuple[int, int]]:
        """The text that one sees there, and the cell (row, column) in which it is written."""
        merge = self.merge_at(row, column)
        left, top = (merge[0], merge[1]) if merge else (column, row)
        return self.own_text(top, left), (top, left)

    def filled_cells(self, number: int) -> list[tuple[int, str]]:
        """(column, text) of the filled cells of a row, from left to right."""
        return sorted(
            (column, text) for (row, column), text in self._texts.items() if row == number and text
        )


def find_header(
    sheet: WorkbookSheet,
    rows: Sequence[WorkbookRow],
    is_name_header: Callable[[str], bool],
    is_header_word: Callable[[str], bool],
    is_heading: Callable[[Sequence[str]], bool],
) -> TableHeader | None:
    """The header among the first rows; None where there is none.

    `is_name_header`: a word above the names or codes; `is_header_word`: any header word;
    `is_heading`: the texts of a row that begins a part of the list: "I", "Phường Mường Thanh".
    """
    grid = _Grid(rows, sheet.merges)
    for number in sorted(grid.rows):
        cells = grid.filled_cells(number)
        telling = [column for column, text in cells if is_name_header(text)]
        # one word alone may be a title: "Họ và tên" needs a second header beside it
        if not telling or _count_known(cells, is_header_word) < 2:
            continue
        first = _first_row(grid, number, telling[0], is_header_word)
        last = _last_row(grid, number, telling, is_header_word, is_heading)
        paths = _column_paths(grid, first, last)
        merged = _shared_columns(grid, first, last)
        return TableHeader(first, _past_numbering(grid, _past_hints(grid, last)), paths, merged)
    return None


def _first_row(grid: _Grid, number: int, column: int, is_header_word: Callable[[str], bool]) -> int:
    """The first row of the header.

    Wider words may stand above the row that names the people ("Trình độ" above "Chuyên môn").
    """
    first = number
    while number - first + 1 < _DEEPEST:
        above = _row_above(grid, first)
        cells = grid.filled_cells(above)
        # a single cell over the names, or left of them, is a title
        is_title = len(cells) == 1 and cells[0][0] <= column
        if not cells or is_title or not _are_wider_words(cells, is_header_word):
            break
        first = above
    return first


def _row_above(grid: _Grid, row: int) -> int:
    """The row above, or the filled one from which cells are merged down to it."""
    above = max((number for number in grid.rows if number < row), default=0)
    if above == row - 1:
        return above
    reaches = any(top == above and bottom == row - 1 for _left, top, _right, bottom in grid.merges)
    return above if reaches else row - 1


def _are_wider_words(
    cells: Sequence[tuple[int, str]], is_header_word: Callable[[str], bool]
) -> bool:
    """Whether a row above may belong to the header: all its words are known, or half of them where
    no figures say that it is about somebody.
    """
    units = sum(bool(unit_phrases(text)) for _column, text in cells)
    if units * 2 > len(cells):
        # each block of columns has the unit of its people above it
        return False
    known_count = _count_known(cells, is_header_word)
    if known_count == len(cells):
        return True
    has_figures = any(any(map(str.isdigit, text)) for _column, text in cells)
    return not has_figures and known_count > 1 and known_count * 2 >= len(cells)


def _last_row(
    grid: _Grid,
    number: int,
    telling: Sequence[int],
    is_header_word: Callable[[str], bool],
    is_heading: Callable[[Sequence[str]], bool],
) -> int:
    """The last row of the header: at least half of its words are known, and nobody is named."""
    last = number
    for column in telling:
        merge = grid.merge_at(number, column)
        if merge:
            last = max(last, min(merge[3], number + _DEEPEST - 1))
    if last > number:
        return last
    while last + 1 in grid.rows and last + 1 - number < _DEEPEST:
        cells = grid.filled_cells(last + 1)
        is_line = _begins_list(cells, telling) or is_heading([text for _column, text in cells])
        if is_line or not _go_on_below(grid, last, cells, is_header_word):
            break
        last += 1
    return last


def _begins_list(cells: Sequence[tuple[int, str]], telling: Sequence[int]) -> bool:
    """Whether a row names somebody, or says in a single cell left of the names of what unit the
    rows below are: "Đơn vị: Xã Na Son".
    """
    # somebody without a code has a name
    names_somebody = any(column in telling for column, _text in cells)
    return names_somebody or (len(cells) == 1 and cells[0][0] < min(telling))


def _go_on_below(
    grid: _Grid,
    row: int,
    cells: Sequence[tuple[int, str]],
    is_header_word: Callable[[str], bool],
) -> bool:
    """Whether the cells below `row` go on with the header: at least half of them are words of
    headers, or they divide wider words above.
    """
    are_known = bool(cells) and _count_known(cells, is_header_word) * 2 >= len(cells)
    return are_known or _divide_wider_words(grid, row, cells)


def _divide_wider_words(grid: _Grid, row: int, cells: Sequence[tuple[int, str]]) -> bool:
    """Whether all cells below `row` divide words there that reach over several columns: "Đảng",
    "Chính quyền", "Đoàn thể" below "Chức vụ".
    """
    parts: dict[int, list[int]] = {}
    for column, text in cells:
        wider = _wider_word_at(grid, row, column)
        if wider is None or any(map(str.isdigit, text)):
            return False
        parts.setdefault(wider, []).append(column)
    return bool(parts) and all(
        len(columns) > 1 and columns[0] == wider for wider, columns in parts.items()
    )


def _wider_word_at(grid: _Grid, row: int, column: int) -> int | None:
    """The column of the word in `row` that reaches over this one: it is merged over it, or the
    cells between are empty.
    """
    merge = grid.merge_at(row, column)
    if merge and grid.own_text(row, merge[0]):
        return merge[0] if merge[1] == merge[3] == row else None
    return next(
        (left for left in range(column, 0, -1) if grid.seen_text(row, left)[0]),
        None,
    )


def _count_known(cells: Sequence[tuple[int, str]], is_header_word: Callable[[str], bool]) -> int:
    """How many of the (column, text) are words of headers."""
    return sum(is_header_word(text) for _column, text in cells)


def _past_hints(grid: _Grid, last: int) -> int:
    """The last row, or the next one if it only says how the columns are to be filled in."""
    cells = grid.filled_cells(last + 1)
    are_hints = all(_HINT.fullmatch(plain_words(text)) for _column, text in cells)
    return last + 1 if cells and are_hints else last


def _past_numbering(grid: _Grid, last: int) -> int:
    """The last row, or the next one if it only numbers the columns: (1) (2) (3), or A B 1 2 3."""
    cells = grid.filled_cells(last + 1)
    matches = [_NUMBERED.fullmatch(text) for _column, text in cells]
    if not all(matches):
        return last
    numbers = [int(match[1]) for match in matches if match and match[1].isdigit()]
    rising = all(number < after for number, after in itertools.pairwise(numbers))
    return last + 1 if len(numbers) >= 3 and rising else last


def _column_paths(grid: _Grid, first: int, last: int) -> dict[str, tuple[str, ...]]:
    """The words above each column, by letter; a word merged over several rows counts once."""
    paths: dict[str, tuple[str, ...]] = {}
    # row → the last word written in it so far
    left_words: dict[int, str] = {}
    for column in range(1, grid.widest + 1):
        words: list[str] = []
        places: set[tuple[int, int]] = set()
        for row in range(first, last + 1):
            text, place = grid.seen_text(row, column)
            is_new = place not in places
            if not text and _hangs_below(grid, row, column, last):
                text = left_words.get(row, "")
            elif text and is_new:
                left_words[row] = text
            if text and is_new:
                words.append(text)
            places.add(place)
        if words:
            paths[column_name(column)] = tuple(words)
    return paths


def _hangs_below(grid: _Grid, row: int, column: int, last: int) -> bool:
    """Whether an empty cell was left unmerged: the word to its left stands over it too.

    So it is where both columns have words below; these may hang themselves.
    """
    if row >= last or grid.own_text(row, column) or grid.merge_at(row, column):
        return False
    return all(
        bool(grid.seen_text(row + 1, below)[0]) or _hangs_below(grid, row + 1, below, last)
        for below in (column, column - 1)
    )


def _shared_columns(grid: _Grid, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    """Columns that one word stands over down to the last row of the header."""
    shared = []
    for left, top, right, bottom in grid.merges:
        if right > left and first <= top and bottom == last:
            columns = range(left, min(right, grid.widest) + 1)
            shared.append(tuple(map(column_name, columns)))
    return tuple(shared)


def words_of(paths: Mapping[str, tuple[str, ...]]) -> str:
    """The words above each column, equal for two headers that are the same."""
    return "\n".join(f"{letter}={plain_words(' '.join(path))}" for letter, path in paths.items())
