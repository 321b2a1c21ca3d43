"""One main post on each day, however posts overlap."""

import datetime as dt
import random
from dataclasses import dataclass

import pytest

from lms.people.personnel.rules.spells import SpellPiece, split_by_main_post

D = dt.date
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class SpellRow:
    """A post's period, without a database."""

    valid_from: dt.date
    valid_to: dt.date | None
    is_main: bool = True


def test_a_new_main_post_makes_the_old_one_concurrent_for_as_long_as_it_lasts():
    old, new = SpellRow(D(2020, 1, 1), None), SpellRow(D(2024, 3, 1), D(2024, 12, 31))
    assert split_by_main_post([old, new], chosen=1) == [
        [
            SpellPiece(D(2020, 1, 1), D(2024, 2, 29), True),
            SpellPiece(D(2024, 3, 1), D(2024, 12, 31), False),
            SpellPiece(D(2025, 1, 1), None, True),
        ],
        [SpellPiece(D(2024, 3, 1), D(2024, 12, 31), True)],
    ]


def test_where_the_main_post_ended_the_one_held_longest_follows():
    main = SpellRow(D(2020, 1, 1), D(2023, 6, 30))
    younger, older = SpellRow(D(2022, 1, 1), None, False), SpellRow(D(2021, 1, 1), None, False)
    pieces = split_by_main_post([main, younger, older])
    assert pieces[1] == [SpellPiece(D(2022, 1, 1), None, False)]
    assert pieces[2] == [
        SpellPiece(D(2021, 1, 1), D(2023, 6, 30), False),
        SpellPiece(D(2023, 7, 1), None, True),
    ]


def test_nobody_without_a_post_gets_one():
    assert split_by_main_post([]) == []
    rows = [SpellRow(D(2020, 1, 1), D(2020, 1, 31)), SpellRow(D(2021, 1, 1), None)]
    assert split_by_main_post(rows) == [
        [SpellPiece(D(2020, 1, 1), D(2020, 1, 31), True)],
        [SpellPiece(D(2021, 1, 1), None, True)],
    ]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_posts_each_day_has_one_main_post_and_no_day_is_lost(seed):
    rng = random.Random(seed)
    start = D(2020, 1, 1)
    rows = []
    for _ in range(rng.randint(1, 6)):
        first = start + DAY * rng.randint(0, 60)
        last = None if rng.random() < 0.3 else first + DAY * rng.randint(0, 40)
        rows.append(SpellRow(first, last, rng.random() < 0.5))
    chosen = rng.choice([None, rng.randrange(len(rows))])
    pieces = split_by_main_post(rows, chosen)
    for number in range(130):
        day = start + DAY * number
        running = [i for i, row in enumerate(rows) if _runs(row.valid_from, row.valid_to, day)]
        cut = _pieces_of_day(pieces, day)
        assert sorted(i for i, _ in cut) == running
        mains = [i for i, piece in cut if piece.is_main]
        assert len(mains) == bool(running)
        if chosen in running:
            assert mains == [chosen]


def _pieces_of_day(pieces, day) -> list:
    """(number of the row, piece) for each piece that runs on the day."""
    return [(i, p) for i, parts in enumerate(pieces) for p in parts if _runs(p.first, p.last, day)]


def _runs(first, last, day) -> bool:
    return first <= day and (last is None or day <= last)
