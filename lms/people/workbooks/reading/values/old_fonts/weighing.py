"""Which texts of a column were typed with an old font: by the letters, and by their neighbours.

"Tèng Hé" may be a name in Unicode, and is "Tống Hộ" in TCVN3. What decides is the column: letters
that no Vietnamese word has, beside signs that became letters ("Hµ V¨n"), give an encoding away, and
letters that only Unicode has say that the column is at least mixed.
"""

import enum
import itertools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lms.people.workbooks.reading.values.old_fonts.encodings import (
    OldEncoding,
    decode_text,
    is_font_of_capitals,
)
from lms.people.workbooks.reading.values.old_fonts.syllables import is_syllable

_VIETNAMESE = frozenset("abcdefghijklmnopqrstuvwxyzđ")
# A letter of peoples in the Central Highlands; VNI has it for đ.
_OF_OTHERS = "ñÑ"
# Evidence of a column, below which single odd words of a Unicode list convert nothing: names of
# small peoples are no Vietnamese syllables either.
_ENOUGH = 3
# Between words, in every encoding.
_BETWEEN = re.compile(r"[\s.,;:!?()\[\]{}<>\"'/\\|–—_*+=&%#@0-9-]+")
# Family names as lists have them: where a text may be read in two ways, they decide.
_FAMILY_WORDS = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lâm mai"
    " trịnh đào hà tô tống tạ cao lương lường lò vi quàng quang cầm đèo tòng cà lèo bạc hoàng"
    " điêu mào lừu vàng giàng sùng thào hạng hờ mùa vừ ly lầu chang cứ tráng thèn tẩn phàn chảo"
    " lù lồ pờ pờ khoàng chu quách triệu nông hứa ma bế la lục hầu hoa kiều khuất thái thân"
    " tăng từ ông viên vương văn đồng doãn khổng lại lưu mạc nghiêm ninh phùng phí quản thạch"
    " thiều tiêu tôn trương trang uông xa bàn đàm đường giang hán kim lộc mã mẫn nhâm sầm sơn"
    " tòng thẩm thi ún liểu lỳ chớ khà pản tao toán vì hùng sa bá lữ cụt moong lang kha hồng"
)
_FAMILY_NAMES = frozenset(_FAMILY_WORDS.split())


# What a word says that is no syllable as it stands and one when decoded: two vowels side by side
# as no language here has them ("Nguyeãn"); a single accent ("Hôp") may be anybody's name.
_WEIGHTS = {OldEncoding.TCVN3: 0, OldEncoding.VNI: 1}


class Strength(enum.IntEnum):
    """How much a text says for an encoding."""

    IMPOSSIBLE = 0
    POSSIBLE = 1
    SOFT = 2
    CERTAIN = 3


@dataclass
class ColumnEvidence:
    """What the texts of a column say together: evidence by encoding, and how many are Unicode."""

    weights: dict[OldEncoding, int] = field(default_factory=dict)
    has_unicode: bool = False
    # the weights of all columns of the sheet together
    of_sheet: Mapping[OldEncoding, int] = field(default_factory=dict)

    def add_text(self, text: str) -> None:
        """Weigh one more text that holds no letters of Unicode alone.

        What makes sense in both encodings ("Dî": "Dợ", "Dỵ") speaks for neither.
        """
        weights = {encoding: _weigh(text, encoding)[1] for encoding in OldEncoding}
        telling = {encoding: weight for encoding, weight in weights.items() if weight}
        if len(telling) == 1:
            [(encoding, weight)] = telling.items()
            self.weights[encoding] = self.weights.get(encoding, 0) + weight

    @property
    def encodings(self) -> list[OldEncoding]:
        """The encodings in which texts of the column were typed for certain."""
        return [encoding for encoding in OldEncoding if self.weights.get(encoding, 0) >= _ENOUGH]


@dataclass(frozen=True)
class DecodedText:
    """A text read in an old encoding. `is_doubtful`: it may as well be meant as it stands."""

    text: str
    encoding: OldEncoding
    is_doubtful: bool = False


def is_unicode(text: str) -> bool:
    """Whether the text has Vietnamese letters that no old encoding shows: ị, ơ, ă."""
    return any(letter > "\u00ff" and letter.isalpha() for letter in text)


def decode_in_column(
    text: str, evidence: ColumnEvidence, font: str, of_font: OldEncoding | None
) -> DecodedText | None:
    """The text in Unicode; None where it stands as it is meant.

    `of_font`: the encoding for which the cell's font was made; it decides alone.
    """
    if of_font is not None:
        decoded = decode_text(text, of_font)
        if decoded is None or decoded == text:
            return None
        return DecodedText(decoded.upper() if is_font_of_capitals(font) else decoded, of_font)
    if text.isascii() or is_unicode(text):
        return None
    return _choose(text, evidence)


def _readings(text: str, evidence: ColumnEvidence) -> tuple[Strength, list[OldEncoding]]:
    """The encodings in which the text makes most sense, the likeliest first.

    Those of the column; where it has none, those of the whole sheet for a text that makes no sense
    as it stands.
    """
    weights: Mapping[OldEncoding, int] = evidence.weights
    encodings, least = evidence.encodings, Strength.POSSIBLE
    if not encodings and not evidence.has_unicode:
        weights, least = evidence.of_sheet, Strength.SOFT
        encodings = [encoding for encoding, weight in weights.items() if weight >= _ENOUGH]
    strengths = {encoding: _weigh(text, encoding)[0] for encoding in encodings}
    best = max(strengths.values(), default=Strength.IMPOSSIBLE)
    if best < least:
        return Strength.IMPOSSIBLE, []
    readings = [encoding for encoding in encodings if strengths[encoding] == best]
    return best, _leave_out_coincidences(readings, weights)


def _leave_out_coincidences(
    readings: list[OldEncoding], weights: Mapping[OldEncoding, int]
) -> list[OldEncoding]:
    """The readings by weight, without one that stands far behind."""
    likeliest = max(weights[encoding] for encoding in readings)
    near = [encoding for encoding in readings if weights[encoding] * 3 > likeliest]
    return sorted(near, key=lambda encoding: -weights[encoding])


def _choose(text: str, evidence: ColumnEvidence) -> DecodedText | None:
    """The likeliest reading of the text."""
    strength, readings = _readings(text, evidence)
    if not readings:
        return None
    encoding = readings[0]
    decoded = decode_text(text, encoding) or text
    is_split = len(readings) > 1
    if strength >= Strength.SOFT:
        return DecodedText(decoded, encoding, is_doubtful=is_split)
    is_name_now, is_name_then = _has_family_name(text), _has_family_name(decoded)
    if is_name_now != is_name_then:
        return DecodedText(decoded, encoding) if is_name_then else None
    return DecodedText(decoded, encoding, is_doubtful=evidence.has_unicode or is_split)


def _has_family_name(text: str) -> bool:
    return text.split(" ")[0].lower() in _FAMILY_NAMES


@lru_cache(16384)
def _weigh(text: str, encoding: OldEncoding) -> tuple[Strength, int]:
    """How well the encoding explains the text, and its weight as evidence for the column."""
    decoded = decode_text(text, encoding)
    if decoded is None or decoded == text:
        return Strength.IMPOSSIBLE, 0
    best, weight = Strength.POSSIBLE, 0
    for written, read in _changed_words(text, decoded):
        if _is_abbreviation(read):
            continue
        if not is_syllable(read):
            return Strength.IMPOSSIBLE, 0
        if is_syllable(written) or _differs_by_letter_of_others(written, read):
            continue
        has_sign = len(written) > 1 and _has_foreign_sign(written)
        best = max(best, Strength.CERTAIN if has_sign else Strength.SOFT)
        weight += _WEIGHTS[encoding] if not has_sign else _ENOUGH
    return best, weight


def _differs_by_letter_of_others(written: str, read: str) -> bool:
    """Whether "ñ" alone was decoded: "Y Ñam" may be a name as it stands."""
    return written.lower().replace("ñ", "đ") == read.lower()


def _changed_words(text: str, decoded: str) -> list[tuple[str, str]]:
    """The words that the encoding changes, without the punctuation between them."""
    pairs = zip(_BETWEEN.split(text), _BETWEEN.split(decoded), strict=True)
    return [(written, read) for written, read in pairs if written != read]


def _is_abbreviation(word: str) -> bool:
    """Whether a word is letters that stand for words: "QĐ", "HĐND"."""
    return word.isupper() and len(word) < 7 and not any(map(_is_vowel, word))


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter.lower())[0] in "aeiouy"


def _has_foreign_sign(word: str) -> bool:
    """Whether a word has a sign or letter that Vietnamese does not, or a capital inside it."""
    if any(before.islower() and after.isupper() for before, after in itertools.pairwise(word)):
        return True
    return any(letter not in _OF_OTHERS and not _is_own_letter(letter) for letter in word)


@lru_cache(512)
def _is_own_letter(letter: str) -> bool:
    """Whether the Vietnamese alphabet has the letter, with or without a tone."""
    base, *marks = list(unicodedata.normalize("NFD", letter.lower()))
    if base not in _VIETNAMESE:
        return False
    return all(_may_carry(base, mark) for mark in marks)


def _may_carry(base: str, mark: str) -> bool:
    bases = {"\u0302": "aeo", "\u0306": "a", "\u031b": "ou"}
    return base in bases.get(mark, "aeiouy" if mark in "\u0300\u0301\u0303\u0309\u0323" else "")
