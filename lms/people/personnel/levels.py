"""The levels of each dimension in their order, and comparisons between them."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from lms.people.personnel.models import Dimension, Level

# Levels of each dimension from low to high (glossary: ordered lists).
LADDER: dict[Dimension, tuple[Level, ...]] = {
    Dimension.GENERAL: (Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY),
    Dimension.PROFESSIONAL: (
        Level.ELEMENTARY,
        Level.INTERMEDIATE,
        Level.COLLEGE,
        Level.UNIVERSITY,
        Level.MASTER,
        Level.DOCTOR,
    ),
    Dimension.THEORY: (Level.ELEMENTARY, Level.INTERMEDIATE, Level.ADVANCED),
    Dimension.STATE: (Level.CLERK, Level.EXPERT, Level.PRINCIPAL, Level.SENIOR),
    Dimension.DEFENCE: (Level.AUDIENCE_4, Level.AUDIENCE_3, Level.AUDIENCE_2, Level.AUDIENCE_1),
    Dimension.IT: (Level.BASIC, Level.SKILLED),
    Dimension.LANGUAGE: (
        Level.STEP_1,
        Level.STEP_2,
        Level.STEP_3,
        Level.STEP_4,
        Level.STEP_5,
        Level.STEP_6,
    ),
    Dimension.ETHNIC: (Level.SPOKEN, Level.CERTIFIED),
}


class HasLevel(Protocol):
    """A row that states a level of a dimension."""

    dimension: str
    level: str


HasLevelT = TypeVar("H", bound=HasLevel)


def level_step(dimension: str, level: str) -> int:
    """The place of a level in its dimension, counted from 0 for the lowest.

    ValueError for a level of another dimension.
    """
    return LADDER[Dimension(dimension)].index(Level(level))


def is_at_least(dimension: str, level: str, least: str) -> bool:
    """Whether `level` is `least` or above it ("trung cấp trở lên")."""
    return level_step(dimension, level) >= level_step(dimension, least)


def highest_levels(rows: Iterable[HasLevelT]) -> dict[str, HasLevelT]:
    """The row with the highest level of each dimension; of equal ones the first."""
    best: dict[str, HasLevelT] = {}
    for row in rows:
        so_far = best.get(row.dimension)
        if so_far is None or level_step(row.dimension, row.level) > level_step(
            row.dimension, so_far.level
        ):
            best[row.dimension] = row
    return best
