"""Khóa học: what the learner's classes teach, lesson by lesson, with how far he is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cms import api
from cms.content import Kind, Lesson, Module, Outline
from lms.learning.progress.models import LessonProgress
from lms.learning.progress.policies import OPEN
from lms.learning.progress.queries import my_progress
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.lessons import kind_name
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import my_enrolments

_ICONS = {
    Kind.READING: "book-open",
    Kind.SCENARIO: "map-pin",
    Kind.ASSIGNMENT: "file-pen",
    Kind.SELF_CHECK: "scale",
    Kind.REFLECTION: "lightbulb",
    Kind.PLEDGE: "pen-line",
    Kind.REFRESHER: "refresh-cw",
}


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list: its state in words and in colour."""

    lesson: Lesson
    progress: LessonProgress | None

    @property
    def kind(self) -> str:
        return kind_name(self.lesson.kind)

    @property
    def icon(self) -> str:
        return _ICONS[self.lesson.kind]

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.state == LessonProgress.State.DONE


@dataclass(frozen=True)
class CourseCard:
    """A seat with its course as the page shows it."""

    enrolment: Enrolment
    outline: Outline
    modules: list[tuple[Module, list[LessonLine]]]

    @property
    def is_open(self) -> bool:
        return self.enrolment.group.state in OPEN

    @property
    def lines(self) -> list[LessonLine]:
        return [line for _module, lines in self.modules for line in lines]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def current(self) -> LessonLine | None:
        """Where to go on: the lesson worked at last, else the first one that is not done."""
        begun = [x for x in self.lines if x.progress and not x.is_done]
        open_lines = begun or [line for line in self.lines if not line.is_done]
        return open_lines[0] if open_lines and self.is_open else None


def cards(
    enrolments: list[Enrolment], progress: dict[tuple[int, str], LessonProgress]
) -> list[CourseCard]:
    """The courses of these seats; editions come from the cache."""
    course_cards = []
    for enrolment in enrolments:
        outline = api.edition(enrolment.group.edition_id)
        modules = [
            (module, [LessonLine(x, progress.get((enrolment.pk, x.slug))) for x in module.lessons])
            for module in outline.modules
        ]
        course_cards.append(CourseCard(enrolment, outline, modules))
    return course_cards


@door("GET")
def my_courses(request: ActorRequest) -> HttpResponse:
    """All courses of the learner, those that run first."""
    enrolments = list(my_enrolments(request.actor))
    course_cards = cards(enrolments, my_progress(enrolments))
    course_cards.sort(key=lambda card: not card.is_open)
    context: dict[str, Any] = {"cards": course_cards}
    return render(request, "learner/courses/my_courses.html", context)
