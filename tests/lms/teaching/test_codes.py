"""The attendance code: what is taken, what is refused, what is written."""

import datetime as dt

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotFound, RuleBroken
from lms.people.rulebook.models import Rule
from lms.teaching.attendance import actions, codes, queries
from lms.teaching.attendance.models import CheckIn, Mark
from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.classes.models import ClassGroup, Meeting
from tests.factories import people, teaching

ids = st.integers(1, 10**12)
windows = st.integers(10, 10**10)


@given(meeting=ids, window=windows, back=st.integers(-3, 5))
def test_digits_and_tokens_count_in_their_window_and_the_next_one(meeting, window, back):
    digits, token = (
        codes.six_digits(meeting, window - back),
        codes.window_token(meeting, window - back),
    )
    assert len(digits) == codes.DIGITS and digits.isdecimal()
    assert codes.read_token(token) == codes.CheckInToken(meeting, window - back)
    assert codes.is_window_current(window - back, window) == (back in {0, 1})
    if back in {0, 1}:
        assert codes.are_digits_current(digits, meeting, window)


@given(meeting=ids, window=windows, other=ids, later=windows)
def test_no_token_speaks_for_another_meeting_or_window(meeting, window, other, later):
    signature = codes.window_token(meeting, window).rsplit("-", 1)[1]
    forged = f"{other}-{later}-{signature}"
    ticket = codes.read_token(forged)
    assert ticket is None or (other, later) == (meeting, window)


@given(text=st.text(max_size=60))
def test_anything_may_be_scanned_or_typed(text):
    assert codes.read_token(text) is None
    entered = codes.digits_of(text)
    assert entered == "" or (
        len(entered) == codes.DIGITS and entered.isascii() and entered.isdecimal()
    )


@given(moment=st.integers(1_600_000_000, 4_000_000_000), seconds=st.integers(1, 600))
def test_the_window_changes_when_its_seconds_have_run_out(moment, seconds):
    at = dt.datetime.fromtimestamp(moment, dt.UTC)
    seconds_left = codes.seconds_left(at, seconds)
    assert 1 <= seconds_left <= seconds
    before, after = (
        at + dt.timedelta(seconds=seconds_left - 1),
        at + dt.timedelta(seconds=seconds_left),
    )
    assert codes.window_number(before, seconds) == codes.window_number(at, seconds)
    assert codes.window_number(after, seconds) == codes.window_number(at, seconds) + 1


def test_the_digits_are_read_as_people_type_them():
    assert codes.digits_of(" 482 716 ") == codes.digits_of("482.716") == "482716"


@pytest.fixture
def group(cast):
    cache.clear()
    return teaching.running_class(cast)


def today(group) -> Meeting:
    return group.meetings.select_related("group__school").get(number=2)


def at(hour, minute=0, second=0):
    return clock.at(teaching.at_day(0, hour, minute) + dt.timedelta(seconds=second))


def type_it(cast, digits, who="lan"):
    return actions.check_in_by_code(actor=cast.actor(getattr(cast, who)), entered_code=digits)


def wrong(*right) -> str:
    return next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in right)


def nothing_written() -> bool:
    events = Event.objects.filter(kind__in=("attendance.checked_in", "attendance.marked"))
    return not CheckIn.objects.exists() and not Mark.objects.exists() and not events.exists()


def test_the_digits_check_the_learner_in_once(cast, group):
    with at(7, 52):
        code = queries.shown_code(today(group))
        first = type_it(cast, f"{code.digits[:3]} {code.digits[3:]}")
    with at(7, 52, 20):
        again = actions.check_in_by_token(actor=cast.actor(cast.lan), token=code.token)
    assert again.pk == first.pk
    assert (first.source, clock.local(first.at).strftime("%H:%M")) == ("code", "07:52")
    assert CheckIn.objects.count() == 1
    assert Event.objects.filter(kind="attendance.checked_in").count() == 1
    assert not Mark.objects.exists()  # it proposes; the instructor marks


@pytest.mark.parametrize(
    ("minute", "status"), [(10, AttendanceStatus.PRESENT), (11, AttendanceStatus.LATE)]
)
def test_what_is_proposed_follows_the_rule_of_lateness(cast, group, minute, status):
    with at(8, minute):
        type_it(cast, queries.shown_code(today(group)).digits)
    verdict = queries.class_register(group).rows[0].cell(today(group)).verdict
    assert (verdict.status, verdict.is_proposed, verdict.source) == (status, True, "code")


def test_a_code_is_taken_until_the_window_after_it_ends(cast, group):
    with at(8):
        code = queries.shown_code(today(group))
        assert code.seconds_left == 30
    with at(8, 0, 60), pytest.raises(BadInput, match="đã đổi"):
        type_it(cast, code.digits)
    with at(8, 0, 60), pytest.raises(BadInput, match="quét lại"):
        actions.check_in_by_token(actor=cast.actor(cast.lan), token=code.token)
    assert nothing_written()
    with at(8, 0, 59):
        assert type_it(cast, code.digits)


def test_the_length_of_the_window_is_a_rule_of_the_school(cast, group):
    Rule.objects.create(
        key="attendance.code_seconds",
        unit=cast.school,
        valid_from=people.LONG_AGO,
        value=120,
        title="Mã điểm danh",
        basis="internal",
        source="Nội quy",
    )
    with at(8):
        code = queries.shown_code(today(group))
    assert code.seconds_left == 120
    with at(8, 3):
        assert actions.check_in_by_token(actor=cast.actor(cast.lan), token=code.token)


def test_a_code_of_another_class_opens_nothing(cast, group):
    other = teaching.running_class(cast)
    other.enrolments.all().delete()
    with at(8):
        foreign = queries.shown_code(today(other))
        own_class = queries.shown_code(today(group))
        with pytest.raises(NotFound):
            actions.check_in_by_token(actor=cast.actor(cast.lan), token=foreign.token)
        if foreign.digits != own_class.digits:
            with pytest.raises(BadInput):
                type_it(cast, foreign.digits)
    assert nothing_written()


@pytest.mark.parametrize("who", ["stranger", "minh", "hoa", "pao"])
def test_only_learners_check_in_by_code(cast, group, who):
    with at(8):
        code = queries.shown_code(today(group))
        with pytest.raises(NotFound):
            actions.check_in_by_token(actor=cast.actor(getattr(cast, who)), token=code.token)
        with pytest.raises(RuleBroken):
            type_it(cast, code.digits, who)
    assert nothing_written()


def test_a_withdrawn_learner_is_a_stranger(cast, group):
    group.enrolments.update(state="withdrawn")
    with at(8), pytest.raises(NotFound):
        token = queries.shown_code(today(group)).token
        actions.check_in_by_token(actor=cast.actor(cast.lan), token=token)
    assert nothing_written()


@pytest.mark.parametrize(
    ("meeting", "klass"),
    [({"state": "closed"}, {}), ({"state": "cancelled"}, {}), ({}, {"state": "assessing"})],
)
def test_no_code_once_the_register_is_closed_or_the_class_does_not_run(cast, group, meeting, klass):
    with at(8):
        code = queries.shown_code(today(group))
        Meeting.objects.filter(pk=today(group).pk).update(**meeting or {"state": "open"})
        ClassGroup.objects.filter(pk=group.pk).update(**klass or {"state": "running"})
        assert queries.shown_code(today(group)) is None
        with pytest.raises(RuleBroken):
            actions.check_in_by_token(actor=cast.actor(cast.lan), token=code.token)
        with pytest.raises(RuleBroken):
            type_it(cast, code.digits)
    assert nothing_written()


def test_another_day_has_no_code(cast, group):
    past = group.meetings.select_related("group__school").get(number=1)
    assert queries.shown_code(past) is None
    with at(8):
        window = codes.window_number(clock.now(), 30)
        with pytest.raises(RuleBroken):
            actions.check_in_by_token(
                actor=cast.actor(cast.lan), token=codes.window_token(past.pk, window)
            )
    assert nothing_written()


def test_five_wrong_codes_and_the_right_one_waits_too(cast, group):
    with at(8):
        code = queries.shown_code(today(group))
        bad = wrong(
            code.digits, codes.six_digits(today(group).pk, codes.window_number(clock.now(), 30) - 1)
        )
        for _ in range(actions.WRONG_CODES.limit):
            with pytest.raises(BadInput):
                type_it(cast, bad)
        with pytest.raises(RuleBroken, match="chờ một phút"):
            type_it(cast, code.digits)
        assert nothing_written()
        cache.clear()  # the minute is over
        assert type_it(cast, code.digits)


def test_a_slip_of_the_finger_is_no_wrong_try(cast, group):
    for entered in ("", "12345", "12a456", "1234567"):
        for _ in range(3):
            with pytest.raises(BadInput, match="6 chữ số"):
                type_it(cast, entered)
    with at(8):
        assert type_it(cast, queries.shown_code(today(group)).digits)
