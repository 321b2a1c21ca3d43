"""The pages of entries that may be one person: seen, decided, taken back."""

import datetime as dt

import pytest

from lms.people.personnel.actions import correct_official, merge_officials
from lms.people.personnel.models import DistinctPair, OfficialMerge
from tests.factories import people

LIST = "/don-vi/nhan-su/trung/"


@pytest.fixture
def twin(cast):
    return people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1990, 5, 17))


def address(cast, twin):
    return f"{LIST}{cast.lan_official.uid}/{twin.uid}/"


def test_a_manager_finds_compares_merges_and_takes_it_back(client, cast, twin):
    client.force_login(cast.pao)
    assert address(cast, twin) in client.get(LIST).content.decode()
    page = client.get(address(cast, twin)).content.decode()
    assert cast.lan_official.code in page
    assert twin.code in page
    answer = client.post(address(cast, twin), {"keep": "first", "reason": "Đã đối chiếu căn cước"})
    assert answer.status_code == 302
    merge = OfficialMerge.objects.get()
    assert (merge.kept, merge.merged) == (cast.lan_official, twin)
    assert client.get(f"/don-vi/nhan-su/{twin.uid}/").status_code == 404
    client.post(f"{LIST}hoan-tac/{merge.pk}/", {"reason": "Nhầm người"})
    assert client.get(f"/don-vi/nhan-su/{twin.uid}/").status_code == 200


def test_two_people_are_noted(client, cast, twin):
    client.force_login(cast.pao)
    client.post(address(cast, twin), {"keep": "apart", "reason": "Hai chị em họ"})
    assert DistinctPair.objects.count() == 1
    assert address(cast, twin) not in client.get(LIST).content.decode()


def test_what_was_typed_stays_where_something_is_missing(client, cast, twin):
    client.force_login(cast.pao)
    answer = client.post(address(cast, twin), {"reason": "Đã đối chiếu căn cước"})
    assert answer.status_code == 422
    assert "Đã đối chiếu căn cước" in answer.content.decode()
    assert not OfficialMerge.objects.exists()


@pytest.mark.parametrize("name", ["lan", "hoa", "stranger", "minh"])
def test_others_find_no_page(client, cast, twin, name):
    client.force_login(getattr(cast, name))
    for path in (LIST, address(cast, twin)):
        assert client.get(path).status_code == 404


def test_the_list_asks_as_often_for_one_pair_as_for_many(
    client, cast, twin, django_assert_max_num_queries
):
    client.force_login(cast.pao)
    client.get(LIST)
    with django_assert_max_num_queries(40) as first:
        client.get(LIST)
    for _ in range(5):
        people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1990, 5, 17))
    with django_assert_max_num_queries(len(first)):
        client.get(LIST)


def test_the_history_of_the_entry_that_was_merged_is_read_at_the_kept_one(client, cast):
    pao = cast.actor(cast.pao)
    other, third = (
        people.official(name, cast.commune, birth_date=dt.date(1990, 5, 17))
        for name in ("Lò Thị Lân", "Lan Lò Thị")
    )
    correct_official(
        actor=pao,
        official=other,
        full_name="Lò Thị Lam",
        birth_date=other.birth_date,
        reason="Theo giấy khai sinh",
    )
    for remaining, merged in ((third, other), (cast.lan_official, third)):
        merge_officials(actor=pao, kept=remaining, merged=merged, reason="Một người")
    client.force_login(cast.pao)
    page = client.get(f"/don-vi/nhan-su/{cast.lan_official.uid}/lich-su/").content.decode()
    assert "Theo giấy khai sinh" in page
    assert f"Gộp hồ sơ {third.code} vào {cast.lan_official.code}" in page
