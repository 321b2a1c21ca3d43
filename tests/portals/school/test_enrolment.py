"""Enrolling from the list, by its pages."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.teaching.enrolment.models import Enrolment
from tests.factories import people, teaching


def opened(cast):
    group = teaching.planned_class(cast, state="enrolling", capacity=3)
    teaching.meeting(group, 3)
    return group


def test_conflicts_are_seen_before_sending_and_said_after(client, cast):
    group = opened(cast)
    other = teaching.planned_class(cast, state="running", title="Kỹ năng soạn thảo")
    teaching.meeting(other, 3)
    teaching.enrolment_of(other, cast.lan_official)
    good = people.official("Mùa A Dơ", cast.commune)
    client.force_login(cast.hoa)
    path = f"/truong/lop/{group.code}/ghi-danh/"
    assert "trùng buổi học của lớp “Kỹ năng soạn thảo”" in client.get(path).content.decode()
    page = client.post(
        path, {"officials": [cast.lan_official.pk, good.pk], "decision": "QĐ 1"}
    ).content.decode()
    assert "Đã ghi danh: 1" in page
    assert "Không ghi danh được: 1" in page
    assert "Kỹ năng soạn thảo" in page
    assert [seat.official for seat in group.enrolments.all()] == [good]


def test_a_missing_decision_keeps_the_ticks(client, cast):
    group = opened(cast)
    client.force_login(cast.hoa)
    answer = client.post(
        f"/truong/lop/{group.code}/ghi-danh/", {"officials": [cast.lan_official.pk], "decision": ""}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="o-{cast.lan_official.pk}" checked' in page
    assert not Enrolment.objects.exists()


def test_people_of_another_area_cannot_be_slipped_in(client, cast):
    group = opened(cast)
    foreign = people.official("Hứa Văn Xa", cast.other_province)
    client.force_login(cast.hoa)
    answer = client.post(
        f"/truong/lop/{group.code}/ghi-danh/", {"officials": [foreign.pk], "decision": "QĐ 1"}
    )
    assert answer.status_code == 422
    assert "Hứa Văn Xa" not in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_an_enrolment_is_withdrawn_with_a_reason(client, cast):
    group = teaching.running_class(cast)
    seat = group.enrolments.get()
    client.force_login(cast.hoa)
    path = f"/truong/lop/{group.code}/ghi-danh/{seat.uid}/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Chuyển công tác"})
    seat.refresh_from_db()
    assert seat.state == "withdrawn"
    assert "Chuyển công tác" in client.get(f"/truong/lop/{group.code}/ghi-danh/").content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(client, cast):
    group = opened(cast)
    client.force_login(cast.hoa)
    counts = []
    for number in (2, 20):
        for index in range(number):
            people.official(f"Lò Văn An {index}", cast.commune)
        client.get(f"/truong/lop/{group.code}/ghi-danh/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/truong/lop/{group.code}/ghi-danh/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
