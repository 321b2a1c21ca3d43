"""Small cells: a count of a sensitive field that would tell of single persons does not leave the
unit.
"""

from dataclasses import dataclass
from enum import StrEnum


class Veil(StrEnum):
    """Why a count is not told: so few have it, or so few have not."""

    FEW = "few"
    ALMOST_ALL = "almost_all"


@dataclass(frozen=True)
class Told:
    """A count as it may be told; `count` None where it is veiled, and then nothing else gives it
    away.
    """

    count: int | None
    veil: Veil | None = None


def told(count: int, total: int, least: int) -> Told:
    """Source: practice of statistics; the number stands in the rulebook (privacy.small_cell).

    Nobody and everybody are veiled too: they tell of each single person. In an empty unit there is
    nobody to tell of.
    """
    if not total:
        return Told(count)
    if count < least:
        return Told(None, Veil.FEW)
    return Told(None, Veil.ALMOST_ALL) if total - count < least else Told(count)
