"""Presence is united over devices and never summed; beats may come twice or in any order."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.teaching.attendance.states import Status
from lms.teaching.live.presence import PROOF, Span, covered, holder, seconds
from lms.teaching.live.verdict import Measure, held, judge

START = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
CLASS = [(START, START + dt.timedelta(minutes=90))]
MEASURE = Measure(share=80, late_after=10)
beats = st.lists(st.integers(0, 5400), min_size=1, max_size=60)


def after(seconds: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def add_beat(spans, at):
    """The spans of one device after one more beat, as `actions._extend` keeps them in rows."""
    index = holder(spans, at)
    if index is None:
        return [*spans, Span(at, at)]
    old = spans[index]
    grown = Span(min(old.first, at), max(old.last, at), old.left)
    return [*spans[:index], grown, *spans[index + 1 :]]


def spans(times):
    """The spans of one device after beats at `times` (seconds after the start)."""
    device_spans = []
    for time in times:
        device_spans = add_beat(device_spans, after(time))
    return device_spans


@given(beats, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_order_and_repetition_change_nothing(times, random):
    shuffled = [*times, *times]
    random.shuffle(shuffled)
    assert covered(spans(shuffled), CLASS) == covered(spans(times), CLASS)


@given(beats, st.integers(0, 5400))
@settings(max_examples=200, deadline=None)
def test_one_more_beat_never_lowers(times, more):
    rank = {Status.UNEXCUSED: 0, Status.LATE: 1, Status.PRESENT: 2}
    before, later = spans(times), spans([*times, more])
    assert seconds(covered(later, CLASS)) >= seconds(covered(before, CLASS))
    assert rank[judge(later, CLASS, MEASURE).status] >= rank[judge(before, CLASS, MEASURE).status]


@given(beats, beats)
@settings(max_examples=200, deadline=None)
def test_devices_are_united_never_summed(phone, laptop):
    both = seconds(covered([*spans(phone), *spans(laptop)], CLASS))
    each = [seconds(covered(spans(times), CLASS)) for times in (phone, laptop)]
    assert max(each) <= both <= sum(each)
    assert both <= 5400


def test_a_beat_proves_forty_five_seconds_and_a_goodbye_nothing_beyond():
    assert seconds(covered([Span(after(0), after(0))], CLASS)) == PROOF.total_seconds()
    assert seconds(covered([Span(after(0), after(600), left=True)], CLASS)) == 600


def test_ninety_minutes_with_twenty_flaps_are_right_within_forty_five_seconds():
    device_spans = []
    for flap in range(20):
        begin, end = flap * 270, flap * 270 + 240  # 30 s away each time, with a good-bye
        device_spans.append(Span(after(begin), after(end), left=True))
    assert seconds(covered(device_spans, CLASS)) == 20 * 240


def test_present_late_absent():
    def verdict(*parts):
        return judge([Span(after(a), after(b), left=True) for a, b in parts], CLASS, MEASURE)

    assert verdict((0, 5400)).status == Status.PRESENT
    assert verdict((599, 5400)).status == Status.PRESENT
    assert verdict((601, 5400)).status == Status.LATE
    assert verdict((0, 62 * 60)).status == Status.UNEXCUSED
    assert verdict((0, 62 * 60)).minutes == 62
    assert verdict((0, 72 * 60)).status == Status.PRESENT
    assert judge([], CLASS, MEASURE).status == Status.UNEXCUSED
    assert judge([], CLASS, MEASURE).first_at is None


def test_time_before_the_planned_start_does_not_count():
    opened_early = [(START - dt.timedelta(minutes=15), after(5400))]
    assert held(opened_early, START) == CLASS
    held_elsewhen = [(START - dt.timedelta(hours=5), START - dt.timedelta(hours=4))]
    assert held(held_elsewhen, START) == held_elsewhen
    assert held([], START) == []
