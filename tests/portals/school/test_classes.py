"""The office's desk: a class from plan to first lesson, by its pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.teaching.classes.models import ClassGroup, Meeting
from tests.factories import content, teaching


def day(days):
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def test_the_office_plans_a_class_and_brings_it_to_its_first_day(client, cast):
    edition = content.edition(cast.school.code)
    client.force_login(cast.hoa)
    form = {
        "school": "TCT-DB",
        "edition": edition.edition_id,
        "title": "Một cửa K3",
        "code": "mot-cua-k3",
        "starts_on": day(0),
        "ends_on": day(9),
        "capacity": "30",
        "mode": "blended",
        "place": "Na Son",
        "plan": "",
    }
    assert client.get("/truong/lop/moi/").status_code == 200
    answer = client.post("/truong/lop/moi/", form)
    assert answer.url == "/truong/lop/mot-cua-k3/"
    typed_meeting = {
        "title": "Mở đầu",
        "day": day(0),
        "starts_at": "08:00",
        "ends_at": "11:20",
        "periods": "4",
        "is_online": "on",
    }
    client.post("/truong/lop/mot-cua-k3/buoi/", typed_meeting)
    meeting = Meeting.objects.get()
    assert (clock.local(meeting.starts_at).hour, meeting.is_online) == (8, True)
    client.post(
        "/truong/lop/mot-cua-k3/giang-vien/",
        {"user": cast.minh.email.upper(), "role": "instructor"},
    )
    client.post("/truong/lop/mot-cua-k3/chuyen/", {"do": "enrol"})
    page = client.get("/truong/lop/mot-cua-k3/ghi-danh/?tim=lo thi").content.decode()
    assert "Lò Thị Lan" in page
    answer = client.post(
        "/truong/lop/mot-cua-k3/ghi-danh/",
        {"officials": [cast.lan_official.pk], "decision": "QĐ 12/QĐ-TCT"},
    )
    assert "Đã ghi danh: 1" in answer.content.decode()
    client.post("/truong/lop/mot-cua-k3/chuyen/", {"do": "start"})
    assert ClassGroup.objects.get().state == "running"
    for path in (
        "/truong/",
        "/truong/lop/",
        "/truong/lop/mot-cua-k3/",
        "/truong/lop/mot-cua-k3/buoi/1/",
    ):
        assert client.get(path).status_code == 200


def test_a_refusal_keeps_what_was_typed(client, cast):
    group = teaching.planned_class(cast)
    client.force_login(cast.hoa)
    form = {
        "title": "Buổi lạc",
        "day": day(99),
        "starts_at": "08:00",
        "ends_at": "11:20",
        "periods": "4",
    }
    answer = client.post(f"/truong/lop/{group.code}/buoi/", form)
    assert answer.status_code == 422
    assert "Buổi lạc" in answer.content.decode()
    assert not group.meetings.exists()
    answer = client.post(f"/truong/lop/{group.code}/chuyen/", {"do": "enrol"})
    assert answer.status_code == 422
    assert "Lớp chưa có buổi học nào" in answer.content.decode()
    answer = client.post(f"/truong/lop/{group.code}/chuyen/", {"do": "cancel", "reason": ""})
    assert answer.status_code == 422
    answer = client.post(
        f"/truong/lop/{group.code}/giang-vien/",
        {"user": "nobody@demo.example", "role": "instructor"},
    )
    assert "Không có tài khoản nào" in answer.content.decode()
    group.refresh_from_db()
    assert group.state == "planned"


def test_a_meeting_is_moved_and_cancelled(client, cast):
    group = teaching.planned_class(cast)
    teaching.meeting(group, 1)
    client.force_login(cast.hoa)
    path = f"/truong/lop/{group.code}/buoi/1/"
    client.post(
        path,
        {"title": "Dời", "day": day(2), "starts_at": "14:00", "ends_at": "17:00", "periods": "4"},
    )
    assert clock.local(group.meetings.get().starts_at).hour == 14
    assert client.post(path, {"do": "cancel", "reason": ""}).status_code == 422
    client.post(path, {"do": "cancel", "reason": "Mưa lũ"})
    assert group.meetings.get().state == "cancelled"


def test_the_office_ends_an_assignment_and_with_it_the_right_to_mark(client, cast):
    group = teaching.running_class(cast)
    assignment = group.staff.get(user=cast.minh)
    client.force_login(cast.hoa)
    path = f"/truong/lop/{group.code}/giang-vien/{assignment.pk}/ket-thuc/"
    assert path in client.get(f"/truong/lop/{group.code}/").content.decode()
    assert "Kết thúc phân công" in client.get(path).content.decode()
    assert client.post(path, {"on": day(-1), "reason": " "}).status_code == 422
    assert client.post(path, {"on": "1999-01-01", "reason": "Chuyển công tác"}).status_code == 422
    assignment.refresh_from_db()
    assert assignment.valid_to is None
    answer = client.post(path, {"on": day(-1), "reason": "Chuyển công tác"})
    assert answer.url == f"/truong/lop/{group.code}/"
    assignment.refresh_from_db()
    assert assignment.valid_to == clock.today() - dt.timedelta(days=1)
    client.force_login(cast.minh)
    assert client.get(f"/lop/{group.code}/so/2/").status_code == 404
    other = teaching.running_class(cast)
    client.force_login(cast.hoa)
    elsewhere = f"/truong/lop/{group.code}/giang-vien/{other.staff.get().pk}/ket-thuc/"
    assert client.get(elsewhere).status_code == 404


@pytest.mark.parametrize("who", ["minh", "lan", "son", "tu", "pao", "stranger", "other_hoa"])
def test_strangers_find_no_class_here(client, cast, who):
    group = teaching.running_class(cast)
    seat = group.enrolments.get()
    client.force_login(getattr(cast, who))
    base = f"/truong/lop/{group.code}/"
    for path in ("", "buoi/1/", "ghi-danh/", f"ghi-danh/{seat.uid}/"):
        assert client.get(base + path).status_code == 404, path
    for path in ("buoi/", "giang-vien/", "chuyen/", "ghi-danh/", f"ghi-danh/{seat.uid}/"):
        assert client.post(base + path, {"do": "cancel", "reason": "x"}).status_code == 404, path
    group.refresh_from_db()
    assert group.state == "running"


def test_the_lists_cost_the_same_for_one_class_and_for_many(client, cast):
    client.force_login(cast.hoa)
    counts = []
    for _ in range(2):
        teaching.planned_class(cast)
        client.get("/truong/lop/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/truong/lop/")
        with CaptureQueriesContext(connection) as desk:
            client.get("/truong/")
        counts.append((len(queries), len(desk)))
        teaching.planned_class(cast)
    assert counts[0] == counts[1]
