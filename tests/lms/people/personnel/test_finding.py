"""People are found as one types them, the same on both databases."""

import datetime as dt

import pytest
from django.db import connection

from lms.people.personnel.queries import find_officials
from tests.factories import people


@pytest.fixture
def crowd(cast):
    crowd = "Nguyễn Thị Mẫn,Nguyễn Thị Mân,Vừ A Đế,Đặng Văn Ðức,Lò Văn Ín,Hoàng Thị Mai An"
    for number, name in enumerate(crowd.split(",")):
        people.official(name, cast.commune, code=f"NSX-{number}")
    far = people.unit("DBD", "Xã Điện Biên Đông", parent=cast.province)
    people.official("Quàng Thị Hoa", far)
    return cast


def names(cast, typed):
    return [official.full_name for official in find_officials(cast.actor(cast.tu), typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen thi man", ["Nguyễn Thị Mân", "Nguyễn Thị Mẫn"]),  # the order of the lists
        ("Nguyễn Thị Mẫn", ["Nguyễn Thị Mẫn", "Nguyễn Thị Mân"]),  # the marks that were typed first
        ("MẪN NGUYỄN", ["Nguyễn Thị Mẫn", "Nguyễn Thị Mân"]),  # any case, any order
        ("man ng", ["Nguyễn Thị Mân", "Nguyễn Thị Mẫn"]),  # beginnings of words
        ("de", ["Vừ A Đế"]),  # đ is d; a beginning, not the middle of a word
        ("Ðế", ["Vừ A Đế"]),  # the Icelandic letter is typed for Đ
        ("duc", ["Đặng Văn Ðức"]),
        ("in", ["Lò Văn Ín"]),
        ("dien bien dong", ["Quàng Thị Hoa"]),  # by unit, where no name fits
        ("hoa dien bien dong", ["Quàng Thị Hoa"]),
        ("  an   mai ", ["Hoàng Thị Mai An"]),
        ("uyen", []),  # the middle of a word is not looked at
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'", []),
    ],
)
def test_as_people_type(crowd, typed, found):
    assert names(crowd, typed) == found


def test_by_staff_code_in_any_case(crowd):
    assert names(crowd, "nsx-2") == ["Vừ A Đế"]
    assert len(names(crowd, "nsx")) == 6


def test_only_where_the_actor_may_look(crowd):
    sibling = [
        official.full_name for official in find_officials(crowd.actor(crowd.pao), "dien bien dong")
    ]
    assert sibling == []
    assert find_officials(crowd.actor(crowd.pao), "quang thi hoa") == []


def test_nothing_typed_lists_in_the_order_of_names(crowd):
    listed = names(crowd, "")
    assert listed.index("Hoàng Thị Mai An") < listed.index("Vừ A Đế") < listed.index("Lò Văn Ín")


@pytest.mark.postgres
def test_postgresql_has_the_index_of_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'personnel_official'")
        assert "official_name_words" in {row[0] for row in cursor.fetchall()}


def test_a_search_asks_as_often_for_one_as_for_many(crowd, django_assert_num_queries):
    with django_assert_num_queries(5):
        find_officials(crowd.actor(crowd.tu), "man")
    for _ in range(20):
        people.official("Nguyễn Thị Mẫn", crowd.commune, birth_date=dt.date(1980, 1, 1))
    with django_assert_num_queries(5):
        find_officials(crowd.actor(crowd.tu), "man")
