"""Accounts of officials, printed codes, passwords, closing."""

import datetime as dt

import pytest
from django.core.cache import cache

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.accounts import actions as accounts
from lms.people.accounts.models import AccessCode, User
from lms.people.organisation.models import Role
from lms.people.personnel import actions
from lms.people.rulebook.models import Basis, Rule
from tests.factories import people

NEW = "Nương-lúa-mùa-10"


@pytest.fixture(autouse=True)
def _rule(db):
    cache.clear()
    Rule.objects.create(
        key="accounts.code_days",
        title="Hạn mã",
        value=14,
        valid_from=dt.date(2020, 1, 1),
        basis=Basis.INTERNAL,
        source="Quy định vận hành",
    )


@pytest.fixture
def dia(cast):
    return people.official("Vừ A Dia", cast.commune, code="NS-DIA")


def code_for(cast, official, by=None) -> str:
    return actions.issue_access_code(actor=cast.actor(by or cast.hoa), official=official)


def test_an_official_without_email_signs_in_once_by_a_printed_code(cast, dia):
    actions.make_account(actor=cast.actor(cast.hoa), official=dia)
    code = code_for(cast, dia)
    assert code.replace("-", "") not in AccessCode.objects.get().code_hash
    user = accounts.use_access_code(code=code.lower().replace("0", "o"), staff_code="ns-dia ")
    assert user == User.objects.get(staff_code="NS-DIA")
    assert user.must_change_password
    with pytest.raises(BadInput):
        accounts.use_access_code(code=code, staff_code="NS-DIA")
    accounts.set_password(actor=cast.actor(user), user=user, password=NEW)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert not user.must_change_password
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        "account.made",
        "account.code_issued",
        "account.code_used",
        "account.password_set",
    } <= kinds
    assert not any(code.replace("-", "") in str(event.data) for event in Event.objects.all())


def test_a_new_code_withdraws_the_old_one_the_password_and_every_session(cast, client):
    client.force_login(cast.lan)
    old = code_for(cast, cast.lan_official, cast.pao)
    new = code_for(cast, cast.lan_official, cast.pao)
    with pytest.raises(BadInput):
        accounts.use_access_code(code=old, staff_code=cast.lan_official.code)
    cast.lan.refresh_from_db()
    assert not cast.lan.has_usable_password()
    assert not client.get("/healthz").wsgi_request.user.is_authenticated
    assert accounts.use_access_code(code=new, staff_code=cast.lan_official.code) == cast.lan


def test_an_old_code_opens_nothing(cast, dia):
    actions.make_account(actor=cast.actor(cast.hoa), official=dia)
    code = code_for(cast, dia)
    with clock.at(clock.now() + dt.timedelta(days=15)), pytest.raises(BadInput):
        accounts.use_access_code(code=code, staff_code="NS-DIA")
    assert AccessCode.objects.get().used_at is None


def test_wrong_code_and_unknown_person_hear_the_same_and_both_tire(cast, dia):
    actions.make_account(actor=cast.actor(cast.hoa), official=dia)
    code = code_for(cast, dia)
    heard = []
    for staff_code in ("NS-DIA", "KHONG-CO"):
        for _ in range(accounts.WRONG_CODES.limit):
            with pytest.raises(BadInput) as refused:
                accounts.use_access_code(code="0000-0000", staff_code=staff_code)
            heard.append(refused.value.message)
        with pytest.raises(RuleBroken) as tired:
            accounts.use_access_code(code=code, staff_code=staff_code)
        heard.append(tired.value.message)
    assert len(set(heard)) == 2
    assert AccessCode.objects.get().used_at is None


def test_nobody_outside_the_scope_makes_accounts_or_codes(cast, dia):
    for user in (cast.lan, cast.minh, cast.son, cast.stranger, cast.other_hoa, cast.editor):
        with pytest.raises(NotAllowed):
            actions.make_account(actor=cast.actor(user), official=dia)
        with pytest.raises(NotAllowed):
            code_for(cast, cast.lan_official, user)
    assert not AccessCode.objects.exists()
    assert not User.objects.filter(staff_code="NS-DIA").exists()
    cast.lan.refresh_from_db()
    assert cast.lan.has_usable_password()


def test_a_school_office_cannot_become_its_own_head(cast):
    head = people.official("Trần Hồng Sơn", cast.school, cast.son)
    office = people.official("Nguyễn Thị Hoa", cast.school, cast.hoa)
    for official in (head, office):
        with pytest.raises(NotAllowed):
            code_for(cast, official, cast.hoa)
    assert not AccessCode.objects.exists()
    assert code_for(cast, head, cast.tu)
    with pytest.raises(NotAllowed):
        actions.deactivate_account(actor=cast.actor(cast.hoa), official=head, reason="x")


def test_whose_role_has_ended_is_an_official_like_others(cast):
    head = people.official("Trần Hồng Sơn", cast.school, cast.son)
    cast.son.roles.update(valid_to=clock.today() - dt.timedelta(days=1))
    assert code_for(cast, head, cast.hoa)
    assert not cast.son.roles.filter(role=Role.SCHOOL_HEAD, valid_to=None).exists()


def test_a_closed_account_is_closed_everywhere(cast, client):
    client.force_login(cast.lan)
    actions.deactivate_account(
        actor=cast.actor(cast.pao), official=cast.lan_official, reason="Nghỉ hưu"
    )
    assert not client.get("/healthz").wsgi_request.user.is_authenticated
    assert not client.login(username=cast.lan.email, password=people.PASSWORD)
    with pytest.raises(RuleBroken):
        code_for(cast, cast.lan_official, cast.pao)
    assert Event.objects.get(kind="account.closed").data["reason"] == "Nghỉ hưu"


def test_a_weak_password_is_refused_with_its_reasons(cast):
    with pytest.raises(BadInput) as refused:
        accounts.set_password(actor=cast.actor(cast.lan), user=cast.lan, password="123")
    assert refused.value.field == "password"
    with pytest.raises(NotAllowed):
        accounts.set_password(actor=cast.actor(cast.hoa), user=cast.lan, password=NEW)
    cast.lan.refresh_from_db()
    assert cast.lan.check_password(people.PASSWORD)


def test_an_email_opens_one_account_only(cast, dia):
    with pytest.raises(BadInput) as refused:
        actions.make_account(actor=cast.actor(cast.hoa), official=dia, email=cast.lan.email.upper())
    assert refused.value.field == "email"
    with pytest.raises(RuleBroken):
        actions.make_account(actor=cast.actor(cast.pao), official=cast.lan_official)
    dia.refresh_from_db()
    assert dia.user is None
