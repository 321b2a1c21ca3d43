"""Guessing how a sheet is to be read; a person looks at it and corrects it before anything is
written.
"""

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

_LOOKED_AT = 60
_SAMPLES, _SHOWN = 25, 3
_WHO = {"code", "full_name", "family_name", "given_name", "id_number"}
_VAGUE = {"ma", "ma so", "ten", "ho", "so hieu", "ma ho so"}
_ASIDE = re.compile(r"^chuc (?:vu|danh).*\b(?:dang|doan the|kiem nhiem)\b")
# In a list of courses these words are about the course, not about a degree or a post.
_OF_COURSES = {
    "professional.institution": "training.school",
    "professional.mode": "training.kind",
    "professional.date": "training.to",
    "post_from": "training.from",
}


def guess_book(book: Book) -> dict[str, SheetMapping]:
    """The sheets with headers of lists, by name.

    BadInput where no sheet is about people. Hidden sheets are not read.
    """
    found = {sheet.name: guess(sheet) for sheet in book.sheets if not sheet.is_hidden}
    if not any(mapping.is_of_people for mapping in found.values()):
        raise BadInput(refusals.nobody())
    return {name: mapping for name, mapping in found.items() if mapping.headers}


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
    words = {letter: " › ".join(path) for letter, path in header.paths.items()}
    return SheetMapping(
        header.first,
        header.last,
        columns,
        _shape(finding.words_of(header.paths)),
        words,
        {letter: tuple(map(text_of, values[:_SHOWN])) for letter, values in samples.items()},
    )


def _shape(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _samples(rows: Sequence[Row], last: int) -> dict[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = {}
    for row in rows:
        for letter, cell in row.cells.items() if row.number > last else ():
            if cell.value is not None and len(found.setdefault(letter, [])) < _SAMPLES:
                found[letter].append(cell.value)
    return {letter: tuple(values) for letter, values in found.items()}


def _names(
    header: Header, keys: Mapping[str, str], samples: Mapping[str, Sequence[Value]]
) -> dict[str, str]:
    """The columns with the two parts of names told apart.

    "Họ và tên" merged over two columns is họ và đệm and tên; a column "Tên" without the other is
    the whole name.
    """
    found = dict(keys)
    for letters in header.merged:
        if all(found.get(letter) == "full_name" for letter in letters) and samples.get(letters[1]):
            found |= dict(zip(letters, ("family_name", "given_name"), strict=False))
    values = set(found.values())
    if "full_name" not in values and {"family_name", "given_name"} & values != {
        "family_name",
        "given_name",
    }:
        found = {
            letter: "full_name" if key in {"family_name", "given_name"} else key
            for letter, key in found.items()
        }
    return found


def _courses(keys: Mapping[str, str]) -> dict[str, str]:
    values = set(keys.values())
    if "training.title" not in values or "professional" in values:
        return dict(keys)
    return {
        letter: new if (new := _OF_COURSES.get(key, key)) == key or new not in values else key
        for letter, key in keys.items()
    }


def _title(rows: Sequence[Row], header: Header, name: str) -> str:
    """What stands above the table, and the name of the sheet."""
    above = [
        text_of(cell.value)
        for row in rows
        if row.number < header.first
        for cell in row.cells.values()
    ]
    return plain(" ".join([*above, name]))


def _periods(keys: Mapping[str, str], title: str) -> dict[str, str]:
    """A rating without a year takes the one of the title, unless a column says it: "rating" →
    "rating:2024".
    """
    if "rating.period" in keys.values():
        return dict(keys)
    try:
        when = period(title)
    except Unreadable:
        return {letter: "" if key.startswith("rating::") else key for letter, key in keys.items()}
    return {
        letter: f"rating:{when}" if key == "rating" else key.replace("rating::", f"rating:{when}:")
        for letter, key in keys.items()
    }


def _once(keys: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each field once: of several columns the first, but of several offices not the one in the
    Party or a union.
    """
    found: dict[str, str] = {}
    for letter in sorted(keys, key=lambda one: bool(_ASIDE.search(plain(" ".join(paths[one]))))):
        if keys[letter] and keys[letter] not in found.values():
            found[letter] = keys[letter]
    return {letter: found[letter] for letter in keys if letter in found}


def _is_list_of_words(columns: Mapping[str, str], paths: Mapping[str, tuple[str, ...]]) -> bool:
    """ "Mã", "Tên" and nothing else that is about a person: a list of units, of courses, of ethnic
    groups.
    """
    told = {letter for letter, key in columns.items() if key in _WHO}
    return told == set(columns) and all(plain(paths[letter][-1]) in _VAGUE for letter in told)
