"""Words of headers and cells as they are compared: small letters without marks, signs as spaces."""

import re
from functools import lru_cache

from lms.core import text

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SIGNS = re.compile(r"[^a-z0-9]+")


# The words of a list repeat; its names do not, and fall out of the cache again.
@lru_cache(8192)
def tidy_text(value: str) -> str:
    """NFC, single spaces (also for no-break spaces and line breaks), nothing invisible."""
    return text.normalise(value.translate(_INVISIBLE))


@lru_cache(8192)
def plain_words(value: str) -> str:
    """For comparing: "Họ & tên\\n(chữ in hoa)" → "ho va ten chu in hoa"."""
    folded = text.fold_marks(value.translate(_INVISIBLE)).replace("&", " va ")
    return _SIGNS.sub(" ", folded).strip()


@lru_cache(8192)
def words_without_brackets(text: str) -> str:
    """Plain words without what stands in brackets: "Họ và tên (chữ in hoa)" → "ho va ten".

    What stands in brackets alone counts.
    """
    return plain_words(_BRACKETS.sub(" ", text)) or plain_words(text)
