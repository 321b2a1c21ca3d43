"""Finding the header of a table: below title lines, one to three rows deep, merged or not, with or
without a row (1)(2)(3).
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lms.people.workbooks.reading.cells import Row, Sheet
from lms.people.workbooks.reading.files.grid import Merge, column_name, column_number
from lms.people.workbooks.reading.values.plain import text_of
from lms.people.workbooks.reading.words import plain

_DEEPEST = 3
_MOST_MERGES = 2000
_NUMBERED = re.compile(r"\(?\[?(\d{1,3}|[A-Za-zĐđ])\]?\)?")
_LONGEST_HEADER = 160


@dataclass(frozen=True)
class Header:
    """`paths`: letter → the words above the column from top to bottom.

    `merged`: letters that share one merged word.
    """

    first: int
    last: int
    paths: Mapping[str, tuple[str, ...]]
    merged: tuple[tuple[str, ...], ...] = ()


class _Grid:
    """Texts of the first rows as one sees them: a merged cell shows its text all over its range."""

    def __init__(self, rows: Sequence[Row], merges: Sequence[Merge]) -> None:
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

    def own(self, row: int, column: int) -> str:
        return self._texts.get((row, column), "")

    def merge_at(self, row: int, column: int) -> Merge | None:
        return next(
            (m for m in self.merges if m[0] <= column <= m[2] and m[1] <= row <= m[3]), None
        )

    def seen(self, row: int, column: int) -> tuple[str, tuple[int, int]]:
        """(text, the cell it stands in)"""
        merge = self.merge_at(row, column)
        left, top = (merge[0], merge[1]) if merge else (column, row)
        return self.own(top, left), (top, left)

    def filled(self, row: int) -> list[tuple[int, str]]:
        return sorted((c, text) for (r, c), text in self._texts.items() if r == row and text)


def find(
    sheet: Sheet, rows: Sequence[Row], tells: Callable[[str], bool], knows: Callable[[str], bool]
) -> Header | None:
    """The header among the first rows.

    `tells`: a word above the names or codes; `knows`: any header word.
    """
    grid = _Grid(rows, sheet.merges)
    for number in sorted(grid.rows):
        cells = grid.filled(number)
        telling = [column for column, text in cells if tells(text)]
        column = next(iter(telling), None)
        if column is None or sum(knows(text) for _column, text in cells) < 2:
            continue
        first = _above(grid, number, column, knows)
        last = _below(grid, number, telling, knows)
        paths = _paths(grid, first, last)
        merged = _shared(grid, first, last)
        return Header(first, _numbered(grid, last), paths, merged)
    return None


def _above(grid: _Grid, number: int, column: int, knows: Callable[[str], bool]) -> int:
    """Rows of wider words above the one that names the people ("Trình độ" above "Chuyên môn")."""
    first = number
    while first - 1 in grid.rows and number - first + 1 < _DEEPEST:
        cells = grid.filled(first - 1)
        # a single cell over the names, or left of them, is a title
        is_title = len(cells) == 1 and cells[0][0] <= column
        if not cells or is_title or not all(knows(text) for _column, text in cells):
            break
        first -= 1
    return first


def _below(grid: _Grid, number: int, telling: Sequence[int], knows: Callable[[str], bool]) -> int:
    column = telling[0]
    merge = grid.merge_at(number, column)
    if merge and merge[3] > number:
        return min(merge[3], number + _DEEPEST)
    last = number
    while last + 1 in grid.rows and last + 1 - number < _DEEPEST:
        cells = grid.filled(last + 1)
        # somebody without a code has a name
        if any(grid.own(last + 1, one) for one in telling):
            break
        if not cells or sum(knows(text) for _c, text in cells) * 2 < len(cells):
            break
        last += 1
    return last


def _numbered(grid: _Grid, last: int) -> int:
    """Past a row that only numbers the columns: (1) (2) (3), or A B 1 2 3."""
    cells = grid.filled(last + 1)
    found = [_NUMBERED.fullmatch(text) for _column, text in cells]
    numbers = [int(one[1]) for one in found if one and one[1].isdigit()]
    rising = all(a < b for a, b in itertools.pairwise(numbers))
    return last + 1 if len(numbers) >= 3 and all(found) and rising else last


def _paths(grid: _Grid, first: int, last: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    above: dict[int, str] = {}
    for column in range(1, grid.widest + 1):
        words: list[str] = []
        places: set[tuple[int, int]] = set()
        for row in range(first, last + 1):
            text, place = grid.seen(row, column)
            if not text and row < last and _hangs_below(grid, row, column):
                text = above.get(row, "")
            elif text and place not in places:
                above[row] = text
            if text and place not in places:
                words.append(text)
            places.add(place)
        if words:
            found[column_name(column)] = tuple(words)
    return found


def _hangs_below(grid: _Grid, row: int, column: int) -> bool:
    """An empty cell that was left unmerged: the word to its left stands over it too."""
    return bool(grid.own(row + 1, column) and grid.own(row + 1, column - 1)) and not grid.merge_at(
        row, column
    )


def _shared(grid: _Grid, first: int, last: int) -> tuple[tuple[str, ...], ...]:
    """Columns that one word stands over down to the last row of the header."""
    return tuple(
        tuple(column_name(column) for column in range(left, min(right, grid.widest) + 1))
        for left, top, right, bottom in grid.merges
        if right > left and first <= top and bottom == last
    )


def words_of(paths: Mapping[str, tuple[str, ...]]) -> str:
    """By what two headers are the same: the words above each column."""
    return "\n".join(f"{letter}={plain(' '.join(path))}" for letter, path in paths.items())
