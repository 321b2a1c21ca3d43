"""Seats: who gets one, who does not and why."""

import datetime as dt
import threading

import pytest
from django.db import connection

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.notices.models import Notice
from lms.people.personnel.models import Post
from lms.project.sweep import drain
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment import actions, policies, queries
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import ENROLMENT
from tests.factories import people, teaching


@pytest.fixture
def open_class(cast):
    group = teaching.planned_class(cast, state="enrolling", capacity=2)
    teaching.meeting(group, 3)
    teaching.staff(group, cast.minh)
    return group


def enrol(cast, group, *officials, **fields):
    fields = {"decision": "QĐ 12/QĐ-TCT"} | fields
    ids = [official.pk for official in officials]
    return actions.enrol_officials(
        actor=cast.actor(cast.hoa), group=group, official_ids=ids, **fields
    )


def test_every_state_can_be_reached():
    assert not ENROLMENT.unreachable()


def test_the_enrolment_keeps_unit_and_post_of_that_day(cast, open_class):
    outcome = enrol(cast, open_class, cast.lan_official)
    Post.objects.update(title="Chủ tịch xã", unit=cast.province)
    enrolment = Enrolment.objects.get()
    assert outcome.enrolled == [enrolment]
    assert (enrolment.unit, enrolment.unit_name, enrolment.post_title) == (
        cast.commune,
        "Xã Na Son",
        "Công chức Tư pháp – Hộ tịch",
    )


def test_the_learner_is_told_once(cast, open_class):
    enrol(cast, open_class, cast.lan_official)
    drain()
    event = Event.objects.get(kind="enrolment.enrolled")
    from lms.teaching.enrolment.tasks import tell_enrolled

    tell_enrolled(event)
    notice = Notice.objects.get(user=cast.lan)
    assert notice.url == f"/lop/{open_class.code}/"


def test_good_ones_go_in_and_the_others_come_back_with_a_reason(cast, open_class):
    minh = people.official("Hoàng Văn Minh", cast.commune, cast.minh)
    former_official = people.official("Vàng A Dế", cast.commune)
    former_official.posts.update(valid_to=clock.today() - dt.timedelta(days=1))
    more = [people.official(f"Lò Văn {name}", cast.commune) for name in ("An", "Bình")]
    outcome = enrol(cast, open_class, cast.lan_official, minh, former_official, *more)
    assert [str(enrolment.official) for enrolment in outcome.enrolled] == [
        "Lò Văn An",
        "Lò Văn Bình",
    ]
    refused = {str(official): reason for official, reason in outcome.refused}
    assert set(refused) == {"Hoàng Văn Minh", "Vàng A Dế", "Lò Thị Lan"}
    assert "2/2" in refused["Lò Thị Lan"]
    assert Enrolment.objects.count() == 2
    again = enrol(cast, open_class, more[0])
    assert not again.enrolled
    assert "đã có tên" in again.refused[0][1]


def test_overlapping_meetings_are_refused_with_class_and_time(cast, open_class):
    other = teaching.planned_class(cast, state="running", title="Kỹ năng soạn thảo")
    meeting = teaching.meeting(other, 3, 10)
    teaching.enrolment_of(other, cast.lan_official)
    outcome = enrol(cast, open_class, cast.lan_official)
    assert not outcome.enrolled
    reason = outcome.refused[0][1]
    assert "Kỹ năng soạn thảo" in reason
    assert f"10:00–13:20 {clock.local(meeting.starts_at):%d/%m/%Y}" in reason
    assert Enrolment.objects.filter(group=open_class).count() == 0
    outcome = enrol(
        cast, open_class, cast.lan_official, override_reason="Lớp kia đã cho nghỉ buổi này"
    )
    assert outcome.enrolled[0].override_reason == "Lớp kia đã cho nghỉ buổi này"
    assert Event.objects.get(kind="enrolment.enrolled").data["override"]


@pytest.mark.parametrize(("state", "hour"), [("running", 14), ("closed", 8), ("cancelled", 8)])
def test_overlapping_dates_only_warn_and_closed_classes_do_not_matter(
    cast, open_class, state, hour
):
    other = teaching.planned_class(cast, state=state)
    teaching.meeting(other, 3, hour)
    teaching.enrolment_of(other, cast.lan_official)
    outcome = enrol(cast, open_class, cast.lan_official)
    assert len(outcome.enrolled) == 1
    assert bool(outcome.warned) == (state == "running")
    assert outcome.enrolled[0].override_reason == ""


@pytest.mark.parametrize("state", ["planned", "assessing", "closed", "cancelled"])
def test_in_a_wrong_state_nobody_is_enrolled(cast, open_class, state):
    ClassGroup.objects.update(state=state)
    with pytest.raises(RuleBroken):
        enrol(cast, open_class, cast.lan_official)
    assert not Enrolment.objects.exists()
    assert not Event.objects.filter(kind="enrolment.enrolled").exists()


@pytest.mark.parametrize("who", ["lan", "minh", "son", "other_hoa", "tu", "stranger"])
def test_only_the_office_of_the_school_enrols_and_withdraws(cast, open_class, who):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        actions.enrol_officials(
            actor=actor, group=open_class, official_ids=[cast.lan_official.pk], decision="QĐ 1"
        )
    assert not Enrolment.objects.exists()
    enrolment = enrol(cast, open_class, cast.lan_official).enrolled[0]
    with pytest.raises(NotAllowed):
        actions.withdraw_learner(actor=actor, enrolment=enrolment, reason="vì")
    enrolment.refresh_from_db()
    assert enrolment.state == "enrolled"


def test_a_batch_needs_a_decision_and_people(cast, open_class):
    with pytest.raises(BadInput):
        enrol(cast, open_class, cast.lan_official, decision=" ")
    with pytest.raises(BadInput):
        enrol(cast, open_class)
    assert not Enrolment.objects.exists()


def test_who_withdrew_can_come_back_on_the_same_row(cast, open_class):
    hoa = cast.actor(cast.hoa)
    enrolment = enrol(cast, open_class, cast.lan_official).enrolled[0]
    with pytest.raises(BadInput):
        actions.withdraw_learner(actor=hoa, enrolment=enrolment, reason="")
    actions.withdraw_learner(actor=hoa, enrolment=enrolment, reason="Chuyển công tác")
    assert not policies.is_learner(cast.actor(cast.lan), open_class)
    assert not queries.roster(open_class).exists()
    enrol(cast, open_class, cast.lan_official, decision="QĐ 15/QĐ-TCT")
    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.decision, enrolment.withdrawal_reason) == (
        "enrolled",
        "QĐ 15/QĐ-TCT",
        "",
    )


def test_the_list_is_in_vietnamese_order_by_given_name(cast, open_class):
    ClassGroup.objects.update(capacity=9)
    names = ["Vàng Thị Ẩn", "Lò Văn Đức", "Lò Văn Dũng", "Cà Thị An"]
    enrol(cast, open_class, *[people.official(name, cast.commune) for name in names])
    assert [str(s.official) for s in queries.roster(open_class)] == [
        "Cà Thị An",
        "Vàng Thị Ẩn",
        "Lò Văn Dũng",
        "Lò Văn Đức",
    ]


def test_candidates_are_people_of_the_area_who_are_not_enrolled(cast, open_class):
    people.official("Người Lạng Sơn", cast.other_province)
    people.official("Mùa A Dơ", cast.commune)
    assert [o.full_name for o in queries.enrolment_candidates(open_class)] == [
        "Mùa A Dơ",
        "Lò Thị Lan",
    ]
    assert [o.full_name for o in queries.enrolment_candidates(open_class, "mua a do")] == [
        "Mùa A Dơ"
    ]
    assert queries.enrolment_candidates(open_class, "na son").count() == 2
    enrol(cast, open_class, cast.lan_official)
    assert [o.full_name for o in queries.enrolment_candidates(open_class)] == ["Mùa A Dơ"]


def test_both_faces_of_learning_agree(cast, open_class):
    enrol(cast, open_class, cast.lan_official)
    teaching.planned_class(cast)
    for user in (cast.lan, cast.minh, cast.hoa, cast.stranger):
        actor = cast.actor(user)
        learned = set(ClassGroup.objects.filter(policies.learned_by(actor)))
        assert learned == {g for g in ClassGroup.objects.all() if policies.is_learner(actor, g)}


def test_clashes_cost_the_same_for_one_and_for_many(cast, open_class, django_assert_num_queries):
    other = teaching.planned_class(cast, state="running")
    teaching.meeting(other, 3)
    ids = [enrolment.official_id for enrolment in teaching.learners(other, 5)]
    for few in (ids[:1], ids):
        with django_assert_num_queries(3):
            assert len(queries.clashes_with_class(open_class, few)) == len(few)


@pytest.mark.postgres
def test_the_last_seat_is_given_once(committed):
    cast, open_class = committed, teaching.planned_class(committed, state="enrolling", capacity=1)
    officials = [
        people.official(f"Lò Văn {n}", cast.commune) for n in ("An", "Bình", "Cường", "Dũng")
    ]
    start = threading.Barrier(4)

    def work(official):
        try:
            start.wait()
            enrol(cast, open_class, official)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(official,)) for official in officials]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Enrolment.objects.count() == 1
