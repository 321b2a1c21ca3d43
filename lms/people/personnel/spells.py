"""Exactly one of a person's posts is the main one on each day that he has any: how the periods are
cut for that.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_DAY = dt.timedelta(days=1)


class Spell(Protocol):
    """A post or the draft of one."""

    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...
    @property
    def is_main(self) -> bool: ...


@dataclass(frozen=True)
class Piece:
    """A part of a spell in which it is the main post, or is not."""

    first: dt.date
    last: dt.date | None
    is_main: bool


def one_main(rows: Sequence[Spell], wanted: int | None = None) -> list[list[Piece]]:
    """The pieces of each row, so that one row is the main post on each day.

    On its days that is the row number `wanted`; else of those that say so the one that began last;
    where none says so, the one that began first. A row whose pieces are one keeps its period.
    """
    pieces: list[list[Piece]] = [[] for _row in rows]
    for first, last in _stretches(rows):
        running = [i for i, row in enumerate(rows) if _runs(row, first)]
        if not running:
            continue
        main = _main(rows, running, wanted)
        for i in running:
            _append(pieces[i], Piece(first, last, i == main))
    return pieces


def _stretches(rows: Sequence[Spell]) -> list[tuple[dt.date, dt.date | None]]:
    """Between two of them nothing begins and nothing ends."""
    turns = {row.valid_from for row in rows} | {row.valid_to + _DAY for row in rows if row.valid_to}
    starts = sorted(turns)
    ends = [start - _DAY for start in starts[1:]]
    return list(zip(starts, [*ends, None], strict=True)) if starts else []


def _runs(row: Spell, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _main(rows: Sequence[Spell], running: list[int], wanted: int | None) -> int:
    if wanted in running:
        return wanted
    named = [i for i in running if rows[i].is_main]
    if named:
        return max(named, key=lambda i: (rows[i].valid_from, i))
    return min(running, key=lambda i: (rows[i].valid_from, i))


def _append(pieces: list[Piece], piece: Piece) -> None:
    if pieces and pieces[-1].is_main == piece.is_main:
        piece = Piece(pieces.pop().first, piece.last, piece.is_main)
    pieces.append(piece)
