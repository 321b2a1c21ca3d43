"""Those who keep files deal with requests about personal data: the list, one request, what is
refused.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.people.organisation.models import Role
from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = "/don-vi/yeu-cau/"


def ask(cast, about="", kind=DataRequest.Kind.CORRECT, user=None) -> DataRequest:
    return actions.submit_request(
        actor=cast.actor(user or cast.lan), kind=kind, about=about, words="Sai ngày sinh"
    )


def test_open_ones_stand_by_deadline_and_overdue_is_said_in_words(cast, client, at):
    with at(2026, 11, 2, 9, 0):
        late = ask(cast, "cũ")
    with at(2026, 11, 23, 9, 0):
        new, over = ask(cast, "mới"), ask(cast, "xong")
        actions.finish_request(actor=cast.actor(cast.pao), request=over, answer="Đã sửa")
        client.force_login(cast.pao)
        body = client.get(LIST).content.decode()
        assert body.index(str(late.uid)) < body.index(str(new.uid)) < body.index("<details")
        assert body.index("<details") < body.index(str(over.uid))
        assert "quá hạn" in body
        assert str(over.uid) in client.get(f"{LIST}?xem=xong").content.decode()
        assert str(new.uid) not in client.get(f"{LIST}?xem=xong").content.decode()
        for user in (cast.pao, cast.tu):
            client.force_login(user)
            today = client.get("/hom-nay/").content.decode()
            assert LIST in today and "04/11/2026" in today


def test_a_manager_takes_extends_and_finishes(cast, client):
    request = ask(cast)
    url = f"{LIST}{request.uid}/"
    client.force_login(cast.pao)
    body = client.get(url).content.decode()
    assert "Lò Thị Lan" in body and f"/don-vi/nhan-su/{cast.lan_official.uid}/" in body
    assert 'value="extend"' not in body
    assert client.post(url, {"do": "take"}).status_code == 302
    assert 'value="extend"' in client.get(url).content.decode()
    assert (
        client.post(url, {"do": "extend", "days": "5", "reason": "Chờ bản sao"}).status_code == 302
    )
    assert client.post(url, {"do": "finish", "answer": "Đã sửa"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.answer, request.extension_reason) == (
        "done",
        "Đã sửa",
        "Chờ bản sao",
    )


@pytest.mark.parametrize(
    "data",
    [
        {"do": "extend", "days": "5", "reason": "chưa nhận"},
        {"do": "extend", "days": "x", "reason": "giữ lại"},
        {"do": "finish", "answer": ""},
        {"do": "refuse", "ground": " "},
    ],
)
def test_a_refused_act_is_said_keeps_the_words_and_writes_nothing(cast, client, data):
    request = ask(cast)
    client.force_login(cast.pao)
    answer = client.post(f"{LIST}{request.uid}/", data)
    assert answer.status_code == 422
    assert data.get("reason", "") in answer.content.decode()
    assert DataRequest.objects.get().state == "open"


def test_what_another_one_has_closed_meanwhile_is_said(cast, client):
    request = ask(cast)
    actions.withdraw_request(actor=cast.actor(cast.lan), request=request)
    client.force_login(cast.pao)
    assert client.post(f"{LIST}{request.uid}/", {"do": "take"}).status_code == 422
    assert DataRequest.objects.get().state == "withdrawn"


def test_siblings_schools_and_learners_see_none_of_it(cast, client):
    request = ask(cast)
    sibling = people.user("Sùng A Chu")
    people.role(sibling, people.unit("PUNHI", "Xã Pú Nhi", parent=cast.province), Role.UNIT_MANAGER)
    for user in (cast.lan, cast.hoa, cast.son, cast.minh, cast.stranger, cast.editor):
        client.force_login(user)
        assert client.get(LIST).status_code == 404
    for user in (cast.lan, cast.hoa, cast.stranger, sibling, cast.other_hoa):
        client.force_login(user)
        for answer in (
            client.get(f"{LIST}{request.uid}/"),
            client.post(f"{LIST}{request.uid}/", {"do": "take"}),
        ):
            assert answer.status_code == 404
    client.force_login(sibling)
    body = client.get(LIST).content.decode()
    assert "Lò Thị Lan" not in body and str(request.uid) not in body
    assert DataRequest.objects.get().state == "open"


def test_the_list_costs_the_same_with_one_and_with_many(cast, client):
    ask(cast)
    client.force_login(cast.pao)
    client.get(LIST)

    def count():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LIST).status_code == 200
        return len(caught)

    over = ask(cast, "a")
    actions.finish_request(actor=cast.actor(cast.pao), request=over, answer="x")
    before = count()
    for n in range(3):
        user = people.user(f"Vàng A {n}")
        people.official(f"Vàng A {n}", cast.commune, user)
        ask(cast, user=user)
        closed = ask(cast, "b", user=user)
        actions.finish_request(actor=cast.actor(cast.pao), request=closed, answer="x")
    assert count() == before


def test_one_who_works_nowhere_any_more_is_named_without_a_link_to_a_file(cast, client):
    cast.lan_official.posts.update(valid_to=clock.today() - dt.timedelta(days=1))
    request = ask(cast)
    client.force_login(cast.tu)
    body = client.get(f"{LIST}{request.uid}/").content.decode()
    assert "Lò Thị Lan" in body and f"/don-vi/nhan-su/{cast.lan_official.uid}/" not in body
