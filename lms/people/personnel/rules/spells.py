"""How the periods of a person's posts are cut, so that exactly one post is the main one on each
day on which the person has any.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

_DAY = dt.timedelta(days=1)


class Spell(Protocol):
    """The period of a post, or of the draft of one."""

    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...
    @property
    def is_main(self) -> bool: ...


@dataclass(frozen=True)
class SpellPiece:
    """A part of a post's period in which the post is the main one throughout, or not at all."""

    first: dt.date
    last: dt.date | None
    is_main: bool


def split_by_main_post(rows: Sequence[Spell], chosen: int | None = None) -> list[list[SpellPiece]]:
    """The pieces of each row in the order of the rows, so that one row is the main post on each
    day.

    On the days of row number `chosen` it is that row. On other days it is, of the rows marked as
    main, the one that began last; if none is marked, the row that began first. A row that comes
    back as one piece keeps its period.
    """
    pieces: list[list[SpellPiece]] = [[] for _row in rows]
    for first, last in _unchanged_periods(rows):
        running = [i for i, row in enumerate(rows) if _is_running(row, first)]
        if not running:
            continue
        main = _choose_main_post(rows, running, chosen)
        for i in running:
            _append_piece(pieces[i], SpellPiece(first, last, i == main))
    return pieces


def overlap(one: Spell, other: Spell) -> bool:
    """Whether there is a day on which both run."""
    return _is_running(one, other.valid_from) or _is_running(other, one.valid_from)


def columns_of_pieces(pieces: Sequence[SpellPiece], end_reason: str) -> list[dict[str, Any]]:
    """The columns of the row of each piece; the reason of the end goes to the last one."""
    last = len(pieces) - 1
    return [
        {
            "valid_from": piece.first,
            "valid_to": piece.last,
            "is_main": piece.is_main,
            "end_reason": end_reason if number == last else "",
        }
        for number, piece in enumerate(pieces)
    ]


def _unchanged_periods(rows: Sequence[Spell]) -> list[tuple[dt.date, dt.date | None]]:
    """The whole time cut into periods (first day, last day) in which no row begins or ends.

    A new period starts on the first day of a row and on the day after the last day of a row; the
    last period is open (None).
    """
    changes = {row.valid_from for row in rows}
    changes |= {row.valid_to + _DAY for row in rows if row.valid_to}
    if not changes:
        return []
    starts = sorted(changes)
    ends = [start - _DAY for start in starts[1:]]
    return list(zip(starts, [*ends, None], strict=True))


def _is_running(row: Spell, day: dt.date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _choose_main_post(rows: Sequence[Spell], running: list[int], chosen: int | None) -> int:
    if chosen in running:
        return chosen
    marked = [i for i in running if rows[i].is_main]
    if marked:
        return max(marked, key=lambda i: (rows[i].valid_from, i))
    return min(running, key=lambda i: (rows[i].valid_from, i))


def _append_piece(pieces: list[SpellPiece], piece: SpellPiece) -> None:
    # two pieces of one kind that follow each other are one piece
    if pieces and pieces[-1].is_main == piece.is_main:
        piece = SpellPiece(pieces.pop().first, piece.last, piece.is_main)
    pieces.append(piece)
