"""Which standards a post has to meet: pure rules, without the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lms.people.personnel.levels import step
from lms.people.standards.models import Standard


@dataclass(frozen=True)
class Place:
    """A post of one day as standards look at it.

    `trail`: keys of its unit and those above, from the top down.
    """

    trail: tuple[int, ...]
    level: str
    group: str
    title_fold: str
    is_key: bool
    ranks: frozenset[str]


def fits(standard: Standard, place: Place) -> bool:
    """Whether the post fits every column that the standard fills in."""
    return (
        (standard.unit_id is None or standard.unit_id in place.trail)
        and standard.group in ("", place.group)
        and standard.unit_level in ("", place.level)
        and place.title_fold.startswith(standard.title_fold)
        and (not standard.rank or standard.rank in place.ranks)
        and (place.is_key or not standard.keys_only)
    )


def required(standards: Iterable[Standard], places: Iterable[Place]) -> dict[str, Standard]:
    """What the posts of one person ask together, by dimension.

    Of one post's standards the narrowest holds (the nearest unit, then title, rank, key posts,
    group, level of the unit, the newer one), so that a unit may ask less than the rule above it.
    Over several posts the highest holds.
    """
    rows = tuple(standards)
    asked: dict[str, Standard] = {}
    for place in places:
        for dimension, standard in _of_one(rows, place).items():
            before = asked.get(dimension)
            if before is None or step(dimension, standard.least) > step(dimension, before.least):
                asked[dimension] = standard
    return asked


def _of_one(standards: tuple[Standard, ...], place: Place) -> dict[str, Standard]:
    found: dict[str, Standard] = {}
    for standard in sorted(standards, key=lambda row: _narrowness(row, place)):
        if fits(standard, place):
            found[standard.dimension] = standard
    return found


def _narrowness(
    standard: Standard, place: Place
) -> tuple[int, int, bool, bool, bool, bool, dt.date, int]:
    near = place.trail.index(standard.unit_id) + 1 if standard.unit_id in place.trail else 0
    return (
        near,
        len(standard.title_fold),
        bool(standard.rank),
        standard.keys_only,
        bool(standard.group),
        bool(standard.unit_level),
        standard.valid_from,
        standard.pk or 0,
    )
