"""Requests about one's own data: their deadlines, who deals with them, who is notified, and what
must not happen.
"""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, NotFound, RuleBroken
from lms.core.notices.models import Notice
from lms.people.organisation.models import Role
from lms.people.privacy import actions, queries
from lms.people.privacy.models import DataRequest
from lms.people.privacy.states import REQUEST, RequestState
from lms.people.rulebook.models import Rule
from lms.project import sweep
from tests.factories import people

Kind = DataRequest.Kind


def ask(
    cast, user=None, kind=Kind.CORRECT, about="", words="Ngày sinh phải là 17/5/1991."
) -> DataRequest:
    return actions.submit_request(
        actor=cast.actor(user or cast.lan), kind=kind, about=about, words=words
    )


def notified(user) -> list[str]:
    sweep.drain()
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("url", flat=True))


@pytest.mark.parametrize(
    "received, answer",
    [
        ((2026, 11, 23), dt.date(2026, 11, 25)),  # Monday: Wednesday
        ((2026, 11, 26), dt.date(2026, 11, 30)),  # Thursday: over the weekend
        ((2026, 11, 28), dt.date(2026, 12, 1)),  # Saturday
        ((2026, 8, 28), dt.date(2026, 9, 4)),  # Friday before 31/8, 1/9 and 2/9
        ((2026, 12, 31), dt.date(2027, 1, 5)),  # New Year's Day, then a weekend
    ],
)
def test_the_first_answer_is_due_in_working_days_without_weekends_and_holidays(
    cast, at, received, answer
):
    with at(*received, 9, 0):
        assert ask(cast).answer_due == answer


@pytest.mark.parametrize(
    "kind, days",
    [("access", 10), ("correct", 10), ("restrict", 15), ("object", 15), ("delete", 20)],
)
def test_each_kind_has_its_own_last_day_and_a_later_rule_moves_none(cast, at, kind, days):
    with at(2026, 11, 23, 23, 30):
        request = ask(cast, kind=Kind(kind))
    assert request.finish_due == dt.date(2026, 11, 23) + dt.timedelta(days=days)
    Rule.objects.filter(key="privacy.finish_days").update(value={kind: 1})
    request.refresh_from_db()
    assert request.finish_due == dt.date(2026, 11, 23) + dt.timedelta(days=days)
    assert request.clocks["privacy.finish_days"]["value"][kind] == days
    assert "91/2025/QH15" in request.clocks["privacy.finish_days"]["source"]


def test_a_request_goes_its_way_and_the_person_hears_of_each_step(cast, at):
    with at(2026, 11, 23, 9, 0):
        request = ask(cast, about="Ngày sinh")
        assert notified(cast.pao) == [f"/don-vi/yeu-cau/{request.uid}/"]
        assert notified(cast.tu) == [] and notified(cast.lan) == []
    pao, page = cast.actor(cast.pao), f"/ho-so/quyen/{request.uid}/"
    with at(2026, 11, 24, 9, 0):
        request = actions.take_request(actor=pao, request=request)
        assert (request.state, request.handled_by_id) == ("taken", cast.pao.pk)
        assert request.deadline == request.finish_due == dt.date(2026, 12, 3)
    with at(2026, 12, 1, 9, 0):
        actions.extend_request(actor=pao, request=request, days=15, reason="Chờ trường cấp bản sao")
        assert notified(cast.lan) == [page, page]
    with at(2026, 12, 10, 9, 0):
        done = actions.finish_request(
            actor=pao, request=request, answer="Đã sửa ngày sinh theo giấy khai sinh."
        )
        assert notified(cast.lan) == [page] * 3
    assert (done.state, done.finish_due) == ("done", dt.date(2026, 12, 18))
    kinds = (
        Event.objects.filter(kind__startswith="privacy.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == ["privacy.asked", "privacy.taken", "privacy.extended", "privacy.finished"]


def test_what_was_written_goes_neither_into_the_audit_log_nor_by_mail(cast):
    request = ask(cast, words="Tôi là người Khơ Mú, sổ ghi nhầm")
    actions.refuse_request(
        actor=cast.actor(cast.pao), request=request, ground="Giấy khai sinh ghi Thái"
    )
    sweep.drain()
    mails = " ".join(f"{notice.title} {notice.body}" for notice in Notice.objects.all())
    audit_log = " ".join(str(event.data) for event in Event.objects.all())
    for secret in ("Khơ Mú", "Giấy khai sinh"):
        assert secret not in mails + audit_log


def test_the_same_thing_is_asked_once_at_a_time(cast):
    first = ask(cast, about="Ngày sinh")
    with pytest.raises(RuleBroken):
        ask(cast, about=" Ngày  sinh ")
    assert queries.open_like(cast.lan_official, Kind.CORRECT, "Ngày sinh") == first
    ask(cast, about="Chức vụ")
    ask(cast, about="Ngày sinh", kind=Kind.RESTRICT)
    actions.withdraw_request(actor=cast.actor(cast.lan), request=first)
    ask(cast, about="Ngày sinh")
    assert DataRequest.objects.count() == 4


def test_who_is_no_official_asks_nothing_and_an_empty_request_is_none(cast):
    with pytest.raises(NotFound):
        ask(cast, user=cast.stranger)
    with pytest.raises(BadInput):
        ask(cast, words=" \n ")
    assert not DataRequest.objects.exists()
    assert not Event.objects.filter(kind="privacy.asked").exists()


def test_nobody_deals_with_their_own_request(cast):
    people.official("Hờ A Páo", cast.commune, cast.pao)
    request = ask(cast, user=cast.pao)
    assert notified(cast.pao) == []
    assert notified(cast.tu) == [f"/don-vi/yeu-cau/{request.uid}/"]
    pao = cast.actor(cast.pao)
    assert not queries.open_requests(pao).exists()
    with pytest.raises(NotFound):
        queries.handled_request(pao, request.uid)
    with pytest.raises(NotAllowed):
        actions.take_request(actor=pao, request=request)
    assert (
        actions.take_request(actor=cast.actor(cast.tu), request=request).state == RequestState.TAKEN
    )


def test_a_colleague_who_also_manages_the_unit_is_notified_before_the_authority(cast):
    people.official("Hờ A Páo", cast.commune, cast.pao)
    colleague = people.user("Vàng A Sì")
    people.role(colleague, cast.commune, Role.UNIT_MANAGER)
    ask(cast, user=cast.pao)
    assert len(notified(colleague)) == 1
    assert notified(cast.tu) == []


def test_who_works_nowhere_any_more_is_answered_by_the_authority_of_their_last_unit(cast):
    cast.lan_official.posts.update(valid_to=clock.today() - dt.timedelta(days=1))
    request = ask(cast)
    assert not queries.open_requests(cast.actor(cast.pao)).exists()
    assert list(queries.open_requests(cast.actor(cast.tu))) == [request]
    with pytest.raises(NotAllowed):
        actions.take_request(actor=cast.actor(cast.pao), request=request)


@pytest.mark.parametrize("who", ["stranger", "hoa", "son", "minh", "other_hoa", "sibling"])
def test_others_neither_see_nor_touch_it(cast, who):
    sibling = people.user("Sùng A Chu")
    people.role(sibling, people.unit("PUNHI", "Xã Pú Nhi", parent=cast.province), Role.UNIT_MANAGER)
    actor = cast.actor(sibling if who == "sibling" else getattr(cast, who))
    request = ask(cast)
    before, events = DataRequest.objects.values().get(), Event.objects.count()
    with pytest.raises(NotFound):
        queries.handled_request(actor, request.uid)
    with pytest.raises(NotFound):
        queries.my_request(actor, request.uid)
    for act in (
        lambda: actions.take_request(actor=actor, request=request),
        lambda: actions.extend_request(actor=actor, request=request, days=3, reason="x"),
        lambda: actions.finish_request(actor=actor, request=request, answer="x"),
        lambda: actions.refuse_request(actor=actor, request=request, ground="x"),
        lambda: actions.withdraw_request(actor=actor, request=request),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert DataRequest.objects.values().get() == before
    assert Event.objects.count() == events


def test_time_is_extended_once_within_the_rule_with_a_reason_and_before_it_is_over(cast, at):
    pao = cast.actor(cast.pao)
    with at(2026, 11, 23, 9, 0):
        request = ask(cast)
        with pytest.raises(RuleBroken):
            actions.extend_request(actor=pao, request=request, days=5, reason="chờ")
        request = actions.take_request(actor=pao, request=request)
        for days, reason in ((0, "chờ"), (16, "chờ"), (5, " ")):
            with pytest.raises(BadInput):
                actions.extend_request(actor=pao, request=request, days=days, reason=reason)
        request.refresh_from_db()
        assert (request.finish_due, request.extended_on) == (dt.date(2026, 12, 3), None)
    with at(2026, 12, 4, 9, 0), pytest.raises(RuleBroken):
        actions.extend_request(actor=pao, request=request, days=5, reason="chờ")
    with at(2026, 12, 3, 9, 0):
        assert request.extension_days == 15
        request = actions.extend_request(actor=pao, request=request, days=5, reason="chờ")
        assert request.extension_days == 0
        with pytest.raises(RuleBroken):
            actions.extend_request(actor=pao, request=request, days=5, reason="chờ nữa")
    assert DataRequest.objects.get().finish_due == dt.date(2026, 12, 8)


@pytest.mark.parametrize("end", ["finish", "refuse", "withdraw"])
def test_what_is_over_stays_as_it_is(cast, end):
    pao, lan = cast.actor(cast.pao), cast.actor(cast.lan)
    request = ask(cast)
    ends = {
        "finish": lambda: actions.finish_request(actor=pao, request=request, answer="xong"),
        "refuse": lambda: actions.refuse_request(actor=pao, request=request, ground="Luật"),
        "withdraw": lambda: actions.withdraw_request(actor=lan, request=request),
    }
    ends[end]()
    before = DataRequest.objects.values().get()
    for act in (*ends.values(), lambda: actions.take_request(actor=pao, request=request)):
        with pytest.raises(IllegalMove):
            act()
    assert DataRequest.objects.values().get() == before
    assert DataRequest.objects.get().deadline is None


def test_an_answer_and_a_refusal_need_words(cast):
    request = ask(cast)
    with pytest.raises(BadInput):
        actions.finish_request(actor=cast.actor(cast.pao), request=request, answer=" ")
    with pytest.raises(BadInput):
        actions.refuse_request(actor=cast.actor(cast.pao), request=request, ground="")
    assert DataRequest.objects.get().state == RequestState.OPEN


def test_the_list_goes_by_the_clock_that_runs_and_counts_what_is_late(cast, at):
    pao = cast.actor(cast.pao)
    with at(2026, 11, 2, 9, 0):
        old = actions.take_request(actor=pao, request=ask(cast, about="a"))  # by 12/11
    with at(2026, 11, 10, 9, 0):
        taken = actions.take_request(
            actor=pao, request=ask(cast, about="b", kind=Kind.DELETE)
        )  # by 30/11
    with at(2026, 11, 20, 9, 0):
        new = ask(cast, about="c")  # answer by 24/11
    with at(2026, 11, 23, 9, 0):
        assert list(queries.open_requests(pao)) == [old, new, taken]
        open_count = queries.count_waiting(pao)
        assert (open_count.count, open_count.overdue, open_count.nearest) == (
            3,
            1,
            dt.date(2026, 11, 12),
        )
        assert old.is_overdue and not new.is_overdue and not taken.is_overdue
    nothing = queries.count_waiting(cast.actor(cast.stranger))
    assert (nothing.count, nothing.overdue, nothing.nearest) == (0, 0, None)


def test_a_rulebook_without_the_deadlines_refuses_and_says_so(cast):
    Rule.objects.filter(key="privacy.extension_days").delete()
    with pytest.raises(RuleBroken, match="Gia hạn một lần"):
        ask(cast)
    assert not DataRequest.objects.exists()


def test_every_state_is_reached():
    assert REQUEST.unreachable() == set()
