"""The rule of results, for all figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lms.outcomes.results.verdict import (
    LearnerFigures,
    PassRequirements,
    RequiredPart,
    format_decimal,
    judge_learner,
    needed_periods,
)

BARS = PassRequirements(Decimal(80), Decimal(5))
scores = st.none() | st.decimals(0, 10, places=2)
periods = st.integers(1, 400)


@st.composite
def figures(draw):
    total = draw(periods)
    parts = draw(st.lists(scores, max_size=4))
    return LearnerFigures(
        draw(st.integers(0, total)),
        total,
        tuple(RequiredPart(f"bài {n}", s) for n, s in enumerate(parts)),
    )


@given(figures())
def test_all_parts_must_pass_not_the_average(learner):
    judged = judge_learner(learner, BARS)
    enough = learner.attended * 100 >= 80 * learner.total
    each = [part.score is not None and part.score >= 5 for part in learner.parts]
    assert judged.passed == (enough and all(each))
    assert len(judged.reasons) == (not enough) + each.count(False)


@given(figures(), st.integers(1, 50))
def test_more_attendance_never_turns_a_pass_into_a_fail(learner, more):
    better = LearnerFigures(
        min(learner.attended + more, learner.total), learner.total, learner.parts
    )
    assert judge_learner(better, BARS).passed or not judge_learner(learner, BARS).passed


@given(figures())
def test_without_bars_only_a_missing_part_fails(learner):
    judged = judge_learner(learner, PassRequirements(None, None))
    assert judged.passed == all(part.score is not None for part in learner.parts)


@given(periods, st.integers(0, 100))
def test_the_least_number_of_periods_is_exact(total, share):
    least = needed_periods(total, Decimal(share))
    assert least * 100 >= share * total > (least - 1) * 100


def test_almost_five_is_not_five(vietnamese):
    judged = judge_learner(
        LearnerFigures(40, 40, (RequiredPart("bài thu hoạch", Decimal("4.95")),)), BARS
    )
    assert not judged.passed
    assert judged.reasons == ("bài thu hoạch 4,95, dưới 5",)


def test_a_blank_is_not_a_zero(vietnamese):
    judged = judge_learner(LearnerFigures(40, 40, (RequiredPart("bài thu hoạch", None),)), BARS)
    assert judged.reasons == ("bài thu hoạch: chưa nộp",)
    assert judged.score is None


def test_the_sentence_says_it_all(vietnamese):
    judged = judge_learner(
        LearnerFigures(36, 40, (RequiredPart("bài thu hoạch", Decimal("7.50")),)), BARS
    )
    assert judged.explanation == "đủ 36/40 tiết; bài thu hoạch 7,5; đạt"


def test_a_failure_says_what_is_missing(vietnamese):
    judged = judge_learner(LearnerFigures(31, 40, ()), BARS)
    assert judged.explanation == "mới dự 31/40 tiết, cần ít nhất 32; chưa đạt"


def test_decimals_as_papers_write_them():
    assert [format_decimal(Decimal(x)) for x in ("7.50", "10", "10.00", "0.05", "5")] == [
        "7,5",
        "10",
        "10",
        "0,05",
        "5",
    ]
