"""The standards that a post has to meet: pure rules without the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lms.people.personnel.levels import level_step
from lms.people.standards.models import Standard


@dataclass(frozen=True)
class PostPlace:
    """The properties of a post on a day that standards refer to.

    `trail`: keys of the post's unit and of those above it, from the top down.
    """

    trail: tuple[int, ...]
    level: str
    group: str
    title_fold: str
    is_key: bool
    ranks: frozenset[str]


def does_fit(standard: Standard, place: PostPlace) -> bool:
    """Whether the standard holds for the post: it fits every column that the standard fills in."""
    return (
        (standard.unit_id is None or standard.unit_id in place.trail)
        and standard.group in ("", place.group)
        and standard.unit_level in ("", place.level)
        and place.title_fold.startswith(standard.title_fold)
        and (not standard.rank or standard.rank in place.ranks)
        and (place.is_key or not standard.keys_only)
    )


def required_standards(
    standards: Iterable[Standard], places: Iterable[PostPlace]
) -> dict[str, Standard]:
    """The standards that hold for a person with these posts, by dimension.

    Of the standards for one post the narrowest holds (the nearest unit, then title, rank, key
    posts, group, level of the unit, the newer one), so that a unit may ask less than the rule above
    it. Of several posts the highest standard holds (practice).
    """
    all_standards = tuple(standards)
    highest: dict[str, Standard] = {}
    for place in places:
        for dimension, standard in _standards_of_post(all_standards, place).items():
            so_far = highest.get(dimension)
            if so_far is None or level_step(dimension, standard.least) > level_step(
                dimension, so_far.least
            ):
                highest[dimension] = standard
    return highest


def _standards_of_post(standards: tuple[Standard, ...], place: PostPlace) -> dict[str, Standard]:
    """The narrowest standard of each dimension that holds for one post."""
    narrowest: dict[str, Standard] = {}
    # from the widest to the narrowest: the last one that holds stays
    for standard in sorted(standards, key=lambda row: _narrowness(row, place)):
        if does_fit(standard, place):
            narrowest[standard.dimension] = standard
    return narrowest


def _narrowness(
    standard: Standard, place: PostPlace
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
