"""The verdict of the register, as properties: order does not matter, one more sign of presence
never hurts.
"""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.attendance.verdict import ObservedCheckIn, ObservedProposal, merge_observations

START = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
LATE = dt.timedelta(minutes=10)
RANK = {
    None: 0,
    AttendanceStatus.UNEXCUSED: 1,
    AttendanceStatus.EXCUSED: 2,
    AttendanceStatus.LATE: 3,
    AttendanceStatus.PRESENT: 4,
}

seen = st.builds(
    ObservedCheckIn,
    st.sampled_from([AttendanceSource.LIVE, AttendanceSource.CODE]),
    st.integers(-60, 200).map(lambda minutes: START + dt.timedelta(minutes=minutes)),
)
proposals = st.none() | st.builds(
    ObservedProposal,
    st.sampled_from([AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.UNEXCUSED]),
)
observed = st.fixed_dictionaries(
    {"check_ins": st.lists(seen, max_size=6), "proposal": proposals, "on_leave": st.booleans()}
)


def verdict(**facts):
    return merge_observations(starts_at=START, late_after=LATE, **facts)


@given(observed, st.randoms())
def test_the_order_of_arrival_does_not_matter(facts, random):
    shuffled = list(facts["check_ins"])
    random.shuffle(shuffled)
    assert verdict(**facts) == verdict(**facts | {"check_ins": shuffled})


@given(observed, seen)
def test_one_more_check_in_never_lowers(facts, more):
    before = verdict(**facts).status
    after = verdict(**facts | {"check_ins": [*facts["check_ins"], more]}).status
    assert RANK[after] >= RANK[before]


@given(observed, st.lists(st.sampled_from(list(AttendanceStatus)), min_size=1))
def test_the_newest_mark_always_wins(facts, marks):
    merged = verdict(**facts, marks=marks)
    assert merged.status == marks[-1]
    assert not merged.is_proposed


@given(observed)
def test_without_a_mark_it_is_a_proposal_or_unknown(facts):
    merged = verdict(**facts)
    assert merged.is_proposed == (merged.status is not None)


def test_ten_minutes_are_in_time_and_a_second_more_is_late():
    on_time = ObservedCheckIn(AttendanceSource.CODE, START + LATE)
    late = ObservedCheckIn(AttendanceSource.CODE, START + LATE + dt.timedelta(seconds=1))
    assert verdict(check_ins=[on_time]).status == AttendanceStatus.PRESENT
    assert verdict(check_ins=[late]).status == AttendanceStatus.LATE


def test_who_was_granted_leave_and_came_all_the_same_is_present():
    assert (
        verdict(check_ins=[ObservedCheckIn(AttendanceSource.CODE, START)], on_leave=True).status
        == AttendanceStatus.PRESENT
    )
    assert verdict(on_leave=True).status == AttendanceStatus.EXCUSED


def test_the_live_rooms_proposal_has_weighed_its_own_check_ins():
    looked_in = [ObservedCheckIn(AttendanceSource.LIVE, START)]
    proposal = ObservedProposal(AttendanceStatus.UNEXCUSED, "4/90 phút")
    assert verdict(check_ins=looked_in, proposal=proposal).status == AttendanceStatus.UNEXCUSED
