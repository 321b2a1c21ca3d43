"""What the stored demo holds beyond `manage.py demo`: what people do rarely, done through the
product's own actions.
"""

import datetime as dt
import io

import openpyxl
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.core.ids import uuid7
from lms.learning.assessment import actions as assessment
from lms.learning.assessment.actions import HandIn, RubricMarks
from lms.learning.assessment.models import ReasonRemark, Submission
from lms.learning.conduct import actions as conduct
from lms.learning.conduct.models import Commitment, Exemption
from lms.learning.progress import actions as progress
from lms.learning.progress.models import Answer
from lms.outcomes.certificates import actions as certificates
from lms.outcomes.certificates.models import Certificate
from lms.people.accounts.queries import actor_of
from lms.people.organisation.models import Unit
from lms.people.personnel import actions as personnel
from lms.people.personnel.actions import PostDraft, QualificationDraft, RankDraft
from lms.people.personnel.models import Dimension, Group, Official, QualificationLevel, Rank
from lms.people.privacy import actions as privacy
from lms.people.privacy.models import DataRequest
from lms.people.workbooks import actions as workbooks
from lms.people.workbooks.models import Batch
from lms.portals.console.demo.facts import MAIL, PILOT, RUNNING
from lms.project.sweep import drain
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.models import LeaveRequest
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.queries import class_meetings
from lms.teaching.enrolment import actions as enrolment
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster
from lms.teaching.live import actions as live

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
COMMUNE = "03203"
CASE = "cu-ba-khong-biet-chu"


def enrich() -> None:
    """To be called once, after `manage.py demo`, at the same moment."""
    _teach()
    _meet()
    _answer_from_devices()
    _mark_work()
    _end_certificates()
    drain()
    _keep_people()
    _import_workbooks()
    _take_back()
    _write_content()
    drain()


def person(key: str) -> Actor:
    """Somebody of the demo's cast."""
    return actor_of(get_user_model().objects.get(email=f"{key}@{MAIL}"))


def learner(seat: Enrolment) -> Actor:
    return actor_of(seat.official.user)


def _class(code: str) -> tuple[ClassGroup, list[Meeting], list[Enrolment]]:
    group = ClassGroup.objects.get(code=code)
    seats = roster(group).select_related("official__user", "group__school")
    return group, list(class_meetings(group)), list(seats)


def _teach() -> None:
    """Leave granted, declined and taken back; a mark corrected after the register was closed; a
    seat given back.
    """
    _group, meetings, seats = _class(RUNNING)
    today, minh = meetings[-1], person("minh")
    reason = "Xã cử đi tập huấn phòng chống thiên tai tại huyện, có giấy triệu tập kèm theo."
    declined, taken_back = (
        attendance.request_leave(actor=learner(seat), meeting=today, reason=reason)
        for seat in seats[10:12]
    )
    granted = LeaveRequest.objects.filter(meeting=today).exclude(
        pk__in=[declined.pk, taken_back.pk]
    )[0]
    attendance.decide_leave(actor=minh, leave=granted, granted=True)
    attendance.decide_leave(
        actor=minh, leave=declined, granted=False, remark="Buổi học trực tuyến, dự từ xa được."
    )
    attendance.take_back_leave(actor=learner(seats[11]), leave=taken_back)
    attendance.mark_attendance(
        actor=minh,
        meeting=meetings[0],
        statuses={seats[12].pk: AttendanceStatus.LATE, seats[13].pk: AttendanceStatus.UNEXCUSED},
        reason="Đối chiếu với danh sách ký tên ở hội trường",
    )
    attendance.check_in(
        actor=minh, meeting=today, enrolment=seats[14], source=AttendanceSource.CODE
    )
    _group, _held, seats = _class("tiep-cong-dan-k1")
    enrolment.withdraw_learner(
        actor=person("hoa"), enrolment=seats[-1], reason="Chuyển công tác sang tỉnh khác"
    )


def _meet() -> None:
    """A session that has ended: chat, a line taken away, a hand, and what it proposes to the
    register.
    """
    _group, meetings, seats = _class(PILOT)
    meeting, minh = meetings[-1], person("minh")
    begins = meeting.starts_at
    with clock.at(begins):
        session = live.open_room(actor=minh, meeting=meeting).room
        devices = {seat.pk: uuid7() for seat in seats}
        for seat in seats:
            live.join_room(actor=learner(seat), meeting=meeting, device=devices[seat.pk])
    for minute in range(1, 40):
        heard = begins + dt.timedelta(minutes=minute)
        live.record_beats(room_id=session.pk, seen=dict.fromkeys(devices.values(), heard))
    with clock.at(begins + dt.timedelta(minutes=41)):
        speaker = learner(seats[1])
        line = live.post_event(
            actor=speaker, room=session, cid=uuid7(), kind="chat.post", data={"text": "Nhầm lớp ạ"}
        )
        live.post_event(
            actor=speaker, room=session, cid=uuid7(), kind="chat.delete", data={"seq": line.seq}
        )
        live.post_event(actor=speaker, room=session, cid=uuid7(), kind="hand.raise", data={})
        live.leave_room(device=devices[seats[2].pk], at=begins + dt.timedelta(minutes=40))
    with clock.at(meeting.ends_at):
        live.end_room(actor=minh, meeting=meeting)


def _answer_from_devices() -> None:
    """An event that no server can take is kept aside."""
    mai = person("mai")
    body = {"v": 1, "now": clock.now().timestamp(), "events": [{"id": "x", "type": "choice"}]}
    progress.sync_batch(actor=mai, body=body)
    _group, _held, seats = _class(PILOT)
    progress.begin_attempt(actor=learner(seats[0]), enrolment=seats[0], slug=CASE)


def _mark_work() -> None:
    """Work with a file, work sent back, a grade that was changed, remarks on reasons."""
    minh, hanh = person("minh"), person("hanh")
    waiting = list(
        Submission.objects.filter(enrolment__group__code=RUNNING, state="submitted")
        .select_related("enrolment__official__user", "enrolment__group__school")
        .order_by("pk")
    )
    returned, graded = waiting[:2]
    assessment.return_work(
        actor=minh, submission=returned, remark="Nêu rõ căn cứ của từng bước và nộp lại."
    )
    draft = HandIn(returned.draft, uuid7(), ContentFile(PDF, "bai-thu-hoach.pdf"))
    assessment.hand_in(
        actor=learner(returned.enrolment),
        enrolment=returned.enrolment,
        lesson=returned.lesson,
        draft=draft,
    )
    lesson = api.read_lesson(graded.edition_id, graded.lesson)
    keys = [criterion.key for criterion in lesson.assignment.rubric] if lesson.assignment else []
    first, second = dict.fromkeys(keys, 3), dict.fromkeys(keys, 4)
    review = assessment.grade_submission(
        actor=minh, submission=graded, marks=RubricMarks(first, "Đủ ý, còn thiếu ví dụ.")
    )
    better = RubricMarks(
        second, "Đủ ý, có ví dụ ở trang sau.", "Chấm sót một trang", seen=review.pk
    )
    assessment.grade_submission(actor=minh, submission=graded, marks=better)
    reasons = Answer.objects.filter(
        attempt__enrolment__group__code="cam-tay-k1", payload__response__has_key="text"
    ).select_related("attempt__enrolment__group__school", "attempt__enrolment__official")
    verdicts = ReasonRemark.Verdict
    for answer, verdict in zip(
        reasons.order_by("pk")[:2], (verdicts.FULL, verdicts.PARTLY), strict=False
    ):
        text = "" if verdict == verdicts.FULL else "Thiếu căn cứ pháp lý của việc hẹn trả."
        assessment.remark_on_reason(actor=hanh, answer=answer, verdict=verdict, text=text)


def _end_certificates() -> None:
    """One replaced and issued anew, one withdrawn before it was signed."""
    son = person("son")
    issued = Certificate.objects.filter(state="issued").select_related(
        "result__enrolment__official__user",
        "result__enrolment__group__school",
        "result__sheet__group",
    )
    new = certificates.replace_certificate(
        actor=son,
        certificate=issued.order_by("number")[3],
        decision="QĐ 120/QĐ-TCT",
        reason="Sai số tiết học",
    )
    certificates.confirm_certificate(actor=learner(new.result.enrolment), certificate=new)
    certificates.issue_certificate(actor=son, certificate=new)
    _group, _held, seats = _class("mot-cua-k1")
    drain()
    certificates.cancel_certificate(
        actor=son, certificate=_proposed(seats[0]), reason="Chờ xác minh ngày sinh"
    )


def _proposed(seat: Enrolment) -> Certificate:
    proposed = Certificate.objects.filter(result__enrolment=seat, state="proposed")
    return proposed.select_related(
        "result__enrolment__official__user", "result__enrolment__group__school"
    ).get()


def _keep_people() -> None:
    """A file of evidence, a rank, a namesake merged and another told apart, a code for a new
    account.
    """
    mai, pao, tu = person("mai"), person("pao"), person("tu")
    lan = Official.objects.get(user_id=mai.user_id)
    draft = QualificationDraft(
        Dimension.IT,
        QualificationLevel.BASIC,
        dt.date(2023, 5, 20),
        "",
        "Trường Cao đẳng Điện Biên",
    )
    evidence = ContentFile(PDF, "bang-tin-hoc.pdf")
    declared = personnel.declare_qualification(
        actor=mai, official=lan, draft=draft, evidence=evidence
    )
    personnel.decide_qualification(actor=pao, qualification=declared, confirmed=True)
    personnel.give_rank(
        actor=pao,
        official=lan,
        draft=RankDraft(Rank.EXPERT, dt.date(2022, 1, 1), "Chuyên viên", "QĐ 12/QĐ-UBND"),
    )
    unit = Unit.objects.get(code=COMMUNE)
    first, second, third = (
        personnel.register_official(
            actor=pao,
            draft=personnel.OfficialDraft(
                "",
                "Lò Văn Thương",
                dt.date(1988, 2, day),
                "m",
                (
                    PostDraft(
                        unit,
                        "Công chức Văn phòng – Thống kê",
                        Group.CIVIL_SERVANT,
                        dt.date(2025, 7, 1),
                    ),
                ),
            ),
        )
        for day in (3, 3, 30 - 2)
    )
    personnel.merge_officials(
        actor=tu, kept=first, merged=second, reason="Cùng số căn cước: một người"
    )
    personnel.tell_apart(actor=tu, first=first, second=third, reason="Khác ngày sinh và quê quán")
    personnel.make_account(actor=pao, official=first, email="")
    personnel.issue_access_code(actor=pao, official=Official.objects.get(pk=first.pk))
    personnel.make_account(actor=pao, official=third, email=f"thuong@{MAIL}")
    personnel.deactivate_account(
        actor=pao, official=Official.objects.get(pk=third.pk), reason="Nghỉ việc theo nguyện vọng"
    )


def _import_workbooks() -> None:
    """One that stays, one undone, one only tried out, with a row that is refused."""
    pao, unit = person("pao"), Unit.objects.get(code=COMMUNE)
    names = ("Vừ A Sình", "Quàng Thị Ngoan", "Giàng Thị Dợ")
    for number, name in enumerate(names):
        batch = workbooks.upload_workbook(
            actor=pao,
            unit=unit,
            name=f"danh-sach-{number}.xlsx",
            body=_workbook(name),
            as_of=clock.today(),
        )
        batch = workbooks.try_out(actor=pao, batch=batch)
        if number < len(names) - 1:
            batch = workbooks.apply_batch(actor=pao, batch=batch)
        if number == 1:
            workbooks.undo_batch(actor=pao, batch=Batch.objects.get(pk=batch.pk))


def _workbook(name: str) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "Danh sách"
    for row in (
        ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Trình độ chuyên môn", "Dân tộc"),
        (1, name, "04/03/1988", "Nam", "Văn phòng – Thống kê", "Đại học", "Mông"),
        (2, "Lò Thị Không Ngày", "31/02/1990", "Nữ", "Tư pháp – Hộ tịch", "Đại học", "Thái"),
    ):
        page.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _take_back() -> None:
    """A commitment, an exemption and a request about one's own data, each taken back or refused."""
    pledged = Commitment.objects.select_related("enrolment__official__user").order_by("pk")[0]
    conduct.withdraw_pledge(
        actor=learner(pledged.enrolment), commitment=pledged, reason="Tôi đổi sang bản của khoa mới"
    )
    conduct.withdraw_exemption(
        actor=person("tu"),
        exemption=Exemption.objects.order_by("pk")[0],
        reason="Quyết định đã được thay thế",
    )
    asker = learner(pledged.enrolment)
    asked = privacy.submit_request(
        actor=asker, kind=DataRequest.Kind.DELETE, words="Đề nghị xóa số điện thoại cũ."
    )
    privacy.withdraw_request(actor=asker, request=asked)


def _write_content() -> None:
    """A picture and a document of the editor; a draft of a case that differs from its print."""
    written = api.export_scenario(actor=person("ha"), lesson_slug=CASE, fmt="json")
    changed = written.data.replace("chữ".encode(), "CHỮ".encode(), 1)
    api.import_scenario(actor=person("ha"), lesson_slug=CASE, data=changed, fmt="json")
    editor = Client()
    editor.force_login(get_user_model().objects.get(email=f"ha@{MAIL}"))
    out = io.BytesIO()
    Image.new("RGB", (640, 360), (30, 90, 60)).save(out, "PNG")
    picture = ContentFile(out.getvalue(), "quay-mot-cua.png")
    _send(editor, reverse("wagtailimages:add"), title="Quầy một cửa", file=picture, alt_text="Quầy")
    document = ContentFile(PDF, "mau-to-khai.pdf")
    _send(editor, reverse("wagtaildocs:add"), title="Mẫu tờ khai", file=document)


def _send(editor: Client, address: str, **fields: object) -> None:
    answer = editor.post(address, fields | {"collection": Collection.objects.last().pk})
    if answer.status_code != 302:
        raise ValueError(f"{address}: {answer.status_code} {answer.content.decode()[:2000]}")
