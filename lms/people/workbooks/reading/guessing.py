"""Guess how a sheet is to be read; a person checks and corrects it before anything is written."""

import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence

from lms.core.errors import BadInput
from lms.people.workbooks.reading.cells import Book, Row, Sheet, Value
from lms.people.workbooks.reading.files import refusals
from lms.people.workbooks.reading.headers import finding
from lms.people.workbooks.reading.headers.columns import is_known, is_telling, key_of
from lms.people.workbooks.reading.headers.finding import Header
from lms.people.workbooks.reading.mapping import SheetMapping
from lms.people.workbooks.reading.values.numbers import period
from lms.people.workbooks.reading.values.plain import Unreadable, text_of
from lms.people.workbooks.reading.words import plain

# The header is searched in so many rows.
_LOOKED_AT = 60
# Values of a column that are kept for guessing, and those that the page shows.
_SAMPLES, _SHOWN = 25, 3
_NAME_PARTS = ("family_name", "given_name")
_WHO = {"code", "full_name", "family_name", "given_name", "id_number"}
# Headers of codes and names that need not be those of people.
_VAGUE = {"ma", "ma so", "ten", "ho", "so hieu", "ma ho so"}
# An office in the Party or a union, held beside the post.
_ASIDE = re.compile(r"^chuc (?:vu|danh).*\b(?:dang|doan the|kiem nhiem)\b")
# In a list of courses these words are about the course, not about a degree or a post.
_OF_COURSES = {
    "professional.institution": "training.school",
    "professional.mode": "training.kind",
    "professional.date": "training.to",
    "post_from": "training.from",
}


def guess_book(workbook: Book) -> dict[str, SheetMapping]:
    """The sheets with headers of lists, by name.

    BadInput where no sheet is about people. Hidden sheets are not read.
    """
    mappings = {sheet.name: guess(sheet) for sheet in workbook.sheets if not sheet.is_hidden}
    if not any(mapping.is_of_people for mapping in mappings.values()):
        raise BadInput(refusals.nobody())
    return {name: mapping for name, mapping in mappings.items() if mapping.headers}


def guess(sheet: Sheet) -> SheetMapping:
    """How the sheet is read, as far as its headers say; without columns where no header was
    found.
    """
    rows = list(itertools.islice(sheet.rows(), _LOOKED_AT))
    header = finding.find(sheet, rows, is_telling, is_known)
    if header is None:
        return SheetMapping(0, 0, {}, _shape(""))
    samples = _samples(rows, header.last)
    keys = {letter: key_of(path, samples.get(letter, ())) for letter, path in header.paths.items()}
    keys = _names(header, keys, samples)
    keys = _courses(keys)
    keys = _periods(keys, _title(rows, header, sheet.name))
    columns = _once(keys, header.paths)
    if _is_list_of_words(columns, header.paths):
        columns = {}
    return SheetMapping(
        header.first,
        header.last,
        columns,
        _shape(finding.words_of(header.paths)),
        headers={letter: " › ".join(path) for letter, path in header.paths.items()},
        samples={
            letter: tuple(map(text_of, values[:_SHOWN])) for letter, values in samples.items()
        },
    )


def _shape(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _samples(rows: Sequence[Row], last: int) -> dict[str, tuple[Value, ...]]:
    """The first filled values of each column below row `last`, by letter."""
    samples: dict[str, list[Value]] = {}
    for row in rows:
        if row.number <= last:
            continue
        for letter, cell in row.cells.items():
            values = samples.setdefault(letter, [])
            if cell.value is not None and len(values) < _SAMPLES:
                values.append(cell.value)
    return {letter: tuple(values) for letter, values in samples.items() if values}


def _names(
    header: Header, keys: Mapping[str, str], samples: Mapping[str, Sequence[Value]]
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


def _courses(keys: Mapping[str, str]) -> dict[str, str]:
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


def _title(rows: Sequence[Row], header: Header, name: str) -> str:
    """What stands above the table, and the name of the sheet, as plain words."""
    texts = []
    for row in rows:
        if row.number < header.first:
            texts += [text_of(cell.value) for cell in row.cells.values()]
    return plain(" ".join([*texts, name]))


def _periods(keys: Mapping[str, str], title: str) -> dict[str, str]:
    """A rating without a year takes the one of the title, unless a column says it: "rating" →
    "rating:2024".
    """
    if "rating.period" in keys.values():
        return dict(keys)
    try:
        title_period = period(title)
    except Unreadable:
        # marks below a rating of no period say nothing
        return {letter: "" if key.startswith("rating::") else key for letter, key in keys.items()}
    resolved = {}
    for letter, key in keys.items():
        if key == "rating":
            resolved[letter] = f"rating:{title_period}"
        else:
            resolved[letter] = key.replace("rating::", f"rating:{title_period}:")
    return resolved


def _once(keys: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each field once: of several columns the first, but of several offices not the one in the
    Party or a union.
    """

    def is_aside(letter: str) -> bool:
        return bool(_ASIDE.search(plain(" ".join(paths[letter]))))

    chosen: dict[str, str] = {}
    for letter in sorted(keys, key=is_aside):
        if keys[letter] and keys[letter] not in chosen.values():
            chosen[letter] = keys[letter]
    return {letter: chosen[letter] for letter in keys if letter in chosen}


def _is_list_of_words(columns: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there are "Mã", "Tên" and nothing else about a person: a list of units, of courses,
    of ethnic groups.
    """
    if not _WHO.issuperset(columns.values()):
        return False
    return all(plain(paths[letter][-1]) in _VAGUE for letter in columns)
