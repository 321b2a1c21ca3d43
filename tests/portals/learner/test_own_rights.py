"""Asking about one's own data: the form, the one that waits already, the steps, taking it back."""

import pytest

from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest

pytestmark = pytest.mark.django_db
NEW = "/ho-so/quyen/moi/"
WORDS = {"kind": "correct", "about": "Chức vụ", "words": "Tôi làm ở Văn phòng từ 1/7/2025."}


def test_an_error_is_reported_beside_the_part_that_is_wrong(cast, client):
    client.force_login(cast.lan)
    assert f"{NEW}?muc=posts" in client.get("/ho-so/ca-nhan/").content.decode()
    form = client.get(f"{NEW}?muc=posts").content.decode()
    assert 'value="correct" required' in form.replace("\n", " ") or "checked" in form
    assert 'value="Chức vụ' in form
    assert "checked" not in client.get(f"{NEW}?muc=<b>gi-do").content.decode()


def test_a_request_is_sent_seen_with_its_clock_and_withdrawn(cast, client, at):
    client.force_login(cast.lan)
    with at(2026, 11, 23, 9, 0):
        answer = client.post(NEW, WORDS)
        request = DataRequest.objects.get()
        assert answer["Location"] == f"/ho-so/quyen/{request.uid}/"
        listed = client.get("/ho-so/quyen/").content.decode()
        assert "25/11/2026" in listed
        page = client.get(f"/ho-so/quyen/{request.uid}/").content.decode()
        assert "25/11/2026" in page and "03/12/2026" in page and "Tôi làm ở Văn phòng" in page
    client.post(f"/ho-so/quyen/{request.uid}/")
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert client.post(f"/ho-so/quyen/{request.uid}/").status_code == 409


def test_the_same_again_leads_to_the_one_that_waits_and_keeps_what_was_typed(cast, client):
    client.force_login(cast.lan)
    client.post(NEW, WORDS)
    first = DataRequest.objects.get()
    answer = client.post(NEW, {**WORDS, "words": "Xin hỏi lại lần nữa."})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert f"/ho-so/quyen/{first.uid}/" in body and "Xin hỏi lại lần nữa." in body
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"kind": ""}, {"kind": "xoa"}, {"words": ""}, {"words": "x" * 2001}, {"about": "x" * 201}],
)
def test_bad_input_is_said_and_nothing_is_written(cast, client, changes):
    client.force_login(cast.lan)
    assert client.post(NEW, {**WORDS, **changes}).status_code == 422
    assert not DataRequest.objects.exists()


def test_the_answer_stands_on_the_page_and_the_law_about_deleting_is_said(cast, client):
    client.force_login(cast.lan)
    assert "không bị xóa" in client.get(NEW).content.decode()
    request = actions.submit_request(
        actor=cast.actor(cast.lan), kind=DataRequest.Kind.DELETE, words="Xóa kết quả học"
    )
    actions.refuse_request(
        actor=cast.actor(cast.pao),
        request=request,
        ground="Kết quả bồi dưỡng phải lưu.\n<b>Điều 5</b>",
    )
    body = client.get(f"/ho-so/quyen/{request.uid}/").content.decode()
    assert "Kết quả bồi dưỡng phải lưu." in body and "&lt;b&gt;Điều 5" in body
    assert "<b>Điều 5" not in body


def test_nobody_opens_the_request_of_another_one(cast, client):
    request = actions.submit_request(
        actor=cast.actor(cast.lan), kind=DataRequest.Kind.ACCESS, words="Xem"
    )
    for user in (cast.pao, cast.tu, cast.stranger, cast.hoa):
        client.force_login(user)
        assert client.get(f"/ho-so/quyen/{request.uid}/").status_code == 404
        assert client.post(f"/ho-so/quyen/{request.uid}/").status_code == 404
    assert DataRequest.objects.get().state == "open"
