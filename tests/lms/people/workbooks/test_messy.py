"""A thousand rows as they really come: exactly the expected ones are refused, the rest stands in
the register, undoing restores it.
"""

import random

import pytest

from lms.people.organisation.models import Level
from lms.people.personnel.models import Official, Sensitive
from lms.people.workbooks import actions
from tests.factories import people
from tests.factories.messy_workbook import UNITS, messy_workbook
from tests.factories.workbooks import applied, person, state_of_people, tried, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    cast = people.cast()
    for number, name in enumerate(UNITS[1:], start=1):
        people.unit(f"DB{number:02d}", name, Level.COMMUNE, cast.province)
    return cast.province


def test_a_thousand_messy_rows(province):
    body, expected = messy_workbook()
    before = state_of_people()
    batch = tried(province, body, day=expected.as_of)
    refused = batch.rows.filter(outcome="refused").values_list("number", "cell")
    assert sorted(refused) == expected.refused
    assert batch.counts["rows"] == expected.rows
    assert batch.counts["new"] == len(expected.people)
    actions.apply(actor=people.SYSTEM, batch=batch)
    found = {one.code: one for one in Official.objects.filter(code__in=expected.people)}
    assert found.keys() == expected.people.keys()
    for code, wanted in expected.people.items():
        check(found[code], wanted)
    again = tried(province, body, day=expected.as_of)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)
    batch.refresh_from_db()
    actions.undo(actor=people.SYSTEM, batch=batch)
    assert state_of_people() == before


def check(one, wanted):
    post = one.posts.select_related("unit").get()
    assert (one.full_name, one.birth_date, one.sex) == (
        wanted.full_name,
        wanted.birth_date,
        wanted.sex,
    )
    assert (post.unit.name, post.title, post.group, post.is_key) == (
        wanted.unit,
        wanted.title,
        wanted.group,
        wanted.is_key,
    )
    assert one.ranks.get().rank == wanted.rank
    assert dict(one.qualifications.values_list("dimension", "level")) == wanted.levels
    assert dict(one.ratings.values_list("period", "value")) == wanted.ratings
    held = Sensitive.objects.get(official=one)
    assert (held.ethnicity, held.is_party_member, held.id_number) == (
        wanted.ethnicity,
        wanted.is_party_member,
        wanted.id_number,
    )


# who is who, in every column that tells it
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


def agreeing(rng):
    """Rows that contradict nothing: some people stand in several, each saying some of what there
    is.
    """
    said = [{key: rng.choice(values) for key, values in OF_PERSON.items()} for _one in WHO]
    rows = []
    for _row in range(rng.randrange(1, 12)):
        at = rng.randrange(len(WHO))
        rest = said[at] | {key: rng.choice(values) for key, values in OF_ROW.items()}
        rows.append(WHO[at] | {key: value for key, value in rest.items() if rng.random() < 0.6})
    return rows


def wild(rng):
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
@pytest.mark.parametrize("make", [agreeing, wild])
def test_any_workbooks_one_after_the_other_are_undone_to_the_same_tables(make, seed):
    rng = random.Random(seed)
    cast = people.cast()
    people.unit("TO1", "Tổ Một", Level.DEPARTMENT, cast.commune)
    people.official(
        "Giàng A Chu", cast.commune, code="CB-1", birth_date=cast.lan_official.birth_date
    )
    states, batches = [], []
    for _round in range(3):
        body = xlsx(*make(rng))
        states.append(state_of_people())
        batches.append(applied(cast.commune, body))
        counts = batches[-1].counts
        assert counts["rows"] == sum(
            counts[key] for key in ("new", "changed", "unchanged", "refused")
        )
        if make is agreeing:
            again = tried(cast.commune, body)
            assert (again.counts["new"], again.counts["changed"]) == (0, 0), list(
                again.rows.values()
            )
    for batch, before in zip(reversed(batches), reversed(states), strict=True):
        actions.undo(actor=people.SYSTEM, batch=batch)
        assert state_of_people() == before


def test_a_workbook_that_was_built_on_is_not_undone_before_what_stands_on_it(province):
    first = applied(province, xlsx(person(**{"Đơn vị": "Xã Na Son"})))
    applied(province, xlsx(person(**{"Đơn vị": "Xã Na Son", "Trình độ chuyên môn": "Đại học"})))
    with pytest.raises(actions.CannotUndo):
        actions.undo(actor=people.SYSTEM, batch=first)
