"""/to-chuc/vai-tro/: finding who holds a role, giving one and ending one."""

import datetime as dt

import pytest

from lms.core import clock
from lms.people.organisation.models import Role, RoleAssignment
from tests.factories import people

GIVE, ALL = "/to-chuc/vai-tro/giao/", "/to-chuc/vai-tro/"


@pytest.fixture
def tu(cast, client):
    client.force_login(cast.tu)
    return client


def given(user, **changed):
    return {
        "do": "give",
        "user": str(user.pk),
        "unit": "NASON",
        "role": "unit_manager",
        "title": "Chủ tịch",
        "valid_from": "2026-01-01",
        "valid_to": "",
        "reason": "QĐ 5/QĐ-UBND",
    } | changed


def test_somebody_is_found_and_gets_the_role(cast, tu):
    looked = tu.post(
        GIVE, {"do": "find", "tim": "lo thi lan", "reason": "QĐ 5/QĐ-UBND"}
    ).content.decode()
    assert f'value="{cast.lan.pk}"' in looked and "QĐ 5/QĐ-UBND" in looked
    assert tu.post(GIVE, given(cast.lan)).status_code == 302
    assignment = RoleAssignment.objects.get(user=cast.lan)
    assert (assignment.unit, assignment.role, assignment.valid_from, assignment.reason) == (
        cast.commune,
        Role.UNIT_MANAGER,
        dt.date(2026, 1, 1),
        "QĐ 5/QĐ-UBND",
    )
    assert "Lò Thị Lan" in tu.get(ALL + "?tim=lan").content.decode()


def test_nobody_of_another_area_is_found_or_gets_a_role(cast, tu):
    far = people.user("Hoàng Thị Xa")
    people.official("Hoàng Thị Xa", cast.other_province, far)
    looked = tu.post(GIVE, {"do": "find", "tim": "hoang thi xa"}).content.decode()
    assert f'value="{far.pk}"' not in looked
    assert tu.post(GIVE, given(far)).status_code == 422
    assert not RoleAssignment.objects.filter(user=far).exists()


def test_nobody_gives_a_role_to_themselves(cast, tu):
    people.official("Lê Anh Tú", cast.province, cast.tu)
    before = RoleAssignment.objects.count()
    assert (
        f'value="{cast.tu.pk}"'
        not in tu.post(GIVE, {"do": "find", "tim": "le anh tu"}).content.decode()
    )
    assert tu.post(GIVE, given(cast.tu)).status_code == 422
    assert RoleAssignment.objects.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "TCT-LS"},
        {"unit": "khong co"},
        {"reason": ""},
        {"valid_to": "2025-12-31"},
        {"role": "king"},
    ],
)
def test_what_is_wrong_is_refused_and_what_was_typed_kept(cast, tu, wrong):
    before = RoleAssignment.objects.count()
    answer = tu.post(GIVE, given(cast.lan, **wrong))
    assert answer.status_code == 422
    assert "Chủ tịch" in answer.content.decode()
    assert f'value="{cast.lan.pk}"' in answer.content.decode(), "who was ticked stays ticked"
    assert RoleAssignment.objects.count() == before


def test_a_role_outlives_its_unit_nowhere(cast, tu):
    people.unit(
        "PUNHI", "Xã Pu Nhi", parent=cast.province, valid_to=clock.today() + dt.timedelta(days=30)
    )
    late = tu.post(GIVE, given(cast.lan, unit="PUNHI"))
    assert late.status_code == 422 and 'id="id_valid_to_error"' in late.content.decode()
    assert not RoleAssignment.objects.filter(user=cast.lan).exists()


def test_a_role_is_ended_with_a_reason_and_stays_to_be_read(cast, tu):
    row = cast.pao.roles.get()
    url = f"/to-chuc/vai-tro/{row.pk}/ket-thuc/"
    today = clock.today()
    assert tu.post(url, {"on": today, "reason": ""}).status_code == 422
    row.refresh_from_db()
    assert row.valid_to is None
    last = today - dt.timedelta(days=1)
    assert tu.post(url, {"on": last, "reason": "Nghỉ hưu theo QĐ 8"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == last
    assert "Hờ A Páo" not in tu.get(ALL).content.decode()
    assert "Nghỉ hưu theo QĐ 8" in tu.get(ALL + "?het=on").content.decode()


@pytest.mark.parametrize("who", ["pao", "tu"])
def test_ending_never_makes_a_role_longer(cast, tu, who):
    row = getattr(cast, who).roles.get()
    last = clock.today() + dt.timedelta(days=30)
    RoleAssignment.objects.filter(pk=row.pk).update(valid_to=last)
    later = tu.post(
        f"/to-chuc/vai-tro/{row.pk}/ket-thuc/", {"on": "2099-12-31", "reason": "lâu hơn"}
    )
    assert later.status_code == 422
    row.refresh_from_db()
    assert (row.valid_to, row.end_reason) == (last, "")


def test_roles_of_another_area_cannot_be_ended(cast, tu):
    row = cast.other_hoa.roles.get()
    assert (
        tu.post(
            f"/to-chuc/vai-tro/{row.pk}/ket-thuc/", {"on": "2026-01-01", "reason": "x"}
        ).status_code
        == 404
    )
    row.refresh_from_db()
    assert row.valid_to is None


def test_filters(cast, tu):
    heads = tu.get(ALL + "?vt=school_head").content.decode()
    assert "Trần Hồng Sơn" in heads and "Hờ A Páo" not in heads
    by_unit = tu.get(ALL + "?tim=na+son").content.decode()
    assert "Hờ A Páo" in by_unit and "Trần Hồng Sơn" not in by_unit
    assert "Trần Hồng Sơn" in tu.get(ALL + "?tim=tran+son").content.decode()
