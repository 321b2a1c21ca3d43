"""A running class with lessons, its enrolments, and what devices send."""

import copy
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.content import Lesson, Outline
from lms.core import text
from lms.core.ids import uuid7
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from tests.factories import content, people, teaching
from tests.factories.people import Cast

# A case in all three ways: a step to choose, a form, a rating, a reason; a variable opens a choice;
# one scene has a time.
CASE: dict[str, Any] = {
    "citizen": "bà Lý Thị Mẩy",
    "role": "công chức tiếp công dân",
    "modes": ["watch", "guided", "solo"],
    "variables": [{"key": "da_ghi", "title": "Đã ghi sổ", "kind": "flag", "start": False}],
    "scenes": [
        {
            "key": "don",
            "title": "Lá đơn",
            "place": "Phòng tiếp dân",
            "picture": "office",
            "picture_alt": "Phòng tiếp dân",
            "speaker": "Bà Mẩy",
            "speech": "Tôi đến nộp đơn.",
            "question": "Bạn làm gì trước?",
            "hint": "Ghi lại đã.",
            "papers": [
                {
                    "key": "don",
                    "title": "Đơn",
                    "status": "ok",
                    "status_text": "Đã ký",
                    "lines": [{"key": "ngay", "label": "Ngày", "value": "03/08/2026"}],
                }
            ],
            "choices": [
                {
                    "key": "ghi",
                    "text": "Ghi sổ, hỏi chuyện.",
                    "consequence": "Bà ngồi xuống kể.",
                    "target": "so",
                    "minutes": 5,
                    "is_right": True,
                    "competence": "thai_do",
                    "why": "Ghi để khỏi quên.",
                    "effects": [{"variable": "da_ghi", "op": "set", "value": True}],
                },
                {
                    "key": "hen",
                    "text": "Hẹn tuần sau.",
                    "consequence": "Bà quay về tay không.",
                    "target": "so",
                    "trips": 1,
                    "minutes": 90,
                    "money": 60000,
                    "trust": -3,
                },
            ],
            "right_way": ["Mời ngồi", "Ghi sổ"],
            "basis": [
                {"kind": "law", "text": "Luật Hộ tịch 2014, Điều 5", "document": "60/2014/QH13"}
            ],
        },
        {
            "key": "so",
            "title": "Sổ tiếp dân",
            "place": "Phòng tiếp dân",
            "picture": "office",
            "picture_alt": "Quyển sổ",
            "step": "form",
            "form_title": "Sổ tiếp công dân",
            "question": "Điền sổ.",
            "seconds": 60,
            "fields": [
                {
                    "key": "ngay",
                    "label": "Hạn trả lời",
                    "kind": "date",
                    "model": "12/08/2026",
                    "why": "Bảy ngày làm việc.",
                    "checks": [
                        {"rule": "required", "text": "Còn trống."},
                        {
                            "rule": "date",
                            "text": "Đếm lại bảy ngày làm việc.",
                            "base": "paper:don.ngay",
                            "count": 7,
                            "unit": "working_days",
                        },
                    ],
                },
                {
                    "key": "ten",
                    "label": "Người nộp",
                    "model": "Lý Thị Mẩy",
                    "checks": [
                        {"rule": "required", "text": "Còn trống."},
                        {"rule": "equals", "text": "Xem lại tên.", "accept": ["Lý Thị Mẩy"]},
                    ],
                },
            ],
            "choices": [
                {
                    "key": "du",
                    "text": "Đúng cả",
                    "consequence": "Giấy hẹn đúng ngày.",
                    "target": "loi",
                    "minutes": 5,
                    "is_right": True,
                    "competence": "nghiep_vu",
                    "at_least": 100,
                },
                {
                    "key": "thieu",
                    "text": "Còn sai",
                    "consequence": "Bà nhận giấy hẹn sai ngày.",
                    "target": "loi",
                    "minutes": 60,
                    "trust": -1,
                },
                {
                    "key": "muon",
                    "text": "Hết giờ",
                    "consequence": "Phòng đã đóng cửa.",
                    "target": "loi",
                    "trips": 1,
                    "minutes": 240,
                    "on_timeout": True,
                },
            ],
            "right_way": ["Đếm từ ngày hôm sau"],
            "basis": [
                {"kind": "internal", "text": "Quy chế tiếp dân của xã"},
                {"kind": "practice", "text": "Đọc lại cho người dân nghe"},
            ],
        },
        {
            "key": "loi",
            "title": "Lời chào",
            "place": "Phòng tiếp dân",
            "picture": "office",
            "picture_alt": "Phòng tiếp dân",
            "question": "Bạn nói gì khi bà về?",
            "is_shuffled": True,
            "choices": [
                {
                    "key": "hai",
                    "text": "Nhắc lại hai mốc đã ghi.",
                    "consequence": "Bà yên tâm.",
                    "target": "het",
                    "minutes": 2,
                    "is_right": True,
                    "competence": "thai_do",
                    "when": [{"variable": "da_ghi", "op": "==", "value": True}],
                },
                {
                    "key": "mot",
                    "text": "Chào và đưa giấy hẹn.",
                    "consequence": "Bà cầm giấy về.",
                    "target": "het",
                    "minutes": 5,
                },
                {
                    "key": "im",
                    "text": "Không nói gì.",
                    "consequence": "Bà đứng chờ thêm.",
                    "target": "het",
                    "minutes": 30,
                    "trust": -2,
                },
            ],
        },
        {
            "key": "het",
            "title": "Bà Mẩy ra về",
            "place": "Sân",
            "picture": "field",
            "picture_alt": "Sân ủy ban",
            "narration": "Bà xuống bậc thềm.",
            "ending": "good",
        },
    ],
}
RIGHT_FORM = {"fields": {"ngay": "12/08/2026", "ten": "Lý Thị Mẩy"}}
ESSAY = "Hôm ấy bà Mẩy đến quầy một cửa, tôi đã hỏi kỹ và nhận hồ sơ ngay trong buổi sáng."


@dataclass
class School:
    """A class that teaches a reading, a scenario and an assignment; cô Lan learns, thầy Minh
    teaches.
    """

    group: ClassGroup
    outline: Outline
    seat: Enrolment

    @property
    def reading(self) -> Lesson:
        return self.outline.lessons[0]

    @property
    def scenario(self) -> Lesson:
        return self.outline.lessons[1]

    @property
    def assignment(self) -> Lesson:
        return self.outline.lessons[2]


def school(cast: Cast, **fields) -> School:
    outline = fields.pop("outline", None) or content.edition()
    group = teaching.planned_class(
        cast, edition=outline, **({"state": ClassState.RUNNING} | fields)
    )
    teaching.staff(group, cast.minh)
    return School(group, outline, enrolment_of(group, cast.lan_official))


def case_school(cast: Cast, case: dict[str, Any] | None = None, **fields) -> School:
    """As `school`; its case is CASE (or another one), done in three ways."""
    data = content.course_data()
    data["modules"][0]["lessons"][1]["scenario"] = copy.deepcopy(case or CASE)
    outline = content.edition(slug=data["slug"], modules=data["modules"])
    return school(cast, outline=outline, **fields)


def enrolment_of(group: ClassGroup, official, **fields) -> Enrolment:
    values = {"unit": group.school, "unit_name": "Xã Na Son", "enrolled_at": teaching.at_day(-5, 8)}
    return Enrolment.objects.create(group=group, official=official, **(values | fields))


def learner(cast: Cast, group: ClassGroup, name: str) -> Enrolment:
    """One more learner with an account."""
    account = people.user(name, email=f"{text.make_slug(name)}@demo.example")
    return enrolment_of(group, people.official(name, cast.commune, account))


@dataclass
class Device:
    """A phone: it numbers its events and knows who holds it."""

    owner: object
    lesson: Lesson
    attempt: UUID
    id: UUID
    seq: int = 0
    mode: str = ""
    clock: float = 0.0  # seconds to add to the wall clock

    def event(self, kind: str, scene: str = "", **payload) -> dict:
        self.seq += 1
        return {
            "id": str(uuid7()),
            "attempt": str(self.attempt),
            "device": str(self.id),
            "seq": self.seq,
            "learner": str(self.owner.public_id),
            "type": kind,
            "lesson": self.lesson.slug,
            "version": self.lesson.hash,
            "scene": scene,
            "payload": payload,
            "ts": time.time() + self.clock,
        } | ({"mode": self.mode} if self.mode else {})

    def choices(self, *pairs: tuple[str, str]) -> list[dict]:
        return [self.event("choice", scene, choice=choice) for scene, choice in pairs]


def device(owner, lesson: Lesson, attempt: UUID | None = None, mode: str = "") -> Device:
    return Device(owner, lesson, attempt or uuid7(), uuid7(), mode=mode)


def batch(*events: dict) -> dict:
    return {"v": 1, "now": time.time(), "events": list(events)}
