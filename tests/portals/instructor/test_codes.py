"""The attendance code beside the register and on the wall."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.teaching.attendance import actions, queries
from lms.teaching.attendance.states import AttendanceSource
from lms.teaching.classes.models import Meeting
from tests.factories import teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    cache.clear()
    return teaching.running_class(cast)


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(teaching.at_day(0, 7, 52)):
        yield


def today(group):
    return group.meetings.select_related("group__school").get(number=2)


def page(client, group, path=""):
    answer = client.get(f"/lop/{group.code}/so/2/{path}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("path", ["", "ma/", "ma-qr/"])
def test_the_code_stands_there_as_picture_and_digits(client, cast, group, path):
    client.force_login(cast.minh)
    digits = queries.shown_code(today(group)).digits
    body = page(client, group, path)
    assert f"{digits[:3]} {digits[3:]}" in body
    assert '<svg viewBox="0 0 ' in body and "style=" not in body
    assert "Đổi mã sau 30 giây" in body and 'data-words="Đổi mã sau %n giây"' in body
    assert "0 trên 1 học viên" in body


def test_who_has_come_is_named(client, cast, group):
    client.force_login(cast.minh)
    lan, token = cast.actor(cast.lan), queries.shown_code(today(group)).token
    actions.check_in_by_token(actor=lan, token=token)
    body = page(client, group, "ma/")
    assert "Lò Thị Lan" in body and "07:52" in body and "1 trên 1 học viên" in body
    assert 'value="present" checked' in page(client, group)


def test_no_code_when_none_would_be_taken(client, cast, group):
    Meeting.objects.filter(group=group, number=2).update(state="closed")
    client.force_login(cast.minh)
    assert "Mã điểm danh" not in page(client, group)
    for path in ("ma/", "ma-qr/"):
        assert client.get(f"/lop/{group.code}/so/2/{path}").status_code == 409
        assert client.get(f"/lop/{group.code}/so/1/{path}").status_code == 409  # last week


@pytest.mark.parametrize("who", ["lan", "hoa", "stranger", "other_hoa", "pao", "tu"])
def test_only_the_staff_of_the_class_shows_the_code(client, cast, group, who):
    client.force_login(getattr(cast, who))
    for path in ("ma/", "ma-qr/"):
        assert client.get(f"/lop/{group.code}/so/2/{path}").status_code == 404


def test_the_office_reads_the_register_without_the_code(client, cast, group):
    client.force_login(cast.hoa)
    assert "Mã điểm danh" not in page(client, group)


@pytest.mark.parametrize("path", ["", "ma/", "ma-qr/"])
def test_the_queries_do_not_grow_with_the_class(client, cast, path):
    counts = []
    client.force_login(cast.minh)
    for learners in (0, 12):
        group = teaching.running_class(cast, learners=learners)
        for seat in group.enrolments.all():
            actions.check_in(
                actor=cast.actor(cast.minh),
                meeting=today(group),
                enrolment=seat,
                source=AttendanceSource.CODE,
            )
        page(client, group, path)  # warm
        with CaptureQueriesContext(connection) as queries:
            page(client, group, path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
