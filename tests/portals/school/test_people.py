"""The school's page of officials and their accounts."""

import datetime as dt

import pytest

from lms.people.accounts.models import AccessCode
from lms.people.rulebook.models import Basis, Rule
from tests.factories import people


@pytest.fixture(autouse=True)
def _rule(db):
    Rule.objects.create(
        key="accounts.code_days",
        title="Hạn mã",
        value=14,
        valid_from=dt.date(2020, 1, 1),
        basis=Basis.INTERNAL,
        source="Quy định vận hành",
    )


def test_the_office_finds_officials_of_its_province_and_no_others(cast, client):
    people.official("Canary Thị Kín", cast.other_school)
    client.force_login(cast.hoa)
    assert "Lò Thị Lan" not in client.get("/truong/hoc-vien/").content.decode()
    assert "Lò Thị Lan" in client.get("/truong/hoc-vien/?tim=lan").content.decode()
    assert "Canary Thị" not in client.get("/truong/hoc-vien/?tim=canary").content.decode()


def test_another_schools_office_gets_404_and_resets_nobody(cast, client):
    url = f"/truong/hoc-vien/{cast.lan_official.uid}/"
    client.force_login(cast.other_hoa)
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "code"}).status_code == 404
    assert not AccessCode.objects.exists()


@pytest.mark.parametrize("who", ["lan", "minh", "son", "pao", "tu", "editor", "stranger"])
def test_only_the_office_has_this_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get("/truong/hoc-vien/").status_code == 404
    assert client.get(f"/truong/hoc-vien/{cast.lan_official.uid}/").status_code == 404
    assert (
        client.post(f"/truong/hoc-vien/{cast.lan_official.uid}/", {"do": "code"}).status_code == 404
    )
    assert not AccessCode.objects.exists()


def test_the_office_prints_a_code_for_a_learner(cast, client):
    client.force_login(cast.hoa)
    answer = client.post(f"/truong/hoc-vien/{cast.lan_official.uid}/", {"do": "code"})
    assert answer.status_code == 200
    assert '<b class="code">' in answer.content.decode()
    assert AccessCode.objects.get().made_by == cast.hoa


def test_the_heads_account_is_out_of_the_offices_reach(cast, client):
    head = people.official("Trần Hồng Sơn", cast.school, cast.son)
    client.force_login(cast.hoa)
    url = f"/truong/hoc-vien/{head.uid}/"
    body = client.get(url).content.decode()
    assert 'value="code"' not in body
    assert client.post(url, {"do": "code"}).status_code == 403
    assert not AccessCode.objects.exists()
    cast.son.refresh_from_db()
    assert cast.son.has_usable_password()
