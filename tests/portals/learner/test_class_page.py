"""The learner's class and year: periods attended of those planned, and a class without meetings."""

from lms.teaching.attendance.queries import attended_of, class_periods
from lms.teaching.attendance.states import AttendanceStatus
from tests.factories import teaching


def test_the_periods_of_the_page_are_those_of_its_meetings(cast, client):
    group = teaching.running_class(cast)
    teaching.attended(cast, group, AttendanceStatus.LATE)
    cancelled = teaching.meeting(group, -1)
    cancelled.state = "cancelled"
    cancelled.save()
    lan = group.enrolments.get()
    attended, total = class_periods(group)
    client.force_login(cast.lan)
    body = client.get(f"/lop/{group.code}/").content.decode()
    assert f"<b>{attended[lan.pk]}/{total} tiết</b>" in body
    assert attended_of([lan]) == {lan.pk: (attended[lan.pk], total)}
    assert total == sum(group.meetings.exclude(state="cancelled").values_list("periods", flat=True))


def test_a_class_without_meetings_says_so_instead_of_nought_of_nought(cast, client):
    group = teaching.running_class(cast)
    group.meetings.all().delete()
    client.force_login(cast.lan)
    for url in (f"/lop/{group.code}/", "/hom-nay/"):
        body = client.get(url).content.decode()
        assert "Chưa có lịch học" in body, url
        assert "0/0" not in body, url
        assert 'class="ring"' not in body, url
