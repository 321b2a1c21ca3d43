"""Guess how a sheet is to be read; a person checks and corrects it before anything is written."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lms.core.errors import BadInput
from lms.people.workbooks.reading.blocks import GAP, NUMBERING, find_starts, split_columns
from lms.people.workbooks.reading.cells import CellContent, Workbook, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.decoding import decode_old_fonts
from lms.people.workbooks.reading.files import refusals
from lms.people.workbooks.reading.files.grid import column_name, column_number
from lms.people.workbooks.reading.headers import finding
from lms.people.workbooks.reading.headers.columns import (
    is_header_word,
    is_name_header,
    key_of,
    names_people,
)
from lms.people.workbooks.reading.headers.dates import find_date_parts
from lms.people.workbooks.reading.headers.finding import TableHeader
from lms.people.workbooks.reading.headers.fitting import choose_columns, contradicts
from lms.people.workbooks.reading.headers.subjects import (
    NUMBERINGS,
    PATH_SEPARATOR,
    names_relative,
    plain_path,
)
from lms.people.workbooks.reading.lines.sections import is_below_table, is_number, read_heading
from lms.people.workbooks.reading.lines.surnames import looks_like_person
from lms.people.workbooks.reading.mapping import SheetMapping, table_name
from lms.people.workbooks.reading.people import own_texts
from lms.people.workbooks.reading.titles import unit_phrases
from lms.people.workbooks.reading.values.numbers import read_period
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

# The header is searched in so many rows, and the values below it are looked at.
_ROWS_EXAMINED = 60
# Of a further table on the sheet: so many rows above its header and below.
_ROWS_ABOVE, _ROWS_BELOW = 6, 30
_MOST_TABLES = 50
# Values of a column that are kept for guessing, and those that the page shows.
_SAMPLES, _SAMPLES_SHOWN = 25, 3
_NAME_PARTS = ("family_name", "given_name")
_IDENTITY_KEYS = {"code", "full_name", "family_name", "given_name", "id_number"}
# Headers of codes and names that need not be those of people.
_VAGUE_WORDS = {"ma", "ma so", "ten", "ho", "so hieu", "ma ho so"}
_OF_BIRTH = {"birth_date", "birth_male", "birth_female", "sex", "id_number"}
_FIGURES = re.compile(
    r"(?:so (?:luong|nguoi|can bo|cong chuc|vien chuc|cbcc|bien che|nu|dang vien|hien co|duoc giao)"
    r"|sl|tong(?: so| cong)?|cong|t[yi] le|chi tieu|bien che|hien co|co mat|duoc giao)\b"
)
# In a list of courses these words are about the course, not about a degree or a post.
_OF_COURSES = {
    "professional.institution": "training.school",
    "professional.mode": "training.kind",
    "professional.date": "training.to",
    "post_from": "training.from",
}


def guess_workbook(workbook: Workbook) -> dict[str, SheetMapping]:
    """The tables with headers of lists, by name; a further one of a sheet is "Danh sách:40".

    BadInput where no sheet is about people. Hidden sheets are not read.
    """
    workbook = decode_old_fonts(workbook)
    mappings: dict[str, SheetMapping] = {}
    for sheet in workbook.sheets:
        if not sheet.is_hidden:
            for table in guess_tables(sheet):
                mappings[table_name(sheet.name, table.header_first, mappings)] = table
    if not any(mapping.is_of_people for mapping in mappings.values()):
        raise BadInput(_no_people_message(workbook))
    return mappings


def _no_people_message(workbook: Workbook) -> str:
    """Why no table was found: a header of names that stands alone is named."""
    for sheet in workbook.sheets:
        for row in itertools.islice(sheet.rows(), _ROWS_EXAMINED):
            for cell in row.cells.values():
                if isinstance(cell.value, str) and names_people(cell.value):
                    return refusals.lone_header_message(sheet.name, cell.ref, text_of(cell.value))
    return refusals.no_people_message()


def guess_sheet(sheet: WorkbookSheet) -> SheetMapping:
    """How the first table of the sheet is read; without columns where no header was found."""
    return next(iter(guess_tables(sheet)), SheetMapping(0, 0, {}, _shape_of("")))


def guess_tables(sheet: WorkbookSheet) -> list[SheetMapping]:
    """How the tables of the sheet are read, from the top, as far as their headers say.

    A header that is printed again on a new page begins no other table.
    """
    rows = list(itertools.islice(sheet.rows(), _ROWS_EXAMINED))
    first = _guess_table(sheet, rows)
    if first is None:
        return []
    tables = [first]
    last = first.header_last
    for window in _windows_of_headers(sheet, first.header_last):
        # the header of a table close above is not that of this one
        table = _guess_table(sheet, [row for row in window if row.number > last])
        if table is None:
            continue
        last = table.header_last
        if table.is_of_people and not _is_printed_again(table, tables[-1]):
            tables.append(table)
    return tables


def _is_printed_again(table: SheetMapping, former: SheetMapping) -> bool:
    """Whether a header only repeats that of the table before, all of it or in part."""
    if table.columns == former.columns:
        return True
    return all(
        set(header.split(PATH_SEPARATOR))
        <= set(former.headers.get(letter, "").split(PATH_SEPARATOR))
        for letter, header in table.headers.items()
        if header
    )


def _windows_of_headers(sheet: WorkbookSheet, last: int) -> list[list[WorkbookRow]]:
    """The rows around each row below `last` that names the columns of people."""
    numbers = [row.number for row in sheet.rows() if row.number > last and _names_columns(row)][
        :_MOST_TABLES
    ]
    if not numbers:
        return []
    windows: list[list[WorkbookRow]] = [[] for _number in numbers]
    for row in sheet.rows():
        for window, number in zip(windows, numbers, strict=True):
            if row.number > last and -_ROWS_ABOVE <= row.number - number <= _ROWS_BELOW:
                window.append(row)
    return windows


def _names_columns(row: WorkbookRow) -> bool:
    """Whether a row of words alone has the very words of a column of names or codes."""
    texts = [cell.value for cell in row.cells.values() if cell.value is not None]
    if len(texts) < 2 or not all(isinstance(text, str) for text in texts):
        return False
    return any(isinstance(text, str) and names_people(text) for text in texts)


def _guess_table(sheet: WorkbookSheet, rows: Sequence[WorkbookRow]) -> SheetMapping | None:
    """How the first table among `rows` is read; None where they hold no header."""
    header = finding.find_header(sheet, rows, is_name_header, is_header_word, _is_numbered_heading)
    if header is None:
        return None
    samples = _sample_values(rows, header)
    header = _repeat_header(header, samples)
    keys = _keys_of(header, samples)
    keys = _resolve_periods(keys, _title_words(rows, header, sheet.name))
    starts = _find_blocks(header.paths, keys, samples)
    columns: dict[str, str] = {}
    for block in split_columns(keys, starts):
        own = {letter: key for letter, key in keys.items() if block.has_column(letter)}
        columns |= choose_columns(own, header.paths, samples)
    if _is_list_of_words(columns, header.paths):
        columns = {}
    return SheetMapping(
        header.first,
        header.last,
        columns,
        _shape_of(finding.words_of(header.paths)),
        headers=_shown_headers(header, samples),
        samples={
            letter: tuple(map(text_of, values[:_SAMPLES_SHOWN]))
            for letter, values in samples.items()
        },
        starts=starts,
    )


def _is_numbered_heading(texts: Sequence[str]) -> bool:
    """Whether the texts of a row are a heading with its number: "I", "Phường Mường Thanh"."""
    heading = read_heading(texts)
    return bool(heading and heading[0])


def _repeat_header(
    header: TableHeader, samples: Mapping[str, Sequence[CellContent]]
) -> TableHeader:
    """The header with its words above the second people of the rows, too, where these stand right
    of the first under none.
    """
    named = {column_number(letter): path for letter, path in header.paths.items()}
    bare = sorted(number for number in map(column_number, samples) if number > max(named))
    if not bare:
        return header
    offset = bare[0] - min(named)
    repeated = {column_name(number): named.get(number - offset, ()) for number in bare}
    if all(repeated.values()) and _stand_above_people(repeated, samples):
        return replace(header, paths={**header.paths, **repeated})
    return header


def _stand_above_people(
    paths: Mapping[str, tuple[str, ...]], samples: Mapping[str, Sequence[CellContent]]
) -> bool:
    """Whether a word for names is among these headers, and below each such one are names."""
    names = [letter for letter, path in paths.items() if names_people(path[-1])]
    return bool(names) and all(_are_names(samples[letter]) for letter in names)


def _are_names(samples: Sequence[CellContent]) -> bool:
    """Whether the values are names of people, all but a few."""
    names = sum(looks_like_person(text_of(value)) for value in samples)
    return bool(samples) and names * 4 >= len(samples) * 3


def _keys_of(header: TableHeader, samples: Mapping[str, Sequence[CellContent]]) -> dict[str, str]:
    """The key of each column, "" for one that is not read."""
    paths = {letter: _without_unit(path) for letter, path in header.paths.items()}
    keys = {letter: key_of(path, samples.get(letter, ())) for letter, path in paths.items()}
    keys |= find_date_parts(paths, keys, samples)
    keys = _resolve_names(header, keys, samples)
    keys = _resolve_courses(keys)
    keys = _leave_relatives(header, keys)
    keys = _leave_figures(header, keys, samples)
    return {
        letter: "" if contradicts(key, samples.get(letter, ())) else key
        for letter, key in keys.items()
    }


def _without_unit(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path without a unit above it ("PHÒNG VĂN HÓA" › "Họ và tên"): it says whose people stand
    below, not what the column is.
    """
    return tuple(word for word in path[:-1] if not unit_phrases(word)) + path[-1:]


def _shown_headers(
    header: TableHeader, samples: Mapping[str, Sequence[CellContent]]
) -> dict[str, str]:
    """The words above each column, "" above a filled column without a header."""
    letters = sorted({*header.paths, *samples}, key=column_number)
    return {letter: PATH_SEPARATOR.join(header.paths.get(letter, ())) for letter in letters}


def _find_blocks(
    paths: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, str],
    samples: Mapping[str, Sequence[CellContent]],
) -> tuple[str, ...]:
    """Where the second and later people of a row begin: the columns repeat themselves there.

    Two columns of names alone ("Họ và tên khai sinh", "Họ và tên thường dùng") are of one person,
    unless their headers are the same.
    """
    tokens = _tokens_of(paths, keys, samples)
    counts = Counter(token for token in tokens.values() if token not in ("", GAP, "full_name"))
    leaves = [plain_path(path)[-1] for path in paths.values()]
    repeats = counts.total() > len(counts) or len(set(leaves)) < len(leaves)
    return find_starts(tokens) if repeats else ()


def _tokens_of(
    paths: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, str],
    samples: Mapping[str, Sequence[CellContent]],
) -> dict[str, str]:
    """What each column from the first to the last is for `find_starts`."""
    numbers = [column_number(letter) for letter in {*paths, *samples}]
    tokens = {}
    for letter in map(column_name, range(min(numbers), max(numbers) + 1)):
        tokens[letter] = keys.get(letter, "")
        if letter not in paths and not samples.get(letter):
            tokens[letter] = GAP
        elif letter in paths and plain_path(paths[letter])[-1] in NUMBERINGS:
            tokens[letter] = NUMBERING
    return tokens


def _shape_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _sample_values(
    rows: Sequence[WorkbookRow], header: TableHeader
) -> dict[str, tuple[CellContent, ...]]:
    """The first filled values of each column below the header, by letter; not its own words where
    they are printed again.
    """
    samples: dict[str, list[CellContent]] = {}
    for row in rows:
        if row.number <= header.last or _is_between_people(row):
            continue
        texts = own_texts(row.number, row.cells)
        if texts and is_below_table(texts, ()):
            break
        for letter, cell in row.cells.items():
            is_word = text_of(cell.value) in header.paths.get(letter, ())
            if cell.value is not None and not is_word:
                samples.setdefault(letter, []).append(cell.value)
    return {letter: tuple(values[:_SAMPLES]) for letter, values in samples.items()}


def _is_between_people(row: WorkbookRow) -> bool:
    """Whether the row is a numbered heading, or the header again with its numbers: no values."""
    texts = own_texts(row.number, row.cells)
    is_header = len(texts) > 1 and all(is_header_word(text) or is_number(text) for text in texts)
    return is_header or _is_numbered_heading(texts)


def _resolve_names(
    header: TableHeader, keys: Mapping[str, str], samples: Mapping[str, Sequence[CellContent]]
) -> dict[str, str]:
    """The columns with the two parts of names told apart.

    "Họ và tên" merged over two columns is họ và đệm and tên; a column "Tên" without the other is
    the whole name.
    """
    resolved = dict(keys)
    for letters in header.merged:
        are_names = all(resolved.get(letter) == "full_name" for letter in letters)
        if are_names and samples.get(letters[1]):
            resolved |= dict(zip(letters, _NAME_PARTS, strict=False))
    values = set(resolved.values())
    if "full_name" in values or values.issuperset(_NAME_PARTS):
        return resolved
    for letter, key in resolved.items():
        if key in _NAME_PARTS:
            resolved[letter] = "full_name"
    return resolved


def _resolve_courses(keys: Mapping[str, str]) -> dict[str, str]:
    """The columns of a list of courses: school, kind and days belong to the course."""
    values = set(keys.values())
    resolved = dict(keys)
    if "training.title" not in values or "professional" in values:
        return resolved
    for letter, key in keys.items():
        course_key = _OF_COURSES.get(key)
        if course_key is not None and course_key not in values:
            resolved[letter] = course_key
    return resolved


def _leave_relatives(header: TableHeader, keys: Mapping[str, str]) -> dict[str, str]:
    """The columns without the birth dates, sexes and numbers of relatives: they stand behind a
    relative's name, below the same word or up to the next column of another kind.
    """
    resolved = dict(keys)
    above: tuple[str, ...] | None = None
    for letter in sorted(header.paths, key=column_number):
        path, key = header.paths[letter], keys[letter]
        if names_relative(plain_path(path)):
            above = path[:-1]
        elif above is not None and path[:-1] == above and key in _OF_BIRTH:
            resolved[letter] = ""
        elif key or path[:-1] != above:
            above = None
    return resolved


def _leave_figures(
    header: TableHeader, keys: Mapping[str, str], samples: Mapping[str, Sequence[CellContent]]
) -> dict[str, str]:
    """The columns without those of a table of figures that stands beside the people, behind an
    empty column: "Đơn vị", "Số lượng".
    """
    filled = sorted(map(column_number, {*header.paths, *samples}))
    gaps = [after for before, after in itertools.pairwise(filled) if after > before + 1]
    if not gaps:
        return dict(keys)
    beside = [letter for letter in header.paths if column_number(letter) >= gaps[-1]]
    has_figures = any(_FIGURES.match(plain_path(header.paths[letter])[-1]) for letter in beside)
    if not has_figures or _IDENTITY_KEYS & {keys[letter] for letter in beside}:
        return dict(keys)
    return {**keys, **dict.fromkeys(beside, "")}


def _title_words(rows: Sequence[WorkbookRow], header: TableHeader, name: str) -> str:
    """What stands above the table, and the name of the sheet, as plain words."""
    texts = []
    for row in rows:
        if row.number < header.first:
            texts += [text_of(cell.value) for cell in row.cells.values()]
    return plain_words(" ".join([*texts, name]))


def _resolve_periods(keys: Mapping[str, str], title: str) -> dict[str, str]:
    """A rating without a year takes the one of the title, unless a column says it: "rating" →
    "rating:2024".
    """
    if "rating.period" in keys.values():
        return dict(keys)
    try:
        title_period = read_period(title)
    except UnreadableCell:
        # marks below a rating of no period say nothing
        return {letter: "" if key.startswith("rating::") else key for letter, key in keys.items()}
    resolved = {}
    for letter, key in keys.items():
        if key == "rating":
            resolved[letter] = f"rating:{title_period}"
        else:
            resolved[letter] = key.replace("rating::", f"rating:{title_period}:")
    return resolved


def _is_list_of_words(columns: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there are "Mã", "Tên" and nothing else about a person: a list of units, of courses,
    of ethnic groups.
    """
    letters = [letter for letter, key in columns.items() if key != "remarks"]
    if not _IDENTITY_KEYS.issuperset(columns[letter] for letter in letters):
        return False
    return all(plain_words(paths[letter][-1]) in _VAGUE_WORDS for letter in letters)
