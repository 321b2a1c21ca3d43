"""Vietnamese text: normal form, search without marks, order of names."""

import re
import unicodedata

from django.utils.translation import gettext as _

from lms.core.errors import BadInput

# U+00D0 and U+00F0 look like Đ and đ and are typed for them; data keeps only the Vietnamese
# letters.
_NORMAL = str.maketrans({"Ð": "Đ", "ð": "đ"})
_FOLD = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"})
# Vietnamese alphabetical order: letters first, tone marks only to break ties.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_LETTERS)}
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def normalise(text: str) -> str:
    """The text in normal form: NFC, Ð→Đ, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_NORMAL).split())


def check_in_words(written: str, *, field: str) -> None:
    """BadInput for a figure (an allowance, a coefficient, a number) where words should stand."""
    if not any(map(str.isalpha, written)):
        raise BadInput(
            _("“%(text)s” is a number. Write it in words.") % {"text": written[:40]}, field=field
        )


def strip_unstorable(text: str) -> str:
    """The text without what no database keeps: control characters and halves of surrogate pairs.

    Lines and tabs stay.
    """
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def fold_marks(text: str) -> str:
    """The text for search: lower case without any mark ("Điện Biên Đông" → "dien bien dong")."""
    decomposed = unicodedata.normalize("NFD", text.translate(_FOLD))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.lower().split())


def make_slug(text: str) -> str:
    """The text for addresses: "Tiếp công dân" → "tiep-cong-dan"."""
    return re.sub(r"[^a-z0-9]+", "-", fold_marks(text)).strip("-")


def name_key(full_name: str) -> str:
    """A key that sorts names as Vietnamese lists do: by tên, then họ and đệm, letters before tones.

    Digits alone, so that every database sorts it the same under any collation: two for each letter,
    01 between words, 00 at the end of the letters, then one for each tone.
    """
    words = normalise(full_name).lower().split()
    if not words:
        return ""
    ordered = [words[-1], *words[:-1]]
    return "01".join(map(_letter_digits, ordered)) + "00" + "".join(map(_tone_digits, ordered))


def _split_letters(word: str) -> list[tuple[str, str]]:
    """(letter with its own mark, tone) for each letter."""
    pairs = []
    for character in unicodedata.normalize("NFC", word):
        marks = unicodedata.normalize("NFD", character)
        tone = next((m for m in marks[1:] if m in _TONES), "")
        letter = unicodedata.normalize("NFC", "".join(m for m in marks if m != tone or not tone))
        pairs.append((letter, tone))
    return pairs


def _letter_digits(word: str) -> str:
    return "".join(f"{_RANK.get(letter, 90) + 2:02d}" for letter, _ in _split_letters(word))


def _tone_digits(word: str) -> str:
    return "".join(str(_TONES[tone]) for _, tone in _split_letters(word))
