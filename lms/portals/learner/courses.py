"""Khóa học: what the learner's classes teach, lesson by lesson, with the learner's progress."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cms import api
from cms.content import Lesson, Module, Outline
from lms.learning.progress.models import LessonProgress
from lms.learning.progress.policies import OPEN
from lms.learning.progress.queries import my_progress
from lms.portals.kit.lesson_kinds import LESSON_DISPLAYS, LessonDisplay
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import my_enrolments


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list, with the learner's progress in it."""

    lesson: Lesson
    progress: LessonProgress | None

    @property
    def display(self) -> LessonDisplay:
        return LESSON_DISPLAYS[self.lesson.kind]

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.state == LessonProgress.State.DONE


@dataclass(frozen=True)
class CourseCard:
    """An enrolment with its course as the page shows it."""

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
        """The first lesson begun, else the first that is not done; None in a closed class."""
        if not self.is_open:
            return None
        open_lines = [line for line in self.lines if not line.is_done]
        begun = [line for line in open_lines if line.progress]
        return next(iter([*begun, *open_lines]), None)


def course_cards(
    enrolments: list[Enrolment], progress: dict[tuple[int, str], LessonProgress]
) -> list[CourseCard]:
    """The courses of these enrolments; editions come from the cache."""
    shown = []
    for enrolment in enrolments:
        outline = api.read_edition(enrolment.group.edition_id)
        modules = [
            (module, _lesson_lines(module, enrolment, progress)) for module in outline.modules
        ]
        shown.append(CourseCard(enrolment, outline, modules))
    return shown


def _lesson_lines(
    module: Module, enrolment: Enrolment, progress: dict[tuple[int, str], LessonProgress]
) -> list[LessonLine]:
    return [
        LessonLine(lesson, progress.get((enrolment.pk, lesson.slug))) for lesson in module.lessons
    ]


@actor_view("GET")
def show_courses(request: ActorRequest) -> HttpResponse:
    """All courses of the learner, those that run first."""
    enrolments = list(my_enrolments(request.actor))
    shown = course_cards(enrolments, my_progress(enrolments))
    shown.sort(key=lambda card: not card.is_open)
    context: dict[str, Any] = {"cards": shown}
    return render(request, "learner/courses/my_courses.html", context)
