"""Opening a conduct lesson: for its learner, or for staff, who may only look."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cms.content import Lesson, LessonKind
from lms.core.errors import NotFound
from lms.learning.progress.queries import OpenedLesson, open_lesson_or_preview
from lms.portals.kit.views import ActorRequest
from lms.teaching.enrolment.models import Enrolment


@dataclass(frozen=True)
class OpenedConductLesson:
    """A conduct lesson that its learner or staff may open; `enrolment` is None for staff."""

    opened: OpenedLesson

    @property
    def lesson(self) -> Lesson:
        return self.opened.lesson

    @property
    def enrolment(self) -> Enrolment | None:
        return self.opened.enrolment

    def context(self, **extra: Any) -> dict[str, Any]:
        """The context of every page of a conduct lesson."""
        return {
            "lesson": self.lesson,
            "outline": self.opened.outline,
            "group": self.opened.group,
            "is_staff": self.enrolment is None,
            "next": next_lesson(self.opened),
            **extra,
        }


def next_lesson(opened_lesson: OpenedLesson) -> dict[str, str] | None:
    """Title and address of the lesson after this one; None after the last."""
    lessons = opened_lesson.outline.lessons
    slugs = [lesson.slug for lesson in lessons]
    position = slugs.index(opened_lesson.lesson.slug)
    if position + 1 == len(lessons):
        return None
    after = lessons[position + 1]
    return {"title": after.title, "url": reverse("learner_lesson", args=[after.slug])}


def open_conduct_lesson(request: ActorRequest, slug: str, kind: LessonKind) -> OpenedConductLesson:
    """The lesson of that kind, for its learner or for staff of the class.

    NotFound for all others, for a lesson of another kind, and for a POST of staff.
    """
    conduct_lesson = OpenedConductLesson(open_lesson_or_preview(request.actor, slug))
    is_sent_by_staff = conduct_lesson.enrolment is None and request.method == "POST"
    if conduct_lesson.lesson.kind != kind or is_sent_by_staff:
        raise NotFound
    return conduct_lesson
