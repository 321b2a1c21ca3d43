"""Whatever happens to a request, in any order and on any day, its clocks and its state agree."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import ApplicationError
from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest
from lms.people.privacy.states import OPEN_STATES, REQUEST

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "extend", "finish", "refuse", "withdraw"]),
        st.integers(0, 9),  # days that pass before
        st.integers(-1, 20),  # days asked for
    ),
    max_size=7,
)


def step(cast, name, request, days):
    pao = cast.actor(cast.pao)
    if name == "take":
        actions.take_request(actor=pao, request=request)
    elif name == "extend":
        actions.extend_request(actor=pao, request=request, days=days, reason="chờ giấy tờ")
    elif name == "finish":
        actions.finish_request(actor=pao, request=request, answer="đã làm")
    elif name == "refuse":
        actions.refuse_request(actor=pao, request=request, ground="Luật")
    else:
        actions.withdraw_request(actor=cast.actor(cast.lan), request=request)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(list(DataRequest.Kind)),
    first=st.integers(0, 400),
    hour=st.integers(0, 23),
    steps=STEPS,
)
def test_clocks_and_states_agree(cast, kind, first, hour, steps):
    start = dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC) + dt.timedelta(days=first)
    DataRequest.objects.all().delete()
    with clock.at(start):
        lan = cast.actor(cast.lan)
        submitted = actions.submit_request(actor=lan, kind=kind, words="xem lại")
        asked_on = clock.today()
    assert asked_on < submitted.answer_due <= submitted.finish_due
    assert submitted.answer_due.weekday() < 5 or submitted.answer_due == submitted.finish_due
    now = start
    for name, wait, days in steps:
        now += dt.timedelta(days=wait)
        before, events = DataRequest.objects.get(), Event.objects.count()
        with clock.at(now):
            try:
                step(cast, name, before, days)
            except ApplicationError:
                assert Event.objects.count() == events
                assert row(DataRequest.objects.get()) == row(before)
                continue
            after = DataRequest.objects.get()
            assert Event.objects.count() == events + 1
            agrees(submitted, before, after, clock.today())


def row(request: DataRequest) -> dict:
    return {name: value for name, value in vars(request).items() if not name.startswith("_")}


def agrees(submitted, before, after, today):
    assert after.state == before.state or REQUEST.may(before, after.state)
    assert after.received_at == submitted.received_at and after.answer_due == submitted.answer_due
    extra = (after.finish_due - submitted.finish_due).days
    assert (after.extended_on is None) == (extra == 0)
    assert 0 <= extra <= 15
    if after.finish_due != before.finish_due:
        assert before.extended_on is None and before.finish_due >= today
    is_open = after.state in OPEN_STATES
    assert is_open == (after.closed_at is None) == (after.deadline is not None)
    if after.state in {"taken", "done", "refused"}:
        assert after.answered_at is not None
    if after.state in {"done", "refused"}:
        assert after.answer and after.answered_at <= after.closed_at
