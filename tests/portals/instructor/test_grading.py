"""The marking pages."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.learning.assessment.actions import HandIn, hand_in
from lms.learning.assessment.models import Review, Schedule
from tests.factories import learning


@pytest.fixture
def school(cast):
    return learning.school(cast)


@pytest.fixture
def minh(client, cast):
    client.force_login(cast.minh)
    return client


def give(cast, school, seat=None):
    seat = seat or school.seat
    return hand_in(
        actor=cast.actor(seat.official.user),
        enrolment=seat,
        lesson=school.assignment.slug,
        draft=HandIn(learning.ESSAY, uuid.uuid4()),
    )


def test_from_the_pile_to_the_desk_to_the_next(minh, cast, school):
    other = learning.learner(cast, school.group, "Tòng Thị Sua")
    first, second = give(cast, school), give(cast, school, other)
    assert school.assignment.title in minh.get("/cham/").content.decode()
    page = minh.get(f"/cham/{school.group.code}/{school.assignment.slug}/").content.decode()
    assert "Lò Thị Lan" in page and f"/cham/bai/{first.pk}/" in page
    desk = minh.get(f"/cham/bai/{first.pk}/")
    assert learning.ESSAY[:30] in desk.content.decode()
    answer = minh.post(
        f"/cham/bai/{first.pk}/", {"c-hieu": "3", "c-van-dung": "4", "remark": "Tốt", "seen": ""}
    )
    assert answer.url == f"/cham/bai/{second.pk}/"
    assert str(Review.objects.get().score) == "8.50"
    answer = minh.post(
        f"/cham/bai/{second.pk}/", {"action": "return", "remark": "Thêm ví dụ", "seen": ""}
    )
    assert answer.url == f"/cham/{school.group.code}/{school.assignment.slug}/"
    assert minh.get(answer.url).status_code == 200


def test_what_is_missing_is_said_and_the_rest_kept(minh, cast, school):
    work = give(cast, school)
    answer = minh.post(f"/cham/bai/{work.pk}/", {"c-hieu": "3", "remark": "Gần xong"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Gần xong" in page and 'value="3" checked' in page
    assert not Review.objects.exists()


def test_a_mark_in_the_meantime_is_shown(minh, cast, school):
    work = give(cast, school)
    minh.post(f"/cham/bai/{work.pk}/", {"c-hieu": "3", "c-van-dung": "4", "seen": ""})
    answer = minh.post(
        f"/cham/bai/{work.pk}/", {"c-hieu": "1", "c-van-dung": "1", "seen": "", "remark": "khác"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hoàng Văn Minh" in page and "khác" in page and 'name="reason"' in page
    assert Review.objects.count() == 1
    last_review = str(Review.objects.get().pk)
    assert f'name="seen" value="{last_review}"' in page
    answer = minh.post(
        f"/cham/bai/{work.pk}/",
        {"c-hieu": "1", "c-van-dung": "1", "seen": last_review, "reason": "Đọc lại"},
    )
    assert answer.status_code == 302 and Review.objects.count() == 2


def test_strangers_find_nothing(client, cast, school):
    work = give(cast, school)
    for user in (cast.lan, cast.stranger, cast.hoa, cast.other_hoa):
        client.force_login(user)
        assert client.get(f"/cham/bai/{work.pk}/").status_code == 404
        assert (
            client.post(f"/cham/bai/{work.pk}/", {"c-hieu": "4", "c-van-dung": "4"}).status_code
            == 404
        )
        assert client.get(f"/cham/{school.group.code}/{school.assignment.slug}/").status_code == 404
    assert not Review.objects.exists()


def test_set_the_date_on_the_page(minh, cast, school):
    url = f"/cham/{school.group.code}/{school.assignment.slug}/"
    assert minh.post(url, {"due_at": "ngày mai", "late": "accept"}).status_code == 422
    assert minh.post(url, {"due_at": "2026-12-01T17:00", "late": "refuse"}).status_code == 302
    assert Schedule.objects.get().late == "refuse"


def test_lists_cost_the_same_for_one_and_for_many(minh, cast, school):
    url = f"/cham/{school.group.code}/{school.assignment.slug}/"
    give(cast, school)

    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            assert minh.get(path).status_code == 200
        return len(queries)

    cost(url)
    before = cost(url), cost("/cham/")
    for name in ("Lường Văn A", "Lường Văn Bê", "Lường Văn Xê"):
        give(cast, school, learning.learner(cast, school.group, name))
    assert (cost(url), cost("/cham/")) == before
