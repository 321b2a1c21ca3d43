"""The unit manager's pages: their people and nobody else's, true numbers, accounts, recorded looks
at sensitive fields.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.people.accounts.models import AccessCode, User
from lms.people.organisation.models import Role
from lms.people.personnel.actions import TrainingDraft, add_training_record
from lms.people.personnel.models import Sensitive, SensitiveAccess
from lms.people.rulebook.models import Basis, Rule
from lms.portals.unit.today import unit_section
from lms.teaching.attendance.states import AttendanceStatus
from tests.factories import people, teaching


@pytest.fixture
def sibling(cast):
    return people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)


@pytest.fixture
def canary(cast, sibling):
    official = people.official("Canary Thị Kín", sibling)
    Sensitive.objects.create(official=official, ethnicity="Mông", is_party_member=True)
    return official


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


def page(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_the_year_of_the_unit_in_true_numbers(cast, client):
    group = teaching.running_class(cast)
    teaching.attended(cast, group, AttendanceStatus.UNEXCUSED)
    add_training_record(
        actor=people.SYSTEM,
        official=cast.lan_official,
        draft=TrainingDraft(
            "certificate:1",
            "Bồi dưỡng tiếp công dân",
            "Trường Chính trị",
            "bồi dưỡng",
            16,
            clock.today(),
            clock.today(),
        ),
    )
    client.force_login(cast.pao)
    body = page(client, "/don-vi/")
    assert "Xã Na Son" in body
    assert group.title in body
    assert "0/8 tiết (0%)" in body
    assert "Bồi dưỡng tiếp công dân" in body
    section = unit_section(cast.actor(cast.pao))
    assert section.context["unit"].learners == section.context["unit"].seats == 1
    assert [row.enrolment.official for row in section.context["at_risk"]] == [cast.lan_official]


def test_one_person_in_two_classes_is_two_enrolments_and_one_learner(cast):
    first, second = (
        teaching.planned_class(cast, state="running"),
        teaching.planned_class(cast, state="running"),
    )
    for group in (first, second):
        teaching.enrolment_of(group, cast.lan_official)
    year = unit_section(cast.actor(cast.pao)).context["unit"]
    assert (year.seats, year.learners) == (2, 1)


def test_no_page_shows_a_sibling_units_people(cast, client, canary):
    group = teaching.running_class(cast)
    teaching.enrolment_of(group, canary)
    client.force_login(cast.pao)
    for url in ("/don-vi/", "/don-vi/nhan-su/", "/don-vi/nhan-su/?tim=canary", "/hom-nay/"):
        assert "Canary" not in page(client, url)
    page(client, f"/don-vi/nhan-su/{canary.uid}/", 404)
    for do in ("make", "code", "close", "look"):
        body = {"do": do, "purpose": "xem", "reason": "x"}
        assert client.post(f"/don-vi/nhan-su/{canary.uid}/", body).status_code == 404
    assert not SensitiveAccess.objects.exists()
    assert not AccessCode.objects.exists()


def test_the_page_of_a_unit_is_for_who_manages_one(cast, client):
    client.force_login(cast.tu)
    page(client, "/don-vi/", 404)


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "stranger"])
def test_who_manages_no_unit_finds_no_page(cast, client, who):
    client.force_login(getattr(cast, who))
    page(client, "/don-vi/", 404)
    page(client, "/don-vi/nhan-su/", 404)
    page(client, f"/don-vi/nhan-su/{cast.lan_official.uid}/", 404)


def test_a_stranger_is_sent_to_sign_in(cast, client):
    assert client.get("/don-vi/").status_code == 302
    assert client.get(f"/don-vi/nhan-su/{cast.lan_official.uid}/").status_code == 302


def test_search_by_name_without_marks(cast, client):
    people.official("Giàng A Dế", cast.commune)
    client.force_login(cast.pao)
    body = page(client, "/don-vi/nhan-su/?tim=giang+de")
    assert "Giàng A Dế" in body
    assert "Lò Thị Lan" not in body


def test_the_list_costs_the_same_for_one_and_for_many(cast, client):
    client.force_login(cast.pao)
    page(client, "/don-vi/nhan-su/")

    def count(url) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, url)
        return len(queries)

    group = teaching.running_class(cast)
    urls = ("/don-vi/", "/don-vi/nhan-su/")
    [page(client, url) for url in urls]
    before = [count(url) for url in urls]
    for name in ("Vàng Thị Sua", "Thào A Chu", "Lầu Thị Mái"):
        teaching.enrolment_of(group, people.official(name, cast.commune))
    assert [count(url) for url in urls] == before


def test_sensitive_fields_are_shown_for_a_purpose_and_only_then(cast, client):
    Sensitive.objects.create(official=cast.lan_official, ethnicity="Khơ Mú", is_party_member=True)
    client.force_login(cast.pao)
    url = f"/don-vi/nhan-su/{cast.lan_official.uid}/"
    assert "Khơ Mú" not in page(client, url)
    refused = client.post(url, {"do": "look", "purpose": ""})
    assert refused.status_code == 422
    assert "Khơ Mú" not in refused.content.decode()
    assert not SensitiveAccess.objects.exists()
    answer_with_purpose = client.post(url, {"do": "look", "purpose": "Rà soát tiêu chuẩn"})
    assert "Khơ Mú" in answer_with_purpose.content.decode()
    assert answer_with_purpose["Cache-Control"] == "private, no-store"
    assert SensitiveAccess.objects.get().purpose == "Rà soát tiêu chuẩn"


def test_a_unit_manager_makes_an_account_prints_a_code_and_closes_it(cast, client):
    dia = people.official("Vừ A Dia", cast.commune, code="NS-DIA")
    client.force_login(cast.pao)
    url = f"/don-vi/nhan-su/{dia.uid}/"
    assert client.post(url, {"do": "make", "email": ""}).status_code == 302
    sheet = client.post(url, {"do": "code"})
    assert sheet["Cache-Control"] == "private, no-store"
    body = sheet.content.decode()
    assert "NS-DIA" in body
    assert "/tai-khoan/ma-mot-lan/" in body
    code = body.split('<b class="code">')[1].split("<")[0]
    assert code not in page(client, url)
    client.logout()
    opened = client.post(
        "/tai-khoan/ma-mot-lan/",
        {"staff_code": "ns-dia", "code": code, "password": "Nương-lúa-mùa-10"},
    )
    assert opened.status_code == 302
    assert User.objects.get(staff_code="NS-DIA").check_password("Nương-lúa-mùa-10")
    client.force_login(cast.pao)
    assert client.post(url, {"do": "close", "reason": ""}).status_code == 422
    assert User.objects.get(staff_code="NS-DIA").is_active
    assert client.post(url, {"do": "close", "reason": "Nghỉ hưu"}).status_code == 302
    assert not User.objects.get(staff_code="NS-DIA").is_active


def test_a_taken_email_is_named_at_the_form_and_kept(cast, client):
    dia = people.official("Vừ A Dia", cast.commune)
    client.force_login(cast.pao)
    answer = client.post(f"/don-vi/nhan-su/{dia.uid}/", {"do": "make", "email": cast.lan.email})
    assert answer.status_code == 422
    assert answer.content.decode().count(cast.lan.email) >= 2
    assert not User.objects.filter(staff_code=dia.code).exists()


def test_a_role_that_ended_opens_nothing_any_more(cast, client):
    cast.pao.roles.filter(role=Role.UNIT_MANAGER).update(
        valid_to=clock.today() - dt.timedelta(days=1)
    )
    client.force_login(cast.pao)
    page(client, "/don-vi/", 404)
    assert unit_section(cast.actor(cast.pao)) is None
