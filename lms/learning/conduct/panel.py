"""When the experts of a panel disagree: one definition for refresher and scenario analysis."""

from collections.abc import Sequence

# The rule that says from how many points between two experts on (ratings 1–5).
DIVIDED_POINTS = "panel.divided_points"


def is_divided(panel: Sequence[int], points: int) -> bool:
    """Whether two experts are at least `points` apart in what they think of one way."""
    return bool(panel) and max(panel) - min(panel) >= points
