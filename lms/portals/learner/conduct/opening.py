"""How a conduct lesson is opened: by its learner in his seat, or by staff who may look and do
nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cms.content import Kind, Lesson
from lms.core.errors import NotFound
from lms.learning.progress.queries import Seat, seat_or_desk
from lms.portals.kit.views import ActorRequest
from lms.teaching.enrolment.models import Enrolment

# Where the address of a lesson leads for the kinds that are no packs: what is on these pages
# belongs to one person.
PAGES = {
    Kind.SELF_CHECK: "learner_self_check",
    Kind.REFLECTION: "learner_reflection",
    Kind.PLEDGE: "learner_pledge",
    Kind.REFRESHER: "learner_refresher",
}


@dataclass(frozen=True)
class Opened:
    """A conduct lesson; `enrolment` is None for staff."""

    found: Seat

    @property
    def lesson(self) -> Lesson:
        return self.found.lesson

    @property
    def enrolment(self) -> Enrolment | None:
        return self.found.enrolment

    def context(self, **extra: Any) -> dict[str, Any]:
        """What every page of a conduct lesson shows."""
        return {
            "lesson": self.lesson,
            "outline": self.found.outline,
            "group": self.found.group,
            "is_staff": self.enrolment is None,
            "next": following(self.found),
            **extra,
        }


def following(opened_lesson: Seat) -> dict[str, str] | None:
    """Title and address of the lesson after this one; None after the last."""
    lessons = opened_lesson.outline.lessons
    later_lessons = lessons[
        [lesson.slug for lesson in lessons].index(opened_lesson.lesson.slug) + 1 :
    ]
    if not later_lessons:
        return None
    return {
        "title": later_lessons[0].title,
        "url": reverse("learner_lesson", args=[later_lessons[0].slug]),
    }


def opened(request: ActorRequest, slug: str, kind: Kind) -> Opened:
    """The lesson for its learner or for staff of the class. NotFound for all others and for another
    kind.

    Only the learner sends something: for staff a POST is NotFound too.
    """
    conduct_lesson = Opened(seat_or_desk(request.actor, slug))
    if conduct_lesson.lesson.kind != kind or (
        conduct_lesson.enrolment is None and request.method == "POST"
    ):
        raise NotFound
    return conduct_lesson
