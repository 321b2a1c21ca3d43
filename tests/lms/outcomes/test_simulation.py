"""The simulator shows before a reorganisation what the records show after it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import NotAllowed
from lms.outcomes.reporting.queries.reorganising import simulate_reorganisation
from lms.people.organisation.drafts import Reorganisation, UnitDraft
from lms.people.organisation.models import (
    Role,
    RoleAssignment,
    Succession,
    Unit,
    UnitLevel,
    UnitState,
)
from lms.people.personnel.actions.reorganising import reorganise_units
from lms.people.personnel.models import Group, Official, Post
from tests.factories import outcomes, people, teaching

Kind = Succession.Kind
pytestmark = pytest.mark.django_db


def soon() -> dt.date:
    return clock.today() + dt.timedelta(days=60)


@pytest.fixture
def pu_nhi(cast):
    """A second commune with a chairman (key), a clerk who also serves in Na Son, and a
    department below.
    """
    unit = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    people.official("Giàng A Chủ", unit, is_key=True, title="Chủ tịch UBND xã", group=Group.ELECTED)
    clerk = people.official("Vàng Thị Dơ", unit, title="Văn phòng - Thống kê")
    Post.objects.create(
        official=clerk,
        unit=cast.commune,
        title="Kiêm nhiệm",
        group=Group.CIVIL_SERVANT,
        is_main=False,
        valid_from=people.LONG_AGO,
    )
    people.unit("PUNHI-VH", "Phòng Văn hóa xã Pu Nhi", UnitLevel.DEPARTMENT, unit)
    people.role(people.user("Sùng A Lềnh"), unit, Role.UNIT_MANAGER)
    return unit


def merge(cast, *units) -> Reorganisation:
    draft = UnitDraft("DBD", "Xã Điện Biên Đông", UnitLevel.COMMUNE)
    return Reorganisation(Kind.MERGE, soon(), "QĐ 12/QĐ-UBND", tuple(units), (draft,))


def test_a_merger_does_what_the_simulation_shows(cast, pu_nhi):
    actor, plan = cast.actor(cast.tu), merge(cast, cast.commune, pu_nhi)
    effects = simulate_reorganisation(actor, plan)
    assert effects.people == 3, "cô Lan, the chairman, the clerk"
    assert effects.twice == 1, "the clerk has posts in both"
    assert {(f.predecessor.code, f.people) for f in effects.flows} == {("NASON", 2), ("PUNHI", 2)}
    assert [post.official.full_name for post in effects.key] == ["Giàng A Chủ"]
    assert {row.user.full_name for row in effects.roles} == {"Hờ A Páo", "Sùng A Lềnh"}
    assert [state.unit.code for state in effects.children] == ["PUNHI-VH"]
    [successor] = reorganise_units(actor=actor, plan=plan)
    after = Post.objects.filter(unit=successor, valid_from=plan.on)
    assert after.values("official").distinct().count() == effects.people
    assert after.filter(is_key=True).count() == len(effects.key)
    ended = RoleAssignment.objects.filter(valid_to=plan.last_day)
    assert set(ended.values_list("pk", flat=True)) == {row.pk for row in effects.roles}
    moved = UnitState.objects.filter(trail__contains=f"/{successor.pk}/", valid_from=plan.on)
    assert {state.unit.code for state in moved.exclude(unit=successor)} == {"PUNHI-VH"}


def test_groups_add_up_to_the_people_of_each_row(cast, pu_nhi):
    effects = simulate_reorganisation(cast.actor(cast.tu), merge(cast, cast.commune, pu_nhi))
    for flow in effects.flows:
        assert sum(count for _words, count in flow.groups) == flow.people


def test_posts_that_end_before_the_day_do_not_count(cast, pu_nhi):
    Post.objects.filter(official__full_name="Giàng A Chủ").update(
        valid_to=soon() - dt.timedelta(days=1)
    )
    effects = simulate_reorganisation(cast.actor(cast.tu), merge(cast, cast.commune, pu_nhi))
    assert (effects.people, effects.key) == (2, [])


def test_a_split_shows_who_goes_where_and_who_stays(cast, pu_nhi):
    chairman = Official.objects.get(full_name="Giàng A Chủ")
    new = UnitDraft("PUNHI-2", "Xã Pu Nhi Hai", UnitLevel.COMMUNE)
    plan = Reorganisation(Kind.SPLIT, soon(), "QĐ 7", (pu_nhi,), (pu_nhi, new), {chairman.pk: 1})
    for official in (chairman, Official.objects.get(full_name="Vàng Thị Dơ")):
        teaching.planned_class(cast, state="running").enrolments.create(
            official=official, unit=pu_nhi, unit_name=pu_nhi.name, enrolled_at=clock.now()
        )
    effects = simulate_reorganisation(cast.actor(cast.tu), plan)
    assert (effects.learners, effects.seats, effects.conduct.total) == (
        1,
        1,
        1,
    ), "who stays is not concerned"
    assert [(f.successor, f.stays, f.people) for f in effects.flows] == [
        ("Xã Pu Nhi", True, 1),
        ("Xã Pu Nhi Hai", False, 1),
    ]
    assert (effects.people, effects.moving) == (1, 1)
    assert not effects.roles and not effects.children, "the old unit lives on"
    reorganise_units(actor=cast.actor(cast.tu), plan=plan)
    assert Post.objects.get(unit__code="PUNHI-2").official == chairman


def test_posts_elsewhere_stay_and_are_named(cast, pu_nhi):
    plan = Reorganisation(
        Kind.CONVERT,
        soon(),
        "QĐ 7",
        (pu_nhi,),
        (UnitDraft("PN", "Phường Pu Nhi", UnitLevel.COMMUNE),),
    )
    effects = simulate_reorganisation(cast.actor(cast.tu), plan)
    assert [(p.official.full_name, p.unit.code) for p in effects.concurrent] == [
        ("Vàng Thị Dơ", "NASON")
    ]


def test_learners_go_on_in_their_classes(cast, pu_nhi):
    group = teaching.running_class(cast)
    teaching.enrolment_of(teaching.planned_class(cast, state="closed"), cast.lan_official)
    teaching.enrolment_of(
        teaching.planned_class(cast, state="running"), cast.lan_official, state="withdrawn"
    )
    effects = simulate_reorganisation(cast.actor(cast.tu), merge(cast, cast.commune, pu_nhi))
    assert effects.studying == ((group, 1),)
    assert (effects.seats, effects.learners) == (1, 1)
    assert (effects.conduct.total, effects.conduct.missing) == (3, 3)


def test_a_school_hands_over_classes_and_register(cast):
    certificate = outcomes.issued_certificate(cast)
    teaching.planned_class(cast)
    running = teaching.running_class(cast)
    ahead = teaching.meeting(running, 3)
    new = UnitDraft("TCT-DB-2", "Trường Chính trị tỉnh mới", UnitLevel.SCHOOL)
    plan = Reorganisation(Kind.CONVERT, soon(), "QĐ 7", (cast.school,), (new,))
    handover = simulate_reorganisation(cast.actor(cast.tu), plan).schooling
    assert (handover.planned, handover.running, handover.seats) == (1, 1, 1)
    assert list(handover.meetings) == [ahead]
    assert [(r.year, r.last_number) for r in handover.registers] == [(clock.today().year, 1)]
    assert (handover.issued, handover.proposed) == (1, 0)
    assert certificate.register in handover.registers


def test_communes_hand_over_no_school(cast, pu_nhi):
    assert (
        simulate_reorganisation(cast.actor(cast.tu), merge(cast, cast.commune, pu_nhi)).schooling
        is None
    )


@pytest.mark.parametrize("user", ["pao", "hoa", "son", "lan", "stranger"])
def test_only_the_authority_above_may_ask(cast, pu_nhi, user):
    with pytest.raises(NotAllowed):
        simulate_reorganisation(cast.actor(getattr(cast, user)), merge(cast, cast.commune))


def test_units_of_two_areas_are_not_simulated_together(cast):
    far = people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province)
    with pytest.raises(NotAllowed):
        simulate_reorganisation(cast.actor(cast.tu), merge(cast, cast.commune, far))


def test_it_writes_nothing_and_costs_the_same_for_two_and_for_sixty(cast, pu_nhi):
    teaching.running_class(cast)

    def grow(count):
        for number in range(count):
            official = people.official(f"Lò Văn {number}", cast.commune, is_key=True)
            teaching.enrolment_of(teaching.planned_class(cast, state="running"), official)
            people.unit(level=UnitLevel.DEPARTMENT, parent=pu_nhi)
            people.role(people.user(f"Người {number}"), cast.commune, Role.UNIT_MANAGER)

    plan = merge(cast, cast.commune, pu_nhi)
    grow(2)
    before = (Unit.objects.count(), Post.objects.count(), Event.objects.count())
    with CaptureQueriesContext(connection) as few:
        simulate_reorganisation(cast.actor(cast.tu), plan)
    assert before == (Unit.objects.count(), Post.objects.count(), Event.objects.count())
    grow(58)
    with CaptureQueriesContext(connection) as many:
        assert simulate_reorganisation(cast.actor(cast.tu), plan).people == 63
    assert len(few) == len(many)
