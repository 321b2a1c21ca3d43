"""A running class with lessons, its seats, and what devices send."""

import time
from dataclasses import dataclass
from uuid import UUID

from cms.content import Lesson, Outline
from lms.core import text
from lms.core.ids import uuid7
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from tests.factories import content, people, teaching
from tests.factories.people import Cast

ESSAY = "Hôm ấy bà Mẩy đến quầy một cửa, tôi đã hỏi kỹ và nhận hồ sơ ngay trong buổi sáng."


@dataclass
class School:
    """A class that teaches a reading, a scenario and an assignment; cô Lan learns, thầy Minh teaches."""

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
    group = teaching.planned(cast, edition=outline, **({"state": ClassState.RUNNING} | fields))
    teaching.staff(group, cast.minh)
    return School(group, outline, seat(group, cast.lan_official))


def seat(group: ClassGroup, official, **fields) -> Enrolment:
    values = {"unit": group.school, "unit_name": "Xã Na Son", "enrolled_at": teaching.at_day(-5, 8)}
    return Enrolment.objects.create(group=group, official=official, **(values | fields))


def learner(cast: Cast, group: ClassGroup, name: str) -> Enrolment:
    """One more learner with an account."""
    account = people.user(name, email=f"{text.slug(name)}@demo.example")
    return seat(group, people.official(name, cast.commune, account))


@dataclass
class Device:
    """A phone: it numbers its events and knows who holds it."""

    owner: object
    lesson: Lesson
    attempt: UUID
    id: UUID
    seq: int = 0

    def event(self, kind: str, scene: str = "", **payload) -> dict:
        self.seq += 1
        return {
            "id": str(uuid7()), "attempt": str(self.attempt), "device": str(self.id), "seq": self.seq,
            "learner": str(self.owner.public_id), "type": kind, "lesson": self.lesson.slug,
            "version": self.lesson.hash, "scene": scene, "payload": payload, "ts": time.time(),
        }  # fmt: skip

    def choices(self, *pairs: tuple[str, str]) -> list[dict]:
        return [self.event("choice", scene, choice=choice) for scene, choice in pairs]


def device(owner, lesson: Lesson, attempt: UUID | None = None) -> Device:
    return Device(owner, lesson, attempt or uuid7(), uuid7())


def batch(*events: dict) -> dict:
    return {"v": 1, "now": time.time(), "events": list(events)}
