"""Presence is united over devices and never summed; beats may come twice or in any order."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.live.presence import (
    PROOF,
    PresenceSpan,
    covered_windows,
    index_of_span,
    seconds_in,
)
from lms.teaching.live.verdict import LiveAttendanceRules, counted_windows, judge_presence

START = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
CLASS = [(START, START + dt.timedelta(minutes=90))]
MEASURE = LiveAttendanceRules(share=80, late_after=10)
beats = st.lists(st.integers(0, 5400), min_size=1, max_size=60)


def after(seconds: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def add_beat(spans, at):
    """The spans of one device after one more beat, as `actions._extend` keeps them in rows."""
    index = index_of_span(spans, at)
    if index is None:
        return [*spans, PresenceSpan(at, at)]
    old = spans[index]
    grown = PresenceSpan(min(old.first, at), max(old.last, at), old.left)
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
    assert covered_windows(spans(shuffled), CLASS) == covered_windows(spans(times), CLASS)


@given(beats, st.integers(0, 5400))
@settings(max_examples=200, deadline=None)
def test_one_more_beat_never_lowers(times, more):
    rank = {AttendanceStatus.UNEXCUSED: 0, AttendanceStatus.LATE: 1, AttendanceStatus.PRESENT: 2}
    before, later = spans(times), spans([*times, more])
    assert seconds_in(covered_windows(later, CLASS)) >= seconds_in(covered_windows(before, CLASS))
    assert (
        rank[judge_presence(later, CLASS, MEASURE).status]
        >= rank[judge_presence(before, CLASS, MEASURE).status]
    )


@given(beats, beats)
@settings(max_examples=200, deadline=None)
def test_devices_are_united_never_summed(phone, laptop):
    both = seconds_in(covered_windows([*spans(phone), *spans(laptop)], CLASS))
    each = [seconds_in(covered_windows(spans(times), CLASS)) for times in (phone, laptop)]
    assert max(each) <= both <= sum(each)
    assert both <= 5400


def test_a_beat_proves_forty_five_seconds_and_a_goodbye_nothing_beyond():
    assert (
        seconds_in(covered_windows([PresenceSpan(after(0), after(0))], CLASS))
        == PROOF.total_seconds()
    )
    assert (
        seconds_in(covered_windows([PresenceSpan(after(0), after(600), left=True)], CLASS)) == 600
    )


def test_ninety_minutes_with_twenty_flaps_are_right_within_forty_five_seconds():
    device_spans = []
    for flap in range(20):
        begin, end = flap * 270, flap * 270 + 240  # 30 s away each time, with a good-bye
        device_spans.append(PresenceSpan(after(begin), after(end), left=True))
    assert seconds_in(covered_windows(device_spans, CLASS)) == 20 * 240


def test_present_late_absent():
    def verdict(*parts):
        return judge_presence(
            [PresenceSpan(after(a), after(b), left=True) for a, b in parts], CLASS, MEASURE
        )

    assert verdict((0, 5400)).status == AttendanceStatus.PRESENT
    assert verdict((599, 5400)).status == AttendanceStatus.PRESENT
    assert verdict((601, 5400)).status == AttendanceStatus.LATE
    assert verdict((0, 62 * 60)).status == AttendanceStatus.UNEXCUSED
    assert verdict((0, 62 * 60)).minutes == 62
    assert verdict((0, 72 * 60)).status == AttendanceStatus.PRESENT
    assert judge_presence([], CLASS, MEASURE).status == AttendanceStatus.UNEXCUSED
    assert judge_presence([], CLASS, MEASURE).first_at is None


def test_time_before_the_planned_start_does_not_count():
    opened_early = [(START - dt.timedelta(minutes=15), after(5400))]
    assert counted_windows(opened_early, START) == CLASS
    held_elsewhen = [(START - dt.timedelta(hours=5), START - dt.timedelta(hours=4))]
    assert counted_windows(held_elsewhen, START) == held_elsewhen
    assert counted_windows([], START) == []
