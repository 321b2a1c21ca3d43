"""From the levels of a rubric to a score out of ten: exact, never rounded up to a pass."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from cms.content import Assignment

LEVELS = (1, 2, 3, 4)
_CENT = Decimal("0.01")


def rubric_score(assignment: Assignment, marks: Mapping[str, int]) -> Decimal:
    """Each level is worth a quarter of its criterion: 1 → 2.5, 4 → 10; two decimals, the rest is
    cut off.
    """
    weights = sum(criterion.weight for criterion in assignment.rubric)
    points = sum(criterion.weight * marks[criterion.key] for criterion in assignment.rubric)
    exact = Decimal(points) * 10 / (len(LEVELS) * weights)
    return exact.quantize(_CENT, rounding=ROUND_DOWN)


def count_words(text: str) -> int:
    """Vietnamese words as they are counted in a brief (chữ): what stands between spaces."""
    return len(text.split())
