"""The header of a table: words above words, merged or only looking so."""

from collections.abc import Sequence
from itertools import groupby

from tests.lms.people.workbooks.generated.columns import ListColumn, Path
from tests.lms.people.workbooks.generated.fonts import FONTS, write_in_old_font
from tests.lms.people.workbooks.generated.grid import GridSheet
from tests.lms.people.workbooks.generated.layouts import Layout

_EXPLANATIONS = {
    "Họ và tên": " (chữ in hoa)",
    "Ngày sinh": " (dd/mm/yyyy)",
    "Giới tính": " (Nam/Nữ)",
    "Đơn vị": " (ghi đầy đủ)",
    "Đảng viên": " (đánh dấu x)",
    "Chức vụ": " (hiện nay)",
}


def write_header(
    sheet: GridSheet,
    layout: Layout,
    columns: Sequence[ListColumn],
    corner: tuple[int, int],
    *,
    above: str = "",
) -> None:
    """Write the header of one block from `corner` (column, row) on, with `above` over all of it."""
    left, top = corner
    by_column = _words_above(layout, columns)
    paths = [path for of_column in by_column for path in of_column]
    shared = [column.shares_header for column in columns for _path in column.paths]
    if layout["running number"] != "none":
        paths, shared = [("STT",), *paths], [False, *shared]
    if above:
        paths = [(above, *path) for path in paths]
    depth = max(map(len, paths))
    height = 2 if layout["header"] == "each level two rows high" else 1
    for level in range(depth):
        column = left
        for number, width in _runs(paths, level):
            path = paths[number]
            if level < len(path):
                is_last = level == len(path) - 1
                _write_words(
                    sheet,
                    layout,
                    path[level],
                    (column, top + level * height),
                    (width, (depth - level) * height if is_last else height),
                    is_shared=is_last and shared[number],
                )
            column += width
    sheet.last_row = max(sheet.last_row, top + depth * height - 1)


def _runs(paths: Sequence[Path], level: int) -> list[tuple[int, int]]:
    """(first, how many) of neighbours with the same words down to `level`."""
    runs = []
    for _words, members in groupby(range(len(paths)), lambda number: paths[number][: level + 1]):
        numbers = list(members)
        runs.append((numbers[0], len(numbers)))
    return runs


def _words_above(layout: Layout, columns: Sequence[ListColumn]) -> list[list[Path]]:
    """The paths of each column, with a general word above the first three columns, or above all."""
    form = layout["words above"]
    word = {
        "one over several columns": "Thông tin cá nhân",
        "one over the whole table": "Thông tin chung",
    }.get(form)
    reached = 3 if form == "one over several columns" else len(columns)
    return [
        [(word, *path) if word and number < reached else path for path in column.paths]
        for number, column in enumerate(columns)
    ]


def _write_words(
    sheet: GridSheet,
    layout: Layout,
    words: str,
    place: tuple[int, int],
    extent: tuple[int, int],
    *,
    is_shared: bool,
) -> None:
    """One word of the header over (width, height) cells; merged where the list merges, and always
    where one header stands over two columns of values.
    """
    column, row = place
    width, height = extent
    text, font = _in_letters(_spell(words, layout), layout)
    sheet.put(row, column, text, font=font)
    if layout["header"] != "not merged" or is_shared:
        sheet.merge(column, row, column + width - 1, row + height - 1)


def _spell(words: str, layout: Layout) -> str:
    form = layout["header words"]
    if form == "capitals":
        return words.upper()
    if form == "line breaks" and " " in words:
        middle = words.find(" ", len(words) // 2)
        return words if middle < 0 else f"{words[:middle]}\n{words[middle + 1 :]}"
    if form == "explained in brackets":
        return words + _EXPLANATIONS.get(words, "")
    return words


def _in_letters(words: str, layout: Layout) -> tuple[str, str]:
    """The words in the letters of the list, and their font."""
    encoding, _space, how = layout["letters"].partition(" ")
    if encoding == "Unicode" or layout["old letters"] != "in headers too":
        return words, ""
    return write_in_old_font(words, encoding), FONTS[encoding] if how == "by font" else ""
