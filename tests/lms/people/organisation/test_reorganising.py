"""Units go over into others: their people, what stands below them, their roles, and what was
before.
"""

import datetime as dt

import pytest

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.actions import (
    UnitDraft,
    follow_states,
    grant_role,
    move_unit,
    rename_unit,
)
from lms.people.organisation.models import (
    Role,
    RoleAssignment,
    Succession,
    Unit,
    UnitLevel,
    UnitState,
)
from lms.people.organisation.policies import may_on
from lms.people.organisation.queries import (
    state_on,
    successors_of,
    unit_by_code,
)
from lms.people.personnel.actions import PostDraft, appoint_official, reorganise_units
from lms.people.personnel.actions.reorganising import Reorganisation, check_reorganisation
from lms.people.personnel.models import Group, Post
from lms.people.personnel.queries import staff_of
from lms.people.standards.queries import unit_profile
from tests.factories import people
from tests.lms.people.organisation.reading import predecessors_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
ON = dt.date(2025, 7, 1)
LAST = ON - DAY
NOW = dt.date(2026, 11, 22)
Kind = Succession.Kind


def rows():
    return (
        list(Unit.objects.order_by("pk").values()),
        list(UnitState.objects.order_by("pk").values()),
        list(Post.objects.order_by("pk").values()),
        list(RoleAssignment.objects.order_by("pk").values()),
        Succession.objects.count(),
        Event.objects.count(),
    )


@pytest.fixture
def tu(cast):
    return cast.actor(cast.tu)


@pytest.fixture
def ab(cast):
    """Two communes with two people each; the first has an office below it."""
    a, b = (people.unit(code, f"Xã {code}", UnitLevel.COMMUNE, cast.province) for code in "AB")
    office = people.unit("A-VP", "Văn phòng xã A", UnitLevel.DEPARTMENT, a)
    for place, name in (
        (a, "Lò Văn Một"),
        (office, "Lò Văn Hai"),
        (b, "Cà Thị Ba"),
        (b, "Cà Thị Tư"),
    ):
        people.official(name, place)
    return a, b, office


def plan(kind, old, new, on=ON, decision="NQ 1661/NQ-UBTVQH15", **fields):
    return Reorganisation(kind, on, decision, tuple(old), tuple(new), **fields)


def draft(code="C", name="Xã Mới"):
    return UnitDraft(code, name, UnitLevel.COMMUNE)


def refused(actor, planned, why, error=BadInput):
    """By the rehearsal as by the act, and nothing is written."""
    before = rows()
    with pytest.raises(error, match=why) as first:
        check_reorganisation(actor, planned)
    with pytest.raises(error, match=why) as second:
        reorganise_units(actor=actor, plan=planned)
    assert str(first.value) == str(second.value)
    assert rows() == before
    return first.value


def names(unit, day):
    return sorted(official.full_name for official in staff_of(unit, day))


def test_two_communes_merge_into_a_new_one(cast, tu, ab):
    a, b, office = ab
    check_reorganisation(tu, plan(Kind.MERGE, (a, b), [draft()]))
    [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    everybody = ["Cà Thị Ba", "Cà Thị Tư", "Lò Văn Hai", "Lò Văn Một"]
    assert names(c, ON) == names(c, NOW) == everybody
    assert names(c, LAST) == [] and names(a, ON) == names(b, ON) == []
    assert names(a, LAST) == ["Lò Văn Hai", "Lò Văn Một"]
    assert state_on(a, LAST).name == "Xã A" and state_on(a, ON) is None
    assert (c.valid_from, c.get_parent(), c.level) == (ON, cast.province, UnitLevel.COMMUNE)
    # the office goes on below the new commune, with its people in their posts
    assert Unit.objects.get(pk=office.pk).get_parent() == c
    assert Post.objects.get(unit=office).valid_to is None
    assert successors_of(a) == successors_of(b) == [c] and successors_of(a, LAST) == [a]
    assert predecessors_of(c) == [a, b]
    assert Unit.find_problems() == ([], [], [], [], [])


def test_the_post_goes_on_as_it_was(cast, tu, ab):
    a, b, _office = ab
    old = Post.objects.get(unit=a)
    Post.objects.filter(pk=old.pk).update(
        is_key=True,
        kind=Post.Kind.ACTING,
        tier=Post.Tier.PROVINCE,
        position="Lãnh đạo",
        title="Chủ tịch UBND xã",
        valid_to=dt.date(2027, 1, 1),
    )
    [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    old.refresh_from_db()
    assert (old.unit, old.valid_to) == (a, LAST)
    assert old.end_reason == "Đơn vị sáp nhập theo NQ 1661/NQ-UBTVQH15."
    new = Post.objects.get(follows=old)
    assert (new.unit, new.valid_from, new.valid_to) == (c, ON, dt.date(2027, 1, 1))
    assert (new.is_key, new.kind, new.tier, new.position, new.title, new.group, new.is_main) == (
        True,
        Post.Kind.ACTING,
        Post.Tier.PROVINCE,
        "Lãnh đạo",
        "Chủ tịch UBND xã",
        old.group,
        True,
    )
    assert (new.decision, new.end_reason) == ("NQ 1661/NQ-UBTVQH15", "")


def test_posts_that_ended_stay_and_posts_to_come_begin_at_the_successor(cast, tu, ab):
    a, b, _office = ab
    [running] = Post.objects.filter(unit=a)
    ended, coming = (
        Post.objects.create(
            official=running.official,
            unit=a,
            title=title,
            group=Group.ELECTED,
            is_main=False,
            valid_from=first,
            valid_to=last,
        )
        for title, first, last in (
            ("Cũ", dt.date(2010, 1, 1), LAST),
            ("Sau", dt.date(2026, 1, 1), None),
        )
    )
    [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    ended.refresh_from_db()
    coming.refresh_from_db()
    assert (ended.unit, ended.end_reason) == (a, "")
    assert (coming.unit, coming.valid_from) == (c, dt.date(2026, 1, 1))
    assert not Post.objects.filter(follows__in=[ended, coming]).exists()


def test_a_commune_that_keeps_its_name_and_code_goes_on(cast, tu, ab):
    a, b, _office = ab
    before = list(Post.objects.filter(unit=a).values())
    role = people.role(cast.pao, a, Role.UNIT_MANAGER)
    [kept] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [a]))
    assert kept == a and kept.valid_to is None
    assert list(Post.objects.filter(unit=a, follows=None).values()) == before
    assert len(names(a, ON)) == 4 and len(names(a, LAST)) == 2
    role.refresh_from_db()
    assert role.valid_to is None
    assert successors_of(b) == [a] and successors_of(a) == [a]
    assert a.states.count() == 1


def test_a_split_sends_people_where_the_plan_says(cast, tu, ab):
    _a, b, _office = ab
    three, four = (post.official for post in Post.objects.filter(unit=b).order_by("pk"))
    first, second = reorganise_units(
        actor=tu,
        plan=plan(
            Kind.SPLIT, [b], [draft("B1", "Xã B1"), draft("B2", "Xã B2")], people={four.pk: 1}
        ),
    )
    assert names(first, ON) == [three.full_name] and names(second, ON) == [four.full_name]
    assert successors_of(b) == [first, second]


def test_a_part_is_split_off_and_the_rest_stays(cast, tu, ab):
    _a, b, _office = ab
    three, four = (post.official for post in Post.objects.filter(unit=b).order_by("pk"))
    kept, new = reorganise_units(
        actor=tu, plan=plan(Kind.SPLIT, [b], [b, draft("B2", "Xã B2")], people={four.pk: 1})
    )
    assert kept == b and kept.valid_to is None
    assert names(b, ON) == [three.full_name] and names(new, ON) == [four.full_name]
    assert names(b, LAST) == [three.full_name, four.full_name]
    assert successors_of(b) == [b] and predecessors_of(new) == [b]


def test_a_conversion_and_what_it_was_called_before(cast, tu, ab):
    _a, b, _office = ab
    [ward] = reorganise_units(
        actor=tu, plan=plan(Kind.CONVERT, [b], [draft("B-P", "Phường Bình Minh")])
    )
    assert len(names(ward, NOW)) == 2
    assert state_on(b, LAST).name == "Xã B" and state_on(b, ON) is None
    assert (successors_of(b), successors_of(b, LAST)) == ([ward], [b])


def test_through_many_steps_everybody_is_found(cast, tu, ab):
    a, b, _office = ab
    [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    d, e = reorganise_units(
        actor=tu, plan=plan(Kind.SPLIT, [c], [draft("D"), draft("E")], on=dt.date(2026, 1, 1))
    )
    [f] = reorganise_units(
        actor=tu, plan=plan(Kind.MERGE, [d, cast.commune], [cast.commune], on=dt.date(2026, 6, 1))
    )
    assert successors_of(a) == successors_of(b) == [e, f] or successors_of(a) == successors_of(
        b
    ) == [f, e]
    assert successors_of(a, dt.date(2026, 1, 1)) == [d, e]
    assert predecessors_of(f) == [d, c, a, b]
    assert len(names(cast.commune, NOW)) == 5


def test_a_dissolved_unit_without_people_needs_no_successor(cast, tu, ab):
    a, b, _office = ab
    refused(tu, plan(Kind.DISSOLVE, [b], []), "còn 2 người")
    refused(tu, plan(Kind.DISSOLVE, [a], []), "còn đơn vị trực thuộc")
    Post.objects.filter(unit=b).update(valid_to=LAST)
    assert reorganise_units(actor=tu, plan=plan(Kind.DISSOLVE, [b], [])) == []
    assert unit_by_code("B").valid_to == LAST and successors_of(b) == []
    [kept] = reorganise_units(actor=tu, plan=plan(Kind.DISSOLVE, [a], [cast.commune]))
    assert len(names(kept, ON)) == 3


def test_a_district_goes_and_its_communes_stand_below_the_province(cast, tu):
    district = people.unit("H1", "Huyện Một", UnitLevel.DISTRICT, cast.province)
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, district)
    official = people.official("Lò Văn Inh", commune)
    system = Actor.system("tests")
    reorganise_units(actor=system, plan=plan(Kind.DISSOLVE, [district], [cast.province]))
    assert unit_by_code("X1").get_parent() == cast.province
    assert list(staff_of(district, LAST)) == [official] and list(staff_of(district, ON)) == []


def test_a_successor_that_stood_below_takes_the_place_of_its_district(cast, tu):
    district = people.unit("H1", "Huyện Một", UnitLevel.DISTRICT, cast.province)
    town, commune = (people.unit(c, f"Xã {c}", UnitLevel.COMMUNE, district) for c in ("X1", "X2"))
    reorganise_units(actor=tu, plan=plan(Kind.DISSOLVE, [district], [town]))
    town, commune = unit_by_code("X1"), unit_by_code("X2")
    assert (town.get_parent(), commune.get_parent()) == (cast.province, town)
    assert unit_by_code("H1").get_parent() == town
    assert Unit.find_problems() == ([], [], [], [], [])


def test_roles_end_with_their_unit_and_the_successor_keeps_the_archives(cast, tu, ab):
    a, b, _office = ab
    head = people.role(cast.pao, a, Role.UNIT_MANAGER)
    ended = people.role(cast.minh, a, Role.UNIT_MANAGER, valid_to=dt.date(2020, 1, 1))
    [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    head.refresh_from_db()
    ended.refresh_from_db()
    assert (head.valid_to, head.end_reason) == (LAST, "Đơn vị sáp nhập theo NQ 1661/NQ-UBTVQH15.")
    assert (ended.valid_to, ended.end_reason) == (dt.date(2020, 1, 1), "")
    assert not may_on(cast.actor(cast.pao), Unit.objects.get(pk=a.pk), Role.UNIT_MANAGER)
    people.role(cast.minh, c, Role.UNIT_MANAGER)
    assert may_on(cast.actor(cast.minh), Unit.objects.get(pk=a.pk), Role.UNIT_MANAGER)


def test_a_merger_to_come_changes_nothing_until_its_day(cast, at, ab):
    a, b, _office = ab
    on = dt.date(2027, 1, 1)
    with at(2026, 11, 20, 8, 0):
        tu = cast.actor(cast.tu)
        before = unit_profile(a, dt.date(2026, 11, 20)).as_json()
        paths = dict(Unit.objects.values_list("code", "path"))
        [c] = reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()], on=on))
        assert unit_profile(a, dt.date(2026, 11, 20)).as_json() == before
        assert {k: v for k, v in Unit.objects.values_list("code", "path") if k != "C"} == paths
        assert names(c, dt.date(2026, 12, 31)) == [] and len(names(c, on)) == 4
        assert successors_of(a) == [a]
    with at(2027, 1, 1, 0, 30):
        follow_states(actor=Actor.system("Theo dõi tổ chức"))
        assert unit_by_code("A-VP").get_parent() == unit_by_code("A").get_parent() == c
        assert successors_of(a) == [c]
        assert Unit.find_problems() == ([], [], [], [], [])


def test_nobody_is_appointed_to_a_unit_that_is_gone(cast, tu, ab):
    a, b, _office = ab
    stale = Unit.objects.get(pk=a.pk)
    reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    before = Post.objects.count()
    with pytest.raises(BadInput, match=r"đến ngày 30/06/2025.*kế thừa: Xã Mới"):
        appoint_official(
            actor=tu,
            official=cast.lan_official,
            draft=PostDraft(
                stale, "Văn thư", Group.CIVIL_SERVANT, dt.date(2026, 1, 1), is_main=False
            ),
        )
    assert Post.objects.count() == before


def test_nobody_gets_a_role_on_a_unit_beyond_its_end(cast, tu, ab):
    a, b, _office = ab
    stale = Unit.objects.get(pk=a.pk)
    reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    role = {
        "actor": tu,
        "user_id": cast.pao.pk,
        "unit": stale,
        "role": Role.UNIT_MANAGER,
        "reason": "QĐ 5",
    }
    with pytest.raises(BadInput, match="kết thúc ngày 30/06/2025"):
        grant_role(**role)
    assert not RoleAssignment.objects.filter(unit=a).exists()
    assert grant_role(**role, period=(dt.date(2024, 1, 1), LAST)).valid_to == LAST


def test_one_event_names_all(cast, tu, ab):
    a, b, _office = ab
    before = Event.objects.count()
    people.role(cast.pao, b, Role.UNIT_MANAGER)
    reorganise_units(actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()]))
    event = Event.objects.get(kind="unit.reorganised")
    assert Event.objects.count() == before + 1
    assert event.data["predecessors"] == ["A", "B"] and event.data["successors"] == ["C"]
    assert event.data["decision"] == "NQ 1661/NQ-UBTVQH15" and event.data["on"] == "2025-07-01"
    assert event.data["roles_ended"] == [cast.pao.pk]
    assert len(event.data["carried"]) == 3


def test_what_has_no_meaning_is_refused_and_writes_nothing(cast, tu, ab):
    a, b, office = ab
    new = draft()
    three = Post.objects.filter(unit=b).first().official_id
    for why, planned in (
        ("số quyết định", plan(Kind.MERGE, (a, b), [new], decision=" ")),
        ("ít nhất hai đơn vị", plan(Kind.MERGE, [a], [new])),
        ("ít nhất hai đơn vị", plan(Kind.MERGE, (a, b), [new, draft("D")])),
        ("đúng một lần", plan(Kind.MERGE, (a, a), [new])),
        ("đúng một lần", plan(Kind.MERGE, (), [new])),
        ("đúng một lần", plan(Kind.SPLIT, [a], [b, b])),
        ("ít nhất hai đơn vị kế thừa", plan(Kind.SPLIT, [a], [new])),
        ("kế thừa khác", plan(Kind.CONVERT, [a], [a])),
        ("kế thừa khác", plan(Kind.DISSOLVE, [a], [a])),
        ("A đã thuộc về Xã A", plan(Kind.MERGE, (a, b), [draft("A")])),
        ("bị ghi hai lần: C", plan(Kind.SPLIT, [b], [new, new])),
        ("Chỉ khi chia tách", plan(Kind.MERGE, (a, b), [new], people={three: 0})),
        (
            "một trong các đơn vị kế thừa",
            plan(Kind.SPLIT, [b], [new, draft("D")], people={three: 2}),
        ),
        ("1 người", plan(Kind.SPLIT, [b], [new, draft("D")], people={cast.lan_official.pk: 1})),
        ("mới thành lập", plan(Kind.MERGE, (a, b), [new], on=dt.date(1945, 9, 2))),
        (
            "trực thuộc chính nó",
            plan(Kind.DISSOLVE, [a], [people.unit("A-2", "Tổ", UnitLevel.DEPARTMENT, office)]),
        ),
    ):
        refused(tu, planned, why)


def test_what_is_written_down_for_later_stands_in_the_way(cast, tu, ab):
    a, b, _office = ab
    rename_unit(actor=tu, unit=a, name="Xã A Mới", on=dt.date(2026, 1, 1), decision="NQ 7")
    refused(tu, plan(Kind.MERGE, (a, b), [draft()]), "01/01/2026 .*NQ 7")
    late = people.unit(
        "L", "Xã Muộn", UnitLevel.COMMUNE, cast.province, valid_from=dt.date(2026, 1, 1)
    )
    refused(tu, plan(Kind.CONVERT, [b], [late]), "mới thành lập")
    [c] = reorganise_units(
        actor=tu, plan=plan(Kind.MERGE, (a, b), [draft()], on=dt.date(2026, 2, 1))
    )
    refused(
        tu,
        plan(Kind.MERGE, (a, cast.commune), [cast.commune], on=NOW),
        "đã nhập về Xã Mới từ ngày 01/02/2026, theo NQ 1661",
    )
    refused(tu, plan(Kind.MERGE, (cast.commune, c), [a], on=NOW), "không thể là đơn vị kế thừa")


def test_a_move_of_what_stands_above_does_not_stand_in_the_way(cast, tu, ab):
    h1, h2 = (people.unit(c, f"Huyện {c}", UnitLevel.DISTRICT, cast.province) for c in ("H1", "H2"))
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, h1)
    move_unit(actor=tu, unit=h1, parent=h2, on=dt.date(2026, 1, 1), decision="QĐ 1")
    assert commune.states.count() == 2
    [new] = reorganise_units(actor=tu, plan=plan(Kind.CONVERT, [commune], [draft("X2")]))
    assert commune.states.count() == 1 and unit_by_code("X1").valid_to == LAST
    assert [state.valid_from for state in new.states.order_by("pk")] == [ON, dt.date(2026, 1, 1)]
    assert new.get_parent() == h1


def test_who_went_without_a_successor_may_be_given_one_later(cast, tu, ab):
    _a, b, _office = ab
    Post.objects.filter(unit=b).update(valid_to=LAST)
    reorganise_units(actor=tu, plan=plan(Kind.DISSOLVE, [b], []))
    refused(
        tu, plan(Kind.DISSOLVE, [b], [cast.commune], on=dt.date(2025, 8, 1)), "đã kết thúc ngày 30"
    )
    reorganise_units(actor=tu, plan=plan(Kind.DISSOLVE, [b], [cast.commune]))
    assert successors_of(b) == [cast.commune]


def test_only_the_authority_above_all_of_them(cast, ab):
    a, b, _office = ab
    other = people.unit("LS-1", "Xã Lạ", UnitLevel.COMMUNE, cast.other_province)
    refused(cast.actor(cast.tu), plan(Kind.MERGE, (a, other), [draft()]), "Chỉ cơ quan", NotAllowed)
    refused(cast.actor(cast.tu), plan(Kind.MERGE, (a, b), [other]), "Chỉ cơ quan", NotAllowed)
    for user in (cast.pao, cast.hoa, cast.stranger):
        refused(cast.actor(user), plan(Kind.MERGE, (a, b), [draft()]), "Chỉ cơ quan", NotAllowed)
