"""A thousand rows as they really come: exactly the expected ones are refused, the rest stands in
the register, undoing restores it.
"""

import random

import pytest

from lms.people.organisation.models import UnitLevel
from lms.people.personnel.models import Official, Sensitive
from lms.people.workbooks import actions
from tests.factories import people
from tests.factories.messy_workbook import UNITS, messy_workbook
from tests.factories.workbooks import (
    build_xlsx,
    hash_people_tables,
    person_row,
    upload_and_apply,
    upload_and_try,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    cast = people.cast()
    for number, name in enumerate(UNITS[1:], start=1):
        people.unit(f"DB{number:02d}", name, UnitLevel.COMMUNE, cast.province)
    return cast.province


def test_a_thousand_messy_rows(province):
    body, expected = messy_workbook()
    before = hash_people_tables()
    batch = upload_and_try(province, body, day=expected.as_of)
    refused = batch.rows.filter(outcome="refused").values_list("number", "cell")
    assert sorted(refused) == expected.refused
    assert batch.counts["rows"] == expected.rows
    assert batch.counts["new"] == len(expected.people)
    actions.apply_batch(actor=people.SYSTEM, batch=batch)
    officials = {
        official.code: official for official in Official.objects.filter(code__in=expected.people)
    }
    assert officials.keys() == expected.people.keys()
    for code, expected_person in expected.people.items():
        check_official(officials[code], expected_person)
    again = upload_and_try(province, body, day=expected.as_of)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    batch.refresh_from_db()
    actions.undo_batch(actor=people.SYSTEM, batch=batch)
    assert hash_people_tables() == before


def check_official(official, expected):
    post = official.posts.select_related("unit").get()
    assert (official.full_name, official.birth_date, official.sex) == (
        expected.full_name,
        expected.birth_date,
        expected.sex,
    )
    assert (post.unit.name, post.title, post.group, post.is_key) == (
        expected.unit,
        expected.title,
        expected.group,
        expected.is_key,
    )
    assert official.ranks.get().rank == expected.rank
    assert dict(official.qualifications.values_list("dimension", "level")) == expected.levels
    assert dict(official.ratings.values_list("period", "value")) == expected.ratings
    sensitive = Sensitive.objects.get(official=official)
    assert (sensitive.ethnicity, sensitive.is_party_member, sensitive.id_number) == (
        expected.ethnicity,
        expected.is_party_member,
        expected.id_number,
    )


# who each person is, in every column that says it
WHO = [
    {
        "Họ và tên": "Lò Thị Lan",
        "Ngày sinh": "17/05/1990",
        "Giới tính": "Nữ",
        "Số CCCD": "011090000001",
    },
    {"Họ và tên": "Giàng A Chu", "Ngày sinh": "17/05/1990", "Mã cán bộ": "CB-1", "Giới tính": "Nữ"},
    {"Họ và tên": "Vừ A Sình", "Ngày sinh": "04/03/1988", "Giới tính": "Nam"},
    {
        "Họ và tên": "Sùng Thị Mai",
        "Ngày sinh": "1/2/1979",
        "Mã cán bộ": "M-9",
        "Giới tính": "Nữ",
        "Số CCCD": "011079000002",
    },
    {"Họ và tên": "Mai Thị Sùng", "Ngày sinh": "1/2/1980", "Mã cán bộ": "M-10", "Giới tính": "Nữ"},
]
OF_PERSON = {
    "Chức vụ": ["Phó Chủ tịch UBND", "Văn phòng – Thống kê", None],
    "Dân tộc": ["Thái", "Kinh", None],
    "Ngạch": ["Chuyên viên", "Cán sự", None],
    "Đơn vị": ["Xã Na Son", "Tổ Một", "Ở đâu", None],
}
OF_ROW = {
    "Trình độ chuyên môn": ["Đại học", "Cao đẳng", "Thạc sĩ", None],
    "Lý luận chính trị": ["Trung cấp", None],
}


def agreeing_rows(rng):
    """Rows that contradict nothing: some people stand in several, each saying some of what there
    is.
    """
    of_people = [{key: rng.choice(values) for key, values in OF_PERSON.items()} for _person in WHO]
    rows = []
    for _row in range(rng.randrange(1, 12)):
        index = rng.randrange(len(WHO))
        values = of_people[index] | {key: rng.choice(choices) for key, choices in OF_ROW.items()}
        some_values = {key: value for key, value in values.items() if rng.random() < 0.6}
        rows.append(WHO[index] | some_values)
    return rows


def wild_rows(rng):
    """Rows in which anybody has anybody's code, number, birth date."""
    return [
        {
            key: rng.choice(WHO).get(key)
            for key in ("Họ và tên", "Ngày sinh", "Giới tính", "Mã cán bộ", "Số CCCD")
        }
        | {key: rng.choice(values) for key, values in (OF_PERSON | OF_ROW).items()}
        for _row in range(rng.randrange(1, 9))
    ]


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("make", [agreeing_rows, wild_rows])
def test_any_workbooks_one_after_the_other_are_undone_to_the_same_tables(make, seed):
    rng = random.Random(seed)
    cast = people.cast()
    people.unit("TO1", "Tổ Một", UnitLevel.DEPARTMENT, cast.commune)
    people.official(
        "Giàng A Chu", cast.commune, code="CB-1", birth_date=cast.lan_official.birth_date
    )
    states, batches = [], []
    for _round in range(3):
        body = build_xlsx(*make(rng))
        states.append(hash_people_tables())
        batches.append(upload_and_apply(cast.commune, body))
        counts = batches[-1].counts
        assert counts["rows"] == sum(
            counts[key] for key in ("new", "changed", "unchanged", "refused")
        )
        if make is agreeing_rows:
            again = upload_and_try(cast.commune, body)
            assert (again.counts["new"], again.counts["changed"]) == (0, 0), list(
                again.rows.values()
            )
    for batch, before in zip(reversed(batches), reversed(states), strict=True):
        actions.undo_batch(actor=people.SYSTEM, batch=batch)
        assert hash_people_tables() == before


def test_a_workbook_that_was_built_on_is_not_undone_before_what_stands_on_it(province):
    first = upload_and_apply(province, build_xlsx(person_row(**{"Đơn vị": "Xã Na Son"})))
    upload_and_apply(
        province,
        build_xlsx(person_row(**{"Đơn vị": "Xã Na Son", "Trình độ chuyên môn": "Đại học"})),
    )
    with pytest.raises(actions.CannotUndo):
        actions.undo_batch(actor=people.SYSTEM, batch=first)
