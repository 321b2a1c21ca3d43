"""The register: who stands in it on a day, in which order, and who is in it already."""

import datetime as dt
import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.audit.queries import events_about
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, UnitState
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    correct_official,
    register_official,
)
from lms.people.personnel.models import Group, Official
from lms.people.personnel.queries import find_namesakes, readable_officials, register_on
from lms.people.personnel.queries.files import RegisterFilter, readable_unit, tree_units
from lms.people.personnel.rendering import describe_history
from tests.factories import people

D = dt.date
TODAY = RegisterFilter(D(2026, 7, 1))


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY.day)


@pytest.fixture
def sibling(cast):
    return people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)


def names(rows) -> list[str]:
    return [official.full_name for official in rows]


def test_vietnamese_names_stand_in_the_order_of_vietnamese_lists(cast):
    ordered = [
        "Lò Văn An",
        "Đặng Thị An",
        "Lò Thị Ái An",
        "Bạc Cầm Ánh",
        "Lò Văn Ân",
        "Cà Thị Dung",
        "Lò Văn Dũng",
        "Lò Văn Đạt",
        "Vàng A Lử",
        "Lường Văn Oanh",
        "Lò Văn Ơn",
        "Lò Thị Uyên",
        "Lò Văn Ưng",
        "Lò Thị Yến",
    ]
    # the family name decides where the given name is alike: Đ comes before L
    ordered[0:3] = ["Đặng Thị An", "Lò Thị Ái An", "Lò Văn An"]
    for name in sorted(ordered, key=lambda one: one[::-1]):
        people.official(name, cast.commune)
    cast.lan_official.posts.all().delete()
    assert names(register_on(cast.actor(cast.pao), TODAY)) == ordered


@pytest.mark.parametrize(
    "typed", ["Ðặng Thị Ðào", unicodedata.normalize("NFD", "Đặng Thị Đào"), " Đặng  Thị Đào "]
)
def test_names_and_texts_are_kept_in_normal_form_on_every_way_in(cast, typed):
    nfd = unicodedata.normalize("NFD", "Chủ tịch Ðảng ủy")
    post = PostDraft(cast.commune, nfd, Group.ELECTED, D(2026, 1, 1))
    draft = OfficialDraft("", typed, D(1990, 1, 2), "f", (post,))
    pao = cast.actor(cast.pao)
    official = register_official(actor=pao, draft=draft)
    assert official.full_name == "Đặng Thị Đào"
    assert official.posts.get().title == "Chủ tịch Đảng ủy"
    correct_official(
        actor=pao,
        official=official,
        full_name=typed + " Ðỏ",
        birth_date=official.birth_date,
        reason="x",
    )
    official.refresh_from_db()
    assert (
        official.full_name,
        official.given_name,
        official.family_name,
        official.middle_name,
    ) == (
        "Đặng Thị Đào Đỏ",
        "Đỏ",
        "Đặng",
        "Thị Đào",
    )


def test_the_list_of_a_day_shows_the_posts_of_that_day(cast, sibling):
    moved = people.official("Sùng A Dơ", cast.commune)
    moved.posts.update(valid_to=D(2025, 12, 31))
    moved.posts.create(
        unit=sibling, title="Phó Chủ tịch", group=Group.ELECTED, valid_from=D(2026, 1, 1)
    )
    pao = cast.actor(cast.pao)
    assert moved not in register_on(pao, TODAY)
    then = list(register_on(pao, RegisterFilter(D(2025, 6, 1))))
    assert moved in then
    listed = next(official for official in then if official == moved)
    assert [post.unit for post in listed.current_posts] == [cast.commune]


def test_a_unit_is_read_where_it_stood_then(cast):
    """A commune that belongs to another province today counted for its old one before."""
    moved = people.unit("MOC", "Xã Mốc", parent=cast.other_province)
    official = people.official("Hà Văn Mốc", moved)
    state = UnitState.objects.get(unit=moved)
    province = UnitState.objects.get(unit=cast.province)
    UnitState.objects.filter(pk=state.pk).update(valid_from=D(2025, 1, 1))
    UnitState.objects.create(
        unit=moved,
        name="Xã Mốc cũ",
        name_fold="xa moc cu",
        level=moved.level,
        trail=f"{province.trail}{moved.pk}/",
        valid_from=D(1945, 9, 2),
        valid_to=D(2024, 12, 31),
    )
    tu = cast.actor(cast.tu)
    before = D(2024, 6, 1)
    assert official in register_on(tu, RegisterFilter(before))
    assert official not in register_on(tu, TODAY)
    assert "Xã Mốc cũ" in [shown.name for shown in tree_units(tu, before)]
    assert moved.pk not in [shown.unit_id for shown in tree_units(tu, TODAY.day)]
    assert readable_unit(tu, "MOC", before) == moved
    with pytest.raises(NotFound):
        readable_unit(tu, "MOC", TODAY.day)


def test_filters_narrow_and_never_widen(cast, sibling):
    key = people.official("Chủ Tịch Lớn", cast.commune, is_key=True, group=Group.ELECTED)
    neighbour = people.official("Người Pu Nhi", sibling, is_key=True)
    tu, pao = cast.actor(cast.tu), cast.actor(cast.pao)
    day = TODAY.day
    assert set(register_on(tu, RegisterFilter(day, keys_only=True))) == {key, neighbour}
    assert set(register_on(tu, RegisterFilter(day, sibling))) == {neighbour}
    assert set(register_on(tu, RegisterFilter(day, group=Group.ELECTED))) == {key}
    assert set(register_on(pao, RegisterFilter(day, sibling))) == set()
    assert set(register_on(pao, RegisterFilter(D(2025, 1, 1), sibling))) == set()
    with pytest.raises(NotFound):
        readable_unit(pao, sibling.code, day)
    assert set(register_on(cast.actor(cast.stranger), TODAY)) == set()
    assert set(register_on(cast.actor(cast.hoa), TODAY)) == set()


def test_the_tree_is_shown_step_by_step(cast, sibling):
    office = people.unit("NASON-VP", "Văn phòng", parent=cast.commune)
    tu, pao = cast.actor(cast.tu), cast.actor(cast.pao)
    day = TODAY.day
    assert {s.unit for s in tree_units(tu, day)} == {
        cast.province,
        cast.school,
        cast.commune,
        sibling,
    }
    assert {s.unit for s in tree_units(tu, day, cast.commune)} == {
        cast.province,
        cast.commune,
        office,
    }
    assert {s.unit for s in tree_units(pao, day)} == {cast.commune, office}
    assert {s.unit for s in tree_units(pao, day, office)} == {cast.commune, office}


def test_the_auditor_reads_where_they_audit(cast, sibling):
    user = people.user("Kiểm Tra Viên")
    people.role(user, cast.province, Role.AUDITOR)
    former = people.official("Người Đã Nghỉ", sibling)
    former.posts.update(valid_to=D(2020, 1, 1))
    auditor = cast.actor(user)
    assert cast.lan_official in register_on(auditor, TODAY)
    assert former in readable_officials(auditor)
    assert former not in readable_officials(cast.actor(cast.pao))


def test_who_is_there_already_is_named_within_reach_and_only_hinted_at_beyond(cast, sibling):
    pao = cast.actor(cast.pao)
    born = D(1990, 5, 17)
    assert not find_namesakes(pao, "Canary Thị Kín", born, cast.commune)
    people.official("Canary Thị Kín", sibling)
    hinted = find_namesakes(pao, "canary thi kin", born, cast.commune)
    assert hinted
    assert (hinted.known, hinted.others) == ((), True)
    mine = people.official("Kín Canary Thị", cast.commune)
    both = find_namesakes(pao, "Canary  Thị Kín", born, cast.commune)
    assert (both.known, both.others) == ((mine,), True)
    assert not find_namesakes(pao, "Canary Thị Kín", D(1990, 5, 18), cast.commune)
    elsewhere = people.official("Lạ Thị Xa", cast.other_school)
    assert not find_namesakes(pao, elsewhere.full_name, born, cast.commune)


def test_the_history_of_a_file_is_described_in_words(cast):
    pao = cast.actor(cast.pao)
    lan = cast.lan_official
    correct_official(
        actor=pao,
        official=lan,
        full_name="Lò Thị Lân",
        birth_date=lan.birth_date,
        reason="Giấy khai sinh",
    )
    entry = describe_history(events_about(lan))[0]
    assert entry.who == "Hờ A Páo"
    assert "Lò Thị Lan → Lò Thị Lân" in entry.words
    assert entry.reason == "Giấy khai sinh"


def test_every_day_costs_the_same_for_one_and_for_many(cast, sibling):
    def count(wanted: RegisterFilter) -> int:
        with CaptureQueriesContext(connection) as seen:
            for official in register_on(cast.actor(cast.tu), wanted):
                assert official.current_posts[0].unit.name
        return len(seen)

    filters = (TODAY, RegisterFilter(D(2024, 1, 1)), RegisterFilter(D(2024, 1, 1), cast.province))
    before = [count(wanted) for wanted in filters]
    for number in range(4):
        people.official(f"Người Thứ {number}", sibling)
    assert [count(wanted) for wanted in filters] == before
    assert Official.objects.count() == 5
