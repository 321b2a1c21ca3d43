"""Whether letters may be a Vietnamese syllable: beginning, rhyme, and where its tone stands."""

import unicodedata
from functools import lru_cache

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_RHYME_WORDS = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây"
    " e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng"
    " i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu"
    " y ya ych yêm yên yêng yêt yêu ynh yt yu yn"
    " o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet"
    " oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt"
    " u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ up ut uy uya uych uyên uyêt uynh"
    " uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt"
    " ươu"
)
_RHYMES = frozenset(_RHYME_WORDS.split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Syllables that end so have one of two tones: sắc or nặng.
_STOPS = ("c", "ch", "p", "t")
_TONES_OF_STOPS = "\u0301\u0323"
_VOWELS = "aăâeêioôơuưy"
_WITH_SIGN = "ăâêôơư"
# In these the tone may stand on either letter: "hoà", "hòa".
_EITHER = ("oa", "oe", "uy")


@lru_cache(16384)
def is_syllable(word: str) -> bool:
    """Whether the word may be Vietnamese; capitals do not count."""
    letters, tone, position = _split_tone(word.lower())
    return any(
        letters.startswith(onset) and _is_rhyme(letters[len(onset) :], tone, position - len(onset))
        for onset in _ONSETS
    )


def _split_tone(word: str) -> tuple[str, str, int]:
    """The letters without the tone, the tone, and the number of the letter that it stands on.

    Two tones are put back, so that the word is no syllable.
    """
    letters: list[str] = []
    tones: list[tuple[str, int]] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tones.append((sign, len(letters) - 1))
        elif unicodedata.combining(sign) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        else:
            letters.append(sign)
    if len(tones) > 1:
        return word, "", -1
    tone, position = tones[0] if tones else ("", -1)
    return "".join(letters), tone, position


def _is_rhyme(rhyme: str, tone: str, position: int) -> bool:
    if rhyme not in _RHYMES:
        return False
    if rhyme.endswith(_STOPS):
        return bool(tone) and tone in _TONES_OF_STOPS and position in _places_of_tone(rhyme)
    return not tone or position in _places_of_tone(rhyme)


def _places_of_tone(rhyme: str) -> tuple[int, ...]:
    """The letters of the rhyme on which the tone may stand, counted from 0."""
    vowels = rhyme.rstrip("bcdghklmnpqrstvx")
    with_sign = [number for number, letter in enumerate(vowels) if letter in _WITH_SIGN]
    if with_sign:
        return (with_sign[-1],) if vowels != "ưa" else (0,)
    if len(vowels) < len(rhyme) or len(vowels) == 1:
        return (len(vowels) - 1,)
    if vowels in _EITHER:
        return 0, 1
    return (1,) if len(vowels) > 2 else (0,)
