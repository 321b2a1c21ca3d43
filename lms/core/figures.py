"""Shares: the one place that divides a count by its whole, so that no data is never 0 %."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

_ALL = 100


@dataclass(frozen=True)
class Share:
    """`part` of `whole`. Where nothing was counted there is no share: every figure is None.

    A page shows None by the filter `percent`, a workbook by `cell_of_figure`.
    """

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percent, half to even, from 0 to 100; 100 only where it is all of them."""
        if not self.whole:
            return None
        if self.part >= self.whole:
            return _ALL
        return max(0, min(_ALL - 1, round(_ALL * self.part / self.whole)))

    @property
    def percent_down(self) -> int | None:
        """Whole percent, rounded down: 79.9 % is not the 80 % that a rule asks for."""
        return _ALL * self.part // self.whole if self.whole else None

    @property
    def percent_to_tenth(self) -> Decimal | None:
        """Percent with one decimal, half to even, as printed reports have it."""
        if not self.whole:
            return None
        return (Decimal(_ALL) * self.part / self.whole).quantize(Decimal("0.1"))

    def is_below(self, least: int | None) -> bool:
        """Whether the exact share is below `least` percent; no without data or without a rule."""
        return bool(self.whole) and least is not None and _ALL * self.part < least * self.whole


def points_between(before: Share, after: Share) -> Decimal | None:
    """The change in percentage points (điểm phần trăm) of the printed percentages.

    None where one of the two has no data: a change from nothing is no change.
    """
    first, last = before.percent_to_tenth, after.percent_to_tenth
    return None if first is None or last is None else last - first


def cell_of_figure(figure: int | None) -> int | str:
    """A figure as a cell of a workbook; words where there is none, for an empty cell reads as 0."""
    return no_data_words() if figure is None else figure


def no_data_words() -> str:
    """What stands in the place of a figure without data."""
    return _("no data yet")
