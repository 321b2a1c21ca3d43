"""The levels of each dimension in their order, and comparisons between them."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.people.personnel.models import Dimension, QualificationLevel

# Levels of each dimension from low to high (glossary: ordered lists).
LADDER: dict[Dimension, tuple[QualificationLevel, ...]] = {
    Dimension.GENERAL: (
        QualificationLevel.PRIMARY,
        QualificationLevel.LOWER_SECONDARY,
        QualificationLevel.UPPER_SECONDARY,
    ),
    Dimension.PROFESSIONAL: (
        QualificationLevel.ELEMENTARY,
        QualificationLevel.INTERMEDIATE,
        QualificationLevel.COLLEGE,
        QualificationLevel.UNIVERSITY,
        QualificationLevel.MASTER,
        QualificationLevel.DOCTOR,
    ),
    Dimension.THEORY: (
        QualificationLevel.ELEMENTARY,
        QualificationLevel.INTERMEDIATE,
        QualificationLevel.ADVANCED,
    ),
    Dimension.STATE: (
        QualificationLevel.CLERK,
        QualificationLevel.EXPERT,
        QualificationLevel.PRINCIPAL,
        QualificationLevel.SENIOR,
    ),
    Dimension.DEFENCE: (
        QualificationLevel.AUDIENCE_4,
        QualificationLevel.AUDIENCE_3,
        QualificationLevel.AUDIENCE_2,
        QualificationLevel.AUDIENCE_1,
    ),
    Dimension.IT: (QualificationLevel.BASIC, QualificationLevel.SKILLED),
    Dimension.LANGUAGE: (
        QualificationLevel.STEP_1,
        QualificationLevel.STEP_2,
        QualificationLevel.STEP_3,
        QualificationLevel.STEP_4,
        QualificationLevel.STEP_5,
        QualificationLevel.STEP_6,
    ),
    Dimension.ETHNIC: (QualificationLevel.SPOKEN, QualificationLevel.CERTIFIED),
}


class HasLevel(Protocol):
    """A row that states a level of a dimension."""

    dimension: str
    level: str


HasLevelT = TypeVar("HasLevelT", bound=HasLevel)


def level_step(dimension: str, level: str) -> int:
    """The place of a level in its dimension, counted from 0 for the lowest.

    ValueError for a level of another dimension.
    """
    return LADDER[Dimension(dimension)].index(QualificationLevel(level))


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


def check_level(dimension: str, level: str, *, field: str = "level") -> None:
    """BadInput for a level of another dimension."""
    if level not in LADDER[Dimension(dimension)]:
        raise BadInput(_("This level does not belong to this kind of qualification."), field=field)
