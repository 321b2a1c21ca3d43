"""The shared texts of an old .xls, [MS-XLS] 2.4.265: how long each is, without reading any."""

import struct
from array import array
from collections.abc import Sequence

_HEAD, _COUNT = 8, 4
_TWO_BYTES, _HAS_MORE, _HAS_RUNS = 0x01, 0x04, 0x08


def read_lengths(records: Sequence[bytes]) -> "array[int]":
    """The letters of each text; `records`: the first one and those that continue it.

    struct.error, IndexError or ValueError where they hold fewer than they say.
    """
    (count,) = struct.unpack_from("<I", records[0], _COUNT)
    texts = _SharedTexts(records)
    lengths = array("I")
    for _number in range(count):
        lengths.append(texts.read_length())
    return lengths


class _SharedTexts:
    """A place in the records that moves from text to text."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records, self._index, self._place = records, 0, _HEAD

    def read_length(self) -> int:
        """The letters of the next text, which is passed over."""
        if self._rest == 0:
            self._next_record()
        length, flags = struct.unpack_from("<HB", self._records[self._index], self._place)
        self._place += 3
        behind = 0
        if flags & _HAS_RUNS:
            behind += 4 * self._take("<H", 2)
        if flags & _HAS_MORE:
            behind += self._take("<I", 4)
        self._skip_letters(length, is_wide=bool(flags & _TWO_BYTES))
        self._skip(behind)
        return length

    @property
    def _rest(self) -> int:
        return len(self._records[self._index]) - self._place

    def _next_record(self) -> None:
        self._index, self._place = self._index + 1, 0

    def _take(self, form: str, size: int) -> int:
        (number,) = struct.unpack_from(form, self._records[self._index], self._place)
        self._place += size
        return int(number)

    def _skip_letters(self, length: int, *, is_wide: bool) -> None:
        """Pass over letters; a record that continues them says anew how wide they are."""
        while True:
            width = 2 if is_wide else 1
            letters = min(length, self._rest // width)
            self._place += letters * width
            length -= letters
            if not length:
                return
            self._next_record()
            is_wide = bool(self._take("<B", 1) & _TWO_BYTES)

    def _skip(self, size: int) -> None:
        while size > self._rest:
            size -= self._rest
            self._next_record()
        self._place += size
