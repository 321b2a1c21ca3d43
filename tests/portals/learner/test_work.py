"""Handing in on the page, the class page, leave."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.learning.assessment.models import Submission, Version
from lms.teaching.attendance.models import LeaveRequest
from tests.factories import learning, teaching

PDF = b"%PDF-1.7 b\xc3\xa0i thu ho\xe1\xba\xa1ch"


@pytest.fixture
def school(cast):
    return learning.school(cast)


def work_url(school):
    return f"/hoc/{school.assignment.slug}/nop-bai/"


def test_write_keep_and_hand_in_once(lan, school):
    page = lan.get(work_url(school))
    client_id = str(page.context["client_id"])
    draft_response = lan.post(
        work_url(school),
        {"text": "Nháp", "action": "draft"},
        headers={"accept": "application/json"},
    )
    assert draft_response.status_code == 200 and "saved" in draft_response.json()
    assert "Nháp" in lan.get(work_url(school)).content.decode()
    for _ in range(2):
        response = lan.post(work_url(school), {"text": learning.ESSAY, "client_id": client_id})
        assert response.url == f"/bai-nop/{Submission.objects.get().pk}/"
    assert Version.objects.count() == 1
    assert learning.ESSAY[:40] in lan.get(response.url).content.decode()
    assert lan.get(work_url(school)).status_code == 302


def test_too_short_is_said_and_what_was_typed_is_kept(lan, school):
    answer = lan.post(work_url(school), {"text": "Một hai"})
    assert answer.status_code == 422 and "Một hai" in answer.content.decode()
    assert not Version.objects.exists()


def test_a_file_is_only_ever_a_download_and_only_for_its_people(lan, client, cast, school):
    lan.post(work_url(school), {"text": "", "file": SimpleUploadedFile("../bài của tôi.pdf", PDF)})
    version = Version.objects.get()
    assert version.file_name == "bài của tôi.pdf" and len(version.file_sha256) == 64
    path = f"/bai-nop/tep/{version.pk}/"
    for user in (cast.lan, cast.minh):
        client.force_login(user)
        answer = client.get(path)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == PDF
    for user in (cast.stranger, cast.hoa, cast.pao):
        client.force_login(user)
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "name, body", [("a.exe", b"MZ"), ("a.pdf", b"<script>"), ("a.html", b"<p>")]
)
def test_files_that_are_not_taken(lan, school, name, body):
    answer = lan.post(work_url(school), {"text": "", "file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 422
    assert not Version.objects.exists()


def test_work_of_others_is_404(client, cast, school, lan):
    lan.post(work_url(school), {"text": learning.ESSAY})
    work = Submission.objects.get()
    for user in (cast.stranger, cast.minh, cast.hoa):
        client.force_login(user)
        assert client.get(f"/bai-nop/{work.pk}/").status_code == 404


def test_ask_for_leave(lan, cast, school):
    teaching.meeting(school.group, 2)
    path = f"/lop/{school.group.code}/xin-phep/1/"
    assert lan.get(path).status_code == 200
    assert lan.post(path, {"reason": " "}).status_code == 422
    assert lan.post(path, {"reason": "Họp ở huyện"}).status_code == 302
    assert LeaveRequest.objects.get().enrolment == school.seat
    assert lan.post(path, {"reason": "Lần nữa"}).status_code == 422


def test_leave_is_taken_back_on_the_class_page_and_asked_again(lan, cast, school, client):
    teaching.meeting(school.group, 2)
    ask = f"/lop/{school.group.code}/xin-phep/1/"
    lan.post(ask, {"reason": "Họp ở huyện"})
    leave = LeaveRequest.objects.get()
    take_back = f"/xin-phep/{leave.pk}/rut-lai/"
    page = f"/lop/{school.group.code}/"
    assert take_back in lan.get(page).content.decode()
    assert lan.post(take_back).url == page
    leave.refresh_from_db()
    assert leave.state == "cancelled"
    assert ask in lan.get(page).content.decode()
    assert take_back not in lan.get(page).content.decode()
    refused = lan.post(take_back, follow=True)  # a second click changes nothing and says so
    assert refused.status_code == 200 and refused.context["messages"]
    assert lan.post(ask, {"reason": "Con ốm"}).status_code == 302
    client.force_login(cast.minh)
    waiting = LeaveRequest.objects.get(state="submitted")
    assert client.post(f"/xin-phep/{waiting.pk}/rut-lai/").status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_the_class_page(cast, school, lan):
    teaching.meeting(school.group, 2)
    page = lan.get(f"/lop/{school.group.code}/").content.decode()
    assert school.group.title in page and school.assignment.title in page and "0/4" in page
