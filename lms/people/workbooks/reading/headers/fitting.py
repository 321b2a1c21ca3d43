"""Whether the values below a header can be of the field that it names, and which of two columns
fits a field better.
"""

import re
from collections.abc import Mapping, Sequence

from lms.people.workbooks.reading.cells import CellContent
from lms.people.workbooks.reading.fields import FIELDS
from lms.people.workbooks.reading.headers.subjects import is_aside, plain_path
from lms.people.workbooks.reading.values.plain import is_figure, text_of
from lms.people.workbooks.reading.words import plain_words

# Fields whose values are words: figures below such a header are an allowance, a count, a number.
_OF_WORDS = frozenset(
    {
        "full_name",
        "family_name",
        "given_name",
        "title",
        "position",
        "ethnicity",
        "sex",
        "group",
        "training.title",
        "training.school",
        "training.kind",
        "professional.field",
        "professional.institution",
        "political_theory.institution",
    }
)
_RANK_FIGURE = re.compile(r"0?[0-9]{1,2}[.,][0-9]{3}|[1-5]|[0-9]{5}")
_DURATION = re.compile(r"\d+ (?:nam|thang|ngay)(?: \d+ (?:thang|ngay))*|tu \d.*")
# A unit may be written by a code of digits.
_UNIT_CODE = re.compile(r"\d{3,}")


def contradicts(key: str, samples: Sequence[CellContent]) -> bool:
    """Whether most of the values cannot be of the field."""
    if key in _OF_WORDS:
        misfits = sum(map(is_figure, samples))
    elif key == "unit":
        misfits = sum(
            is_figure(value) and not _UNIT_CODE.fullmatch(text_of(value)) for value in samples
        )
    elif key == "rank":
        misfits = sum(map(_is_no_rank, samples))
    else:
        return False
    return misfits * 2 > len(samples)


def _is_no_rank(value: CellContent) -> bool:
    """Whether the value is a time in a rank, or a coefficient of pay."""
    if _DURATION.fullmatch(plain_words(text_of(value))):
        return True
    return is_figure(value) and not _RANK_FIGURE.fullmatch(text_of(value))


def choose_columns(
    keys: Mapping[str, str],
    paths: Mapping[str, tuple[str, ...]],
    samples: Mapping[str, Sequence[CellContent]],
) -> dict[str, str]:
    """Each field once: of several columns that claim it the one that fits best.

    An office in the Party or a union is the title only where there is no other; a filled column is
    better than an empty one, the very words of the field better than longer ones, left than right.
    """

    def misfit(letter: str) -> tuple[bool, bool, bool, bool]:
        words = plain_path(paths.get(letter, ("",)))
        field = FIELDS.get(keys[letter].split(":")[0])
        aliases = field.aliases if field else ()
        is_other_path = len(words) > 1 and words[-1] not in aliases
        return (
            is_aside(words),
            not samples.get(letter),
            words[-1] not in aliases and " ".join(words) not in aliases,
            is_other_path,
        )

    chosen: dict[str, str] = {}
    for letter in sorted(keys, key=misfit):
        if keys[letter] and keys[letter] not in chosen.values():
            chosen[letter] = keys[letter]
    return {letter: chosen[letter] for letter in keys if letter in chosen}
