"""Joining an official to an account that exists already, on the account card of the file."""

import pytest

from lms.core.audit.models import Event
from lms.people.accounts.models import User
from lms.people.organisation.models import Role
from lms.people.personnel.models import Official
from tests.factories import people

REFUSAL = 'id="id_account_error"'


@pytest.fixture
def dia(cast) -> Official:
    return people.official("Vừ A Dia", cast.commune)


@pytest.fixture
def account(cast) -> User:
    return people.user("Vừ A Dia")


def link(client, official: Official, login: str, portal: str = "don-vi/nhan-su"):
    return client.post(f"/{portal}/{official.uid}/", {"do": "link", "account": login})


def is_untouched(official: Official) -> bool:
    official.refresh_from_db()
    return official.user is None and not Event.objects.filter(kind="official.linked").exists()


def test_the_unit_links_an_account_by_its_email_and_may_then_print_a_code(
    cast, client, dia, account
):
    client.force_login(cast.pao)
    url = f"/don-vi/nhan-su/{dia.uid}/"
    assert 'value="link"' in client.get(url).content.decode()
    assert link(client, dia, f" {account.email.upper()} ").status_code == 302
    dia.refresh_from_db()
    assert dia.user == account
    assert Event.objects.get(kind="official.linked").data["user"] == account.pk
    body = client.get(url).content.decode()
    assert account.email in body
    assert 'value="link"' not in body


def test_the_school_office_links_by_staff_code(cast, client, dia, account):
    User.objects.filter(pk=account.pk).update(staff_code="GV-07")
    client.force_login(cast.hoa)
    assert link(client, dia, "gv-07", "truong/hoc-vien").status_code == 302
    dia.refresh_from_db()
    assert dia.user == account


def test_what_is_no_open_account_of_that_name_is_refused_at_the_field(cast, client, dia, account):
    stranger = people.user("Canary Thị Kín")
    closed = people.user("Vừ A Dia", is_active=False)
    client.force_login(cast.pao)
    for login in ("", "khong.co@demo.example", stranger.email, closed.email):
        answer = link(client, dia, login)
        assert answer.status_code == 422
        assert REFUSAL in answer.content.decode()
        assert "Canary" not in answer.content.decode()
        assert is_untouched(dia)


def test_an_account_that_is_linked_already_is_refused(cast, client, account):
    people.official("Vừ A Dia", cast.commune, account)
    second = people.official("Dia A Vừ", cast.commune)
    client.force_login(cast.pao)
    assert link(client, second, account.email).status_code == 422
    assert is_untouched(second)


def test_an_account_with_a_role_elsewhere_is_not_linked(cast, client, dia, account):
    people.role(account, cast.other_province, Role.AUTHORITY)
    client.force_login(cast.pao)
    assert link(client, dia, account.email).status_code == 403
    assert is_untouched(dia)


def test_nobody_links_their_own_account_or_that_of_an_administrator(cast, client):
    namesake = people.official("Hờ A Páo", cast.commune)
    admin = people.user("Hờ A Páo")
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    client.force_login(cast.pao)
    for login in (cast.pao.email, admin.email):
        assert link(client, namesake, login).status_code == 403
        assert is_untouched(namesake)


@pytest.mark.parametrize(
    ("who", "status"), [("lan", 404), ("stranger", 404), ("son", 404), ("other_hoa", 404)]
)
def test_others_link_nothing(cast, client, dia, account, who, status):
    client.force_login(getattr(cast, who))
    assert link(client, dia, account.email).status_code == status
    assert link(client, dia, account.email, "truong/hoc-vien").status_code == status
    assert is_untouched(dia)
