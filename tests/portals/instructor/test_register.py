"""The register on the pages of the instructor."""

import re
from pathlib import Path

import pytest

from lms.core.audit.models import Event
from lms.core.jobs.models import Job
from lms.project.sweep import drain
from lms.teaching.attendance.actions import mark_attendance, request_leave
from lms.teaching.attendance.models import LeaveRequest, Mark
from lms.teaching.attendance.states import AttendanceStatus, RegisterFigure
from lms.teaching.classes.models import Meeting
from tests.factories import teaching


def statuses(group, number):
    return [
        m.status
        for m in Mark.objects.filter(meeting__group=group, meeting__number=number).order_by("pk")
    ]


def test_an_instructor_marks_everybody_and_closes(client, cast):
    group = teaching.running_class(cast, learners=2)
    seats = list(group.enrolments.all())
    client.force_login(cast.minh)
    page = client.get(f"/lop/{group.code}/so/1/")
    assert page.status_code == 200
    assert "Sổ điểm danh buổi 1" in page.content.decode()
    form = {f"s-{seat.pk}": "present" for seat in seats} | {"do": "close"}
    answer = client.post(f"/lop/{group.code}/so/1/", form)
    assert answer.url == f"/lop/{group.code}/so/1/chot/"
    assert Meeting.objects.get(group=group, number=1).state == "open"  # only asked so far
    assert client.get(answer.url).status_code == 200
    client.post(answer.url)
    assert Meeting.objects.get(group=group, number=1).state == "closed"
    assert statuses(group, 1) == ["present"] * 3


def test_closing_with_somebody_unmarked_is_refused_and_names_them(client, cast):
    group = teaching.running_class(cast)
    client.force_login(cast.minh)
    page = client.post(f"/lop/{group.code}/so/1/chot/")
    assert page.status_code == 422
    assert "Lò Thị Lan" in page.content.decode()
    assert Meeting.objects.get(group=group, number=1).state == "scheduled"


def test_correction_after_closing_needs_a_reason_and_keeps_what_was_typed(client, cast):
    group = teaching.running_class(cast)
    teaching.attended(cast, group)
    seat = group.enrolments.get()
    client.force_login(cast.minh)
    path = f"/lop/{group.code}/so/1/{seat.uid}/"
    refused = client.post(path, {"status": "excused", "reason": ""})
    assert refused.status_code == 422
    assert statuses(group, 1) == ["present"]
    client.post(path, {"status": "excused", "reason": "Có giấy đi công tác"})
    assert statuses(group, 1) == ["present", "excused"]
    page = client.get(path).content.decode()
    assert "Có giấy đi công tác" in page
    assert "Hoàng Văn Minh" in page


def test_proposals_are_preselected_and_said_to_be_proposals(client, cast):
    group = teaching.running_class(cast)
    today = group.meetings.get(number=2)
    leave = request_leave(actor=cast.actor(cast.lan), meeting=today, reason="Con ốm")
    client.force_login(cast.minh)
    page = client.get(f"/lop/{group.code}/so/2/").content.decode()
    assert "Con ốm" in page
    client.post(f"/xin-phep/{leave.pk}/", {"granted": "1"})
    page = client.get(f"/lop/{group.code}/so/2/").content.decode()
    assert 'value="excused" checked' in page
    assert "đề xuất" in page
    assert not Mark.objects.exists()


def test_declining_without_a_word_is_refused(client, cast):
    group = teaching.running_class(cast)
    leave = request_leave(
        actor=cast.actor(cast.lan), meeting=group.meetings.get(number=2), reason="Con ốm"
    )
    client.force_login(cast.minh)
    client.post(f"/xin-phep/{leave.pk}/", {"granted": "0"})
    assert LeaveRequest.objects.get().state == "submitted"


@pytest.mark.parametrize("who", ["stranger", "lan", "other_hoa", "pao", "tu"])
def test_strangers_find_nothing(client, cast, who):
    group = teaching.running_class(cast)
    leave = request_leave(
        actor=cast.actor(cast.lan), meeting=group.meetings.get(number=2), reason="Con ốm"
    )
    seat = group.enrolments.get()
    client.force_login(getattr(cast, who))
    for path in ("so/", "so/1/", f"so/1/{seat.uid}/", "so/1/chot/"):
        assert client.get(f"/lop/{group.code}/{path}").status_code == 404, path
    assert client.post(f"/lop/{group.code}/so/1/", {f"s-{seat.pk}": "present"}).status_code == 404
    assert client.post(f"/lop/{group.code}/so/xuat/").status_code == 404
    assert client.post(f"/xin-phep/{leave.pk}/", {"granted": "1"}).status_code == 404
    assert not Mark.objects.exists()
    assert LeaveRequest.objects.get().state == "submitted"


def test_the_office_reads_but_does_not_mark(client, cast):
    group = teaching.running_class(cast)
    seat = group.enrolments.get()
    client.force_login(cast.hoa)
    for tail in ("", "1/"):
        page = client.get(f"/lop/{group.code}/so/{tail}")
        assert page.status_code == 200
        assert f'class="crumb" href="/truong/lop/{group.code}/"' in page.content.decode()
    assert client.post(f"/lop/{group.code}/so/1/", {f"s-{seat.pk}": "present"}).status_code == 403
    assert not Mark.objects.exists()


def test_filters_live_in_the_address(client, cast):
    group = teaching.running_class(cast, learners=3)
    meeting = group.meetings.get(number=1)
    mark_attendance(
        actor=cast.actor(cast.minh),
        meeting=meeting,
        statuses={
            enrolment.pk: AttendanceStatus.UNEXCUSED for enrolment in group.enrolments.all()[:1]
        },
    )
    client.force_login(cast.minh)
    page = client.get(f"/lop/{group.code}/so/1/?loc=vang").content.decode()
    assert page.count('role="radiogroup"') == 1
    assert (
        client.get(f"/lop/{group.code}/so/1/?loc=chua-ro")
        .content.decode()
        .count('role="radiogroup"')
        == 3
    )


def test_the_excel_file_is_made_in_the_background_once_and_runs_nothing(client, cast):
    import io

    import openpyxl

    group = teaching.running_class(cast, title="=cmd|' /C calc'!A0")
    teaching.attended(cast, group)
    client.force_login(cast.minh)
    for _ in range(2):
        answer = client.post(f"/lop/{group.code}/so/xuat/", {"nonce": "n1"})
        assert answer.status_code == 302
    drain()
    job = Job.objects.get()
    assert job.state == "done", job.message
    workbook = openpyxl.load_workbook(io.BytesIO(job.file.read()))
    sheet = workbook.worksheets[0]
    assert sheet["A1"].value.startswith("'=")
    assert sheet["B4"].value == "Lò Thị Lan"
    assert sheet["E4"].value == "x"
    assert workbook.sheetnames[1] == "Nguồn"
    explained = dict(workbook["Nguồn"].iter_rows(max_col=2, values_only=True))
    counted = [str(status.label) for status in AttendanceStatus if status.counts_as_attended]
    words = explained["Đơn vị tính"]
    assert words == f"tiết; {', '.join(counted[:-1])} và {counted[-1]} được tính là dự học"
    assert "có mặt, đi muộn" in words
    signs = [f"{status.letter} {status.meaning}" for status in AttendanceStatus]
    assert explained["Ký hiệu"] == " · ".join(signs)
    assert {"x có mặt", "M muộn", "P vắng có phép"} <= set(signs)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_status_that_there_is_not_is_refused_and_the_other_entries_stay_chosen(client, cast):
    group = teaching.running_class(cast, learners=1)
    one, other = group.enrolments.all()
    client.force_login(cast.minh)
    page = client.post(
        f"/lop/{group.code}/so/1/", {f"s-{one.pk}": "hologram", f"s-{other.pk}": "late"}
    )
    assert page.status_code == 422
    assert "không có trạng thái “hologram”" in page.content.decode()
    assert 'value="late" checked' in " ".join(page.content.decode().split())
    assert not Mark.objects.exists()


def test_a_mark_that_cannot_be_read_shows_a_question_mark_and_no_tick(client, cast):
    group = teaching.running_class(cast)
    teaching.mark_of_a_later_version(cast, group)
    client.force_login(cast.minh)
    for path in ("so/", "so/2/"):
        page = client.get(f"/lop/{group.code}/{path}").content.decode()
        assert '<span class="badge" aria-hidden="true">?</span>' in page, path
        assert 'aria-hidden="true">✓</span>' not in page, path
    page = client.get(f"/lop/{group.code}/so/1/").content.decode()
    assert page.count(" checked") == 1  # the switch of the keys alone
    assert 'data-count="unknown">1</b>' in page
    assert client.post(f"/lop/{group.code}/so/1/chot/").status_code == 422
    client.force_login(cast.lan)
    page = client.get(f"/lop/{group.code}/").content.decode()
    assert '<span class="tag">?' in page
    assert "có mặt" not in page


def test_every_status_is_seen_alike_on_the_page_and_on_the_sheet(client, cast):
    """The four figures add up to the learners, whatever the mark."""
    group = teaching.running_class(cast, learners=len(AttendanceStatus) - 1)
    meeting = group.meetings.get(number=1)
    marks = dict(zip(group.enrolments.values_list("pk", flat=True), AttendanceStatus, strict=True))
    mark_attendance(actor=cast.actor(cast.minh), meeting=meeting, statuses=marks)
    client.force_login(cast.minh)
    sheet = client.get(f"/lop/{group.code}/so/").content.decode()
    signs = " ".join(sheet.split())
    for status in AttendanceStatus:
        assert f'badge--{status.tone}" aria-hidden="true">{status.sign}</span>' in signs
        assert f"{status.sign} {status.meaning}" in signs
    page = client.get(f"/lop/{group.code}/so/1/").content.decode()
    figures = re.findall(r'data-count="(\w+)">(\d+)</b>', page)
    assert {name for name, _count in figures} == set(RegisterFigure.values)
    assert sum(int(count) for _name, count in figures) == len(AttendanceStatus)
    assert dict(figures)["unknown"] == "0"
    counted_in = re.findall(r'<input type="radio" [^>]*data-figure="(\w+)"', page)
    assert set(counted_in) <= set(RegisterFigure.values) - {"unknown"}
    offered = AttendanceStatus.with_buttons()
    assert len(counted_in) == page.count('type="radio"') == len(offered) * len(AttendanceStatus)
    assert f"1–{len(offered)} chọn trạng thái" in page


def test_the_signs_are_explained_as_before(client, cast):
    group = teaching.running_class(cast)
    client.force_login(cast.minh)
    page = " ".join(client.get(f"/lop/{group.code}/so/").content.decode().split())
    for words in ("✓ có mặt ·", "M muộn ·", "P vắng có phép ·", "V vắng không phép ·", "B học bù"):
        assert words in page


@pytest.mark.parametrize("path", ["so/", "so/2/"])
def test_as_many_queries_for_one_as_for_three_hundred(client, cast, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few, many = teaching.running_class(cast), teaching.running_class(cast, learners=299)
    teaching.attended(cast, few)
    teaching.attended(cast, many)
    client.force_login(cast.minh)
    counts = []
    for group in (few, many):
        client.get(f"/lop/{group.code}/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/lop/{group.code}/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_every_decision_is_recorded(client, cast):
    group = teaching.running_class(cast)
    teaching.attended(cast, group)
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"enrolment.enrolled", "attendance.marked", "attendance.closed"} <= kinds


def test_a_register_of_42_weighs_little(client, cast):
    """Brotli bytes of everything a cold visit fetches (budget: 60 KB)."""
    import brotli
    from django.contrib.staticfiles import finders

    group = teaching.running_class(cast, learners=41)
    for days in (-6, -5, -4):
        teaching.meeting(group, days)
    teaching.attended(cast, group)
    client.force_login(cast.minh)
    page = client.get(f"/lop/{group.code}/so/5/").content
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())) | {
        "img/band.svg",
        "js/app.js",
    }
    bodies = [page, *(Path(finders.find(name)).read_bytes() for name in files)]
    assert {"css/register.css", "css/app.css"} <= files
    assert sum(len(brotli.compress(body, quality=5)) for body in bodies) <= 60 * 1024


def test_a_meeting_ahead_offers_no_form(client, cast):
    group = teaching.running_class(cast)
    teaching.meeting(group, 3)
    client.force_login(cast.minh)
    page = client.get(f"/lop/{group.code}/so/3/").content.decode()
    assert "Sổ điểm danh mở vào ngày học" in page
    assert "radiogroup" not in page


def test_the_class_page_and_today_show_what_waits(client, cast):
    group = teaching.running_class(cast)
    request_leave(actor=cast.actor(cast.lan), meeting=group.meetings.get(number=2), reason="Con ốm")
    client.force_login(cast.minh)
    page = client.get("/hom-nay/").content.decode()
    for words in ("Mở sổ", "Sổ điểm danh buổi 1 chưa chốt", "Lò Thị Lan xin phép nghỉ"):
        assert words in page
    page = client.get(f"/lop/{group.code}/").content.decode()
    assert "Con ốm" in page
    answer = client.post(f"/lop/{group.code}/thong-bao/", {"title": "Đổi phòng", "body": ""})
    assert answer.status_code == 422
    client.post(
        f"/lop/{group.code}/thong-bao/", {"title": "Đổi phòng", "body": "Học ở <b>tầng 2</b>"}
    )
    page = client.get(f"/lop/{group.code}/").content.decode()
    assert "&lt;b&gt;tầng 2" in page


def test_who_teaches_and_learns_sees_both_lists(client, cast):
    learning, teaching_too = (
        teaching.running_class(cast),
        teaching.planned_class(cast, title="Lớp cô Lan dạy"),
    )
    teaching.staff(teaching_too, cast.lan)
    client.force_login(cast.lan)
    page = client.get("/lop/").content.decode()
    assert learning.title in page
    assert "Lớp cô Lan dạy" in page
    assert client.get(f"/lop/{learning.code}/").status_code == 200
    assert client.get(f"/lop/{teaching_too.code}/").status_code == 200
    client.force_login(cast.stranger)
    assert client.get(f"/lop/{learning.code}/").status_code == 404
