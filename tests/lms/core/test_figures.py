"""Shares: rounding, and that nothing counted is no share."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lms.core.figures import Share, cell_of_figure, points_between

wholes = st.integers(1, 10_000)


@st.composite
def shares(draw) -> Share:
    whole = draw(wholes)
    return Share(draw(st.integers(0, whole)), whole)


@given(shares())
def test_a_hundred_percent_is_all_and_the_rounding_is_near(share):
    assert (share.percent == 100) == (share.part == share.whole)
    exact = Fraction(100 * share.part, share.whole)
    assert abs(share.percent - exact) <= 1
    assert share.percent_down <= exact < share.percent_down + 1
    assert abs(share.percent_to_tenth - Decimal(100 * share.part) / share.whole) <= Decimal("0.05")


@given(shares(), st.integers(0, 100))
def test_below_is_asked_of_the_exact_share(share, least):
    assert share.is_below(least) == (Fraction(100 * share.part, share.whole) < least)
    assert not share.is_below(None)


@given(shares(), shares())
def test_a_change_there_and_back_is_none(before, after):
    assert points_between(before, after) == -points_between(after, before)


def test_nothing_counted_is_no_share_and_no_change():
    nothing, half = Share(0, 0), Share(1, 2)
    assert nothing.percent is None
    assert nothing.percent_down is None
    assert nothing.percent_to_tenth is None
    assert not nothing.is_below(80)
    assert points_between(nothing, half) is None
    assert points_between(half, nothing) is None
    assert Share(0, 2).percent == 0
    assert cell_of_figure(0) == 0
    assert cell_of_figure(nothing.percent) == "chưa có dữ liệu"


def test_printed_reports_have_one_decimal():
    assert Share(287, 300).percent_to_tenth == Decimal("95.7")
    assert points_between(Share(1, 4), Share(287, 300)) == Decimal("70.7")
