"""A date over several columns: Ngày, Tháng, Năm below one header, or as headers of their own."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.fields import DATE_PARTS, SPLIT_DATES
from lms.people.workbooks.reading.files.grid import column_number
from lms.people.workbooks.reading.headers.subjects import is_about_other, plain_path
from lms.people.workbooks.reading.values.plain import text_of

# What of a header word is left when it names a part of a date.
_SUBJECTS = re.compile(
    r"\b(?:cua|sinh|vao dang|ket nap|dang|bo nhiem|tuyen dung|giu chuc|nhan chuc vu|nhan chuc|va)\b"
)
_PART_WORDS = {
    "ngay": "day",
    "ng": "day",
    "thang": "month",
    "th": "month",
    "nam": "year",
    "n": "year",
    "ngay thang": "day_month",
    "ng thang": "day_month",
    "thang nam": "month_year",
}
_BASES = (
    ("birth_date", re.compile(r"\bsinh\b")),
    ("party_date", re.compile(r"\bdang\b|ket nap")),
    ("post_from", re.compile(r"bo nhiem|tuyen dung|giu chuc|nhan chuc")),
)
_WHOLE_DATES = (
    {"day", "month", "year"},
    {"day_month", "year"},
    {"day", "month_year"},
)
_DAY_MONTH_YEAR = ("day", "month", "year")
_BIRTH_YEARS = range(1920, 2020)


def find_date_parts(
    paths: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, str],
    samples: Mapping[str, Sequence[CellContent]],
) -> dict[str, str]:
    """Letter → "birth_date.day" … for the columns that only together are a date."""
    letters = sorted(paths, key=column_number)
    parts: dict[str, str] = {}
    for length in (3, 2):
        for run in _neighbours(letters, length):
            if parts.keys().isdisjoint(run):
                parts |= _parts_of_run(run, paths, keys, samples)
    return parts


def _neighbours(letters: Sequence[str], length: int) -> Iterator[list[str]]:
    """All runs of so many columns without a gap."""
    for first in range(len(letters) - length + 1):
        run = list(letters[first : first + length])
        if column_number(run[-1]) - column_number(run[0]) == length - 1:
            yield run


def _parts_of_run(
    run: Sequence[str],
    paths: Mapping[str, tuple[str, ...]],
    keys: Mapping[str, str],
    samples: Mapping[str, Sequence[CellContent]],
) -> dict[str, str]:
    """The keys of the columns of one run where they are the parts of one date, else nothing."""
    words = {letter: plain_path(paths[letter]) for letter in run}
    if not _belong_together(list(words.values())):
        return {}
    # one header stands over three columns and nothing below it
    is_one_header = len(set(words.values())) == 1 and keys.get(run[0]) in SPLIT_DATES
    columns = _parts_by_samples(run, samples) if is_one_header else _parts_by_words(words)
    values = {part: samples.get(letter, ()) for letter, part in columns.items()}
    # of two columns for one part, one is missing among the parts
    if len(values) < len(run) or not _are_whole_date(values):
        return {}
    base = _base_of_run(words.values(), keys, values)
    return {letter: f"{base}.{part}" for letter, part in columns.items()} if base else {}


def _base_of_run(
    paths: Iterable[tuple[str, ...]],
    keys: Mapping[str, str],
    values: Mapping[str, Sequence[CellContent]],
) -> str:
    """The date that the parts are of, by their words, else by its years; "" for none."""
    base = _base_of(" ".join(map(" ".join, paths)))
    if base or "birth_date" in keys.values():
        return base
    return _base_of_years(values)


def _are_whole_date(values: Mapping[str, Sequence[CellContent]]) -> bool:
    """Whether the parts with these values are those of one date."""
    return set(values) in _WHOLE_DATES and all(itertools.starmap(_may_be, values.items()))


def _belong_together(paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether the columns stand below the same words, or each names the same date itself; never
    where they are about something else, such as retirement.
    """
    if any(map(is_about_other, paths)):
        return False
    if len({path[-2:-1] for path in paths}) == 1:
        return True
    bases = {_base_of(path[-1]) for path in paths}
    return len(bases) == 1 and bases != {""}


def _parts_by_words(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The part of a date that the last word above each column names."""
    return {letter: _part_of_word(path[-1]) for letter, path in words.items()}


def _part_of_word(word: str) -> str:
    """The part of a date that a header names: "thang sinh" → "month"; "" for any other."""
    return _PART_WORDS.get(" ".join(_SUBJECTS.sub(" ", word).split()), "")


def _parts_by_samples(
    run: Sequence[str], samples: Mapping[str, Sequence[CellContent]]
) -> dict[str, str]:
    """Day, month and year, where there are values in three columns below one header."""
    if len(run) == len(_DAY_MONTH_YEAR) and all(samples.get(letter) for letter in run):
        return dict(zip(run, _DAY_MONTH_YEAR, strict=True))
    return {}


def _base_of(words: str) -> str:
    """The field whose day the words name; "" where they name none."""
    return next((base for base, pattern in _BASES if pattern.search(words)), "")


def _may_be(part: str, samples: Sequence[CellContent]) -> bool:
    """Whether most of the values may be this part of a date."""
    limits = DATE_PARTS[part]
    if limits is None:
        # day and month in one cell, or month and year: Excel makes a date of some
        return True
    first, last = limits
    fits = sum(_is_between(value, first, last) for value in samples)
    return fits * 2 >= len(samples)


def _is_between(value: CellContent, first: int, last: int) -> bool:
    text = text_of(value)
    return text.isdigit() and first <= int(text) <= last


def _base_of_years(values: Mapping[str, Sequence[CellContent]]) -> str:
    """The birth date, where the years among the parts may be those of people's births."""
    texts = map(text_of, values.get("year", ()))
    years = [int(text) for text in texts if text.isdigit()]
    are_of_births = bool(years) and all(year in _BIRTH_YEARS for year in years)
    return "birth_date" if are_of_births else ""
