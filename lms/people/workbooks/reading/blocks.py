"""People side by side: which columns of a table belong to one person of a row."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.people.workbooks.reading.files.grid import column_number

# What stands for a column that numbers the rows, and for an empty one between two blocks.
NUMBERING, GAP = "#", "|"
# The first of them that is there twice says where people are named.
_NAMES = ("full_name", "family_name", "code", "id_number")
# Columns left of all people that hold for everybody in the row.
_SHARED = ("unit", "unit_code")


@dataclass(frozen=True)
class ColumnBlock:
    """The columns of one person in a row.

    `first`, `after`: the columns from the first up to, and without, the one after the last, counted
    from 1 (None: no end). `columns`: letter → key, with those that all people of the row share.
    """

    first: int
    after: int | None
    columns: Mapping[str, str]

    def has_column(self, letter: str) -> bool:
        """Whether the column stands in this block."""
        number = column_number(letter)
        return number >= self.first and (self.after is None or number < self.after)


def split_columns(columns: Mapping[str, str], starts: Sequence[str]) -> tuple[ColumnBlock, ...]:
    """The blocks of a table; `starts`: the letters at which the second and later ones begin."""
    edges = [1, *map(column_number, starts), None]
    blocks = []
    for first, after in itertools.pairwise(edges):
        bounds = ColumnBlock(first or 1, after, {})
        own = {letter: key for letter, key in columns.items() if bounds.has_column(letter)}
        blocks.append(ColumnBlock(bounds.first, after, own))
    if len(blocks) == 1:
        return tuple(blocks)
    return (blocks[0], *(_with_shared(block, blocks[0]) for block in blocks[1:]))


def _with_shared(block: ColumnBlock, first_block: ColumnBlock) -> ColumnBlock:
    """The block with the unit that stands left of all people, unless it has a unit of its own."""
    if set(block.columns.values()) & set(_SHARED):
        return block
    shared: dict[str, str] = {}
    for letter in sorted(first_block.columns, key=column_number):
        key = first_block.columns[letter]
        if key in _NAMES:
            break
        if key in _SHARED:
            shared[letter] = key
    return ColumnBlock(block.first, block.after, {**shared, **block.columns})


def names_somebody(keys: Iterable[str]) -> bool:
    """Whether columns with these keys say whom a row is about."""
    keys = set(keys)
    return bool(keys & {"code", "full_name", "id_number"}) or keys >= {"family_name", "given_name"}


def repeated_column(columns: Mapping[str, str], starts: Sequence[str]) -> str:
    """The first column whose field stands in its block already, or ""."""
    for block in split_columns(columns, starts):
        seen: set[str] = set()
        for letter in sorted(filter(block.has_column, block.columns), key=column_number):
            if block.columns[letter] in seen:
                return letter
            seen.add(block.columns[letter])
    return ""


def find_starts(tokens: Mapping[str, str]) -> tuple[str, ...]:
    """The letters at which the second and later blocks begin; () where a row has one person.

    `tokens`: letter → key of the column, NUMBERING, GAP, or "" for any other, from left to right.
    """
    letters, keys = list(tokens), list(tokens.values())
    name = next((key for key in _NAMES if keys.count(key) > 1), "")
    numberings = _places_of(NUMBERING, keys)
    if not name:
        # another table beside the people, numbered anew
        return tuple(letters[place] for place in numberings[1:])
    places = _places_of(name, keys)
    starts: list[int] = []
    begin = 0
    for former, place in itertools.pairwise(places):
        begin = _start_between(keys, begin, former, place)
        starts.append(begin)
    if NUMBERING in keys[: places[0]]:
        # after the last person a table may follow that is about nobody
        starts += [place for place in numberings if place > places[-1]]
    return tuple(letters[place] for place in starts)


def _places_of(token: str, keys: Sequence[str]) -> list[int]:
    """Where a token stands, counted from 0."""
    return [place for place, key in enumerate(keys) if key == token]


def _start_between(keys: Sequence[str], begin: int, former: int, place: int) -> int:
    """Where the block of the name at `place` begins: at its number, after a gap, or with the
    columns that stand before the name in the block before, too.
    """
    leading = list(keys[begin:former])
    numberings, gaps = (
        [column for column in _places_of(sign, keys) if former < column < place]
        for sign in (NUMBERING, GAP)
    )
    # a number behind the name begins nothing
    if numberings and NUMBERING in leading:
        return numberings[-1]
    return gaps[-1] + 1 if gaps else _start_by_columns(keys, leading, former, place)


def _start_by_columns(keys: Sequence[str], leading: list[str], former: int, place: int) -> int:
    """The same, by the columns that stand before the name."""
    start = place
    while start - 1 > former and leading and keys[start - 1] == leading.pop():
        start -= 1
    # a code alone before the second name is that of the second person: codes stand before names
    if start == place and keys.count("code") == 1 and keys[start - 1] == "code":
        start -= 1
    return start
