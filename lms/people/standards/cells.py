"""Small cells: a count of a sensitive field that would reveal single persons is veiled."""

from dataclasses import dataclass
from enum import StrEnum


class Veil(StrEnum):
    """Why a count is veiled: few persons have the property, or few have it not."""

    FEW = "few"
    ALMOST_ALL = "almost_all"


@dataclass(frozen=True)
class VeiledCount:
    """A count as it may be shown; None where it is veiled, with the reason in `veil`."""

    count: int | None
    veil: Veil | None = None


def veil_count(count: int, total: int, least: int) -> VeiledCount:
    """Veil a count of persons if fewer than `least` have the property, or fewer than `least` have
    it not.

    Source: practice of statistics; `least` is the rulebook's privacy.small_cell. Nobody and
    everybody are veiled too: both reveal the property of each person. A unit without people has
    nothing to reveal.
    """
    if not total:
        return VeiledCount(count)
    if count < least:
        return VeiledCount(None, Veil.FEW)
    if total - count < least:
        return VeiledCount(None, Veil.ALMOST_ALL)
    return VeiledCount(count)
