"""Guess how a sheet is to be read; a person checks and corrects it before anything is written."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence

from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import CellContent, Workbook, WorkbookRow, WorkbookSheet
from lms.people.workbooks.reading.files import refusals
from lms.people.workbooks.reading.headers import finding
from lms.people.workbooks.reading.headers.columns import is_header_word, is_name_header, key_of
from lms.people.workbooks.reading.headers.finding import TableHeader
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.values.numbers import read_period
from lms.people.workbooks.reading.values.plain import UnreadableCell, text_of
from lms.people.workbooks.reading.words import plain_words

# The header is searched in so many rows.
_ROWS_EXAMINED = 60
# Values of a column that are kept for guessing, and those that the page shows.
_SAMPLES, _SAMPLES_SHOWN = 25, 3
_NAME_PARTS = ("family_name", "given_name")
_IDENTITY_KEYS = {"code", "full_name", "family_name", "given_name", "id_number"}
# Headers of codes and names that need not be those of people.
_VAGUE_WORDS = {"ma", "ma so", "ten", "ho", "so hieu", "ma ho so"}
# An office in the Party or a union, held beside the post.
_ASIDE = re.compile(r"^chuc (?:vu|danh).*\b(?:dang|doan the|kiem nhiem)\b")
# In a list of courses these words are about the course, not about a degree or a post.
_OF_COURSES = {
    "professional.institution": "training.school",
    "professional.mode": "training.kind",
    "professional.date": "training.to",
    "post_from": "training.from",
}


def guess_workbook(workbook: Workbook) -> dict[str, SheetMapping]:
    """The sheets with headers of lists, by name.

    BadInput where no sheet is about people. Hidden sheets are not read.
    """
    mappings = {sheet.name: guess_sheet(sheet) for sheet in workbook.sheets if not sheet.is_hidden}
    if not any(mapping.is_of_people for mapping in mappings.values()):
        raise BadInput(refusals.no_people_message())
    return {name: mapping for name, mapping in mappings.items() if mapping.headers}


def guess_sheet(sheet: WorkbookSheet) -> SheetMapping:
    """How the sheet is read, as far as its headers say; without columns where no header was
    found.
    """
    rows = list(itertools.islice(sheet.rows(), _ROWS_EXAMINED))
    header = finding.find_header(sheet, rows, is_name_header, is_header_word)
    if header is None:
        return SheetMapping(0, 0, {}, _shape_of(""))
    samples = _sample_values(rows, header.last)
    keys = {letter: key_of(path, samples.get(letter, ())) for letter, path in header.paths.items()}
    keys = _resolve_names(header, keys, samples)
    keys = _resolve_courses(keys)
    keys = _resolve_periods(keys, _title_words(rows, header, sheet.name))
    columns = _each_field_once(keys, header.paths)
    if _is_list_of_words(columns, header.paths):
        columns = {}
    return SheetMapping(
        header.first,
        header.last,
        columns,
        _shape_of(finding.words_of(header.paths)),
        headers={letter: " › ".join(path) for letter, path in header.paths.items()},
        samples={
            letter: tuple(map(text_of, values[:_SAMPLES_SHOWN]))
            for letter, values in samples.items()
        },
    )


def _shape_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _sample_values(rows: Sequence[WorkbookRow], last: int) -> dict[str, tuple[CellContent, ...]]:
    """The first filled values of each column below row `last`, by letter."""
    samples: dict[str, list[CellContent]] = {}
    for row in rows:
        if row.number <= last:
            continue
        for letter, cell in row.cells.items():
            values = samples.setdefault(letter, [])
            if cell.value is not None and len(values) < _SAMPLES:
                values.append(cell.value)
    return {letter: tuple(values) for letter, values in samples.items() if values}


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


def _each_field_once(
    keys: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Each field once: of several columns the first, but of several offices not the one in the
    Party or a union.
    """

    def is_aside(letter: str) -> bool:
        return bool(_ASIDE.search(plain_words(" ".join(paths[letter]))))

    chosen: dict[str, str] = {}
    for letter in sorted(keys, key=is_aside):
        if keys[letter] and keys[letter] not in chosen.values():
            chosen[letter] = keys[letter]
    return {letter: chosen[letter] for letter in keys if letter in chosen}


def _is_list_of_words(columns: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there are "Mã", "Tên" and nothing else about a person: a list of units, of courses,
    of ethnic groups.
    """
    letters = [letter for letter, key in columns.items() if key != "remarks"]
    if not _IDENTITY_KEYS.issuperset(columns[letter] for letter in letters):
        return False
    return all(plain_words(paths[letter][-1]) in _VAGUE_WORDS for letter in letters)
