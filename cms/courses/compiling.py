"""From pages to plain content: what printing a course now would print, which problems it has, what
is new.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.content import Assignment, CourseKind, Criterion, Lesson, Module, Outline, Scenario
from cms.content.plain import from_plain
from cms.courses import codec, conduct
from cms.courses.editions import outline_of
from cms.courses.models import (
    LESSON_TYPES,
    AssignmentLessonPage,
    CoursePage,
    LessonPage,
    ModulePage,
    ReadingLessonPage,
    ScenarioLessonPage,
)
from cms.library.base import describe_taken_address
from cms.library.queries import with_legal_dates
from cms.scenarios.checks import ScenarioProblem, check_scenario
from cms.scenarios.checks.media import describe_missing_alternative
from lms.core.html import clean_html

WHOLE = 100


@dataclass(frozen=True)
class LessonChange:
    """How one lesson differs from the last edition."""

    title: str
    what: str  # "new", "changed", "gone", "same"


def compile_course(course: CoursePage) -> Outline:
    """The published pages of a course as an outline that is not printed yet (edition 0)."""
    pages = _lessons_by_module(course)
    modules = tuple(
        Module(module.title, tuple(compile_lesson(page) for page in lessons))
        for module, lessons in pages
        if lessons
    )
    return Outline(
        edition_id=0,
        number=0,
        course_key=str(course.key),
        slug=course.slug,
        title=course.title,
        kind=CourseKind(course.kind),
        school_code=_school_code_of(course),
        summary=course.summary,
        audience=course.audience,
        outcomes=tuple(block.value for block in course.outcomes),
        periods=course.periods,
        modules=modules,
    )


def compile_lesson(page: LessonPage) -> Lesson:
    """One lesson page as it would be printed."""
    return codec.seal_lesson(
        Lesson(
            slug=page.slug,
            title=page.title,
            kind=page.lesson_kind,
            minutes=page.minutes,
            summary=page.summary,
            body_html=body_html(page) if isinstance(page, ReadingLessonPage) else "",
            scenario=scenario_of(page) if isinstance(page, ScenarioLessonPage) else None,
            assignment=_compile_assignment(page)
            if isinstance(page, AssignmentLessonPage)
            else None,
            **conduct.conduct_parts(page),
        )
    )


def scenario_of(page: ScenarioLessonPage) -> Scenario:
    """The scenario of a lesson page, with the dates that the library knows today for its bases.

    NotPlain where the stored data does not fit.
    """
    scenario = from_plain(Scenario, {"citizen": "", "role": "", "scenes": [], **page.case})
    return with_legal_dates(scenario)


def body_html(page: ReadingLessonPage) -> str:
    """The text of a reading lesson as cleaned HTML, one line for each block.

    The hash of a lesson depends on these bytes.
    """
    return "\n".join(block.render() for block in page.body).strip()


def _school_code_of(course: CoursePage) -> str:
    """The code of the school below whose section the course lies."""
    parent: Any = course.get_parent().specific
    return str(parent.school_code)


def find_problems(course: CoursePage, outline: Outline) -> list[ScenarioProblem]:
    """All that blocks (B…) or warns (W…) before printing, blocking ones first."""
    course_problems = [*_course_problems(course, outline), *_draft_problems(course)]
    last = course.editions.order_by("-number").first()
    printed = outline_of(last) if last else None
    for lesson in outline.lessons:
        course_problems += _lesson_problems(lesson)
        printed_lesson = printed.lesson(lesson.slug) if printed else None
        course_problems += conduct.conduct_problems(lesson, printed_lesson)
    return sorted(course_problems, key=lambda problem: not problem.blocks)


def list_changes(before: Outline | None, now: Outline) -> list[LessonChange]:
    """Each lesson against the last edition, in the order of the new one; lessons that are no longer
    there come last.
    """
    printed = {lesson.slug: lesson for lesson in before.lessons} if before else {}
    lesson_changes = []
    for lesson in now.lessons:
        printed_lesson = printed.pop(lesson.slug, None)
        if printed_lesson is None:
            what = "new"
        elif printed_lesson.hash == lesson.hash:
            what = "same"
        else:
            what = "changed"
        lesson_changes.append(LessonChange(lesson.title, what))
    return lesson_changes + [LessonChange(lesson.title, "gone") for lesson in printed.values()]


def _lessons_by_module(course: CoursePage) -> list[tuple[ModulePage, list[LessonPage]]]:
    """The published lessons of each published module, in the order of the pages."""
    modules: list[tuple[ModulePage, list[LessonPage]]] = []
    for page in course.get_descendants().live().order_by("path").specific():
        if isinstance(page, ModulePage):
            modules.append((page, []))
            continue
        # lessons of a module that is a draft lie below no module of the list
        if modules and page.path.startswith(modules[-1][0].path):
            modules[-1][1].append(page)
    return modules


def _compile_assignment(page: AssignmentLessonPage) -> Assignment:
    rubric = tuple(_compile_criterion(block.value) for block in page.rubric)
    return Assignment(
        brief_html=clean_html(expand_db_html(page.brief)),
        min_words=page.min_words,
        max_words=page.max_words,
        allows_file=page.allows_file,
        rubric=rubric,
        is_required=page.is_required,
    )


def _compile_criterion(value: Any) -> Criterion:
    """A line of the rubric from the value of its block; what is left empty becomes "" or 0."""
    weak, fair, good, very_good = (value[f"level_{n}"] or "" for n in (1, 2, 3, 4))
    return Criterion(
        key=value["key"],
        title=value["title"],
        weight=value["weight"] or 0,
        levels=(weak, fair, good, very_good),
    )


def _course_problems(course: CoursePage, outline: Outline) -> Iterator[ScenarioProblem]:
    if not course.live:
        yield ScenarioProblem(
            "B0",
            course.title,
            _("Course"),
            _("The course page is not published."),
            _("Publish the course page first."),
        )
    if not outline.lessons:
        yield ScenarioProblem(
            "B0",
            course.title,
            _("Lessons"),
            _("No lesson is published yet."),
            _("Publish at least one module with one lesson."),
        )
    slugs = {lesson.slug: lesson for lesson in outline.lessons}
    for lesson, twin in _find_twins(course, slugs.keys()):
        yield ScenarioProblem(
            "B0",
            slugs[lesson].title,
            _("Address"),
            describe_taken_address(twin),
            _("Change the address of this lesson in the tab “Promote”."),
        )


def _find_twins(course: CoursePage, slugs: Iterable[str]) -> list[tuple[str, str]]:
    """(slug, title) of lessons elsewhere that have one of these addresses, and of lessons of this
    course that share one.
    """
    lessons = Page.objects.type(*LESSON_TYPES).filter(slug__in=slugs).order_by("path")
    rows = list(lessons.values_list("slug", "title", "path"))
    own_slugs = [slug for slug, _title, path in rows if path.startswith(course.path)]
    return [
        (slug, title)
        for slug, title, path in rows
        if not path.startswith(course.path) or own_slugs.count(slug) > 1
    ]


def _draft_problems(course: CoursePage) -> Iterator[ScenarioProblem]:
    for page in course.get_descendants(inclusive=True).order_by("path"):
        if not page.live:
            yield ScenarioProblem(
                "W0",
                page.title,
                _("Page"),
                _("The page is a draft and will not be in the edition."),
                _("Publish it if it belongs to the edition."),
            )
        elif page.has_unpublished_changes:
            yield ScenarioProblem(
                "W0",
                page.title,
                _("Page"),
                _(
                    "The page has changes that are not published; the edition takes the published"
                    " text."
                ),
                _("Publish the changes if they belong to the edition."),
            )


def _lesson_problems(lesson: Lesson) -> list[ScenarioProblem]:
    lesson_problems = []
    if lesson.scenario is not None:
        for problem in check_scenario(lesson.scenario):
            where = f"{lesson.title} · {problem.where}".rstrip(" ·")
            lesson_problems.append(replace(problem, where=where))
    if lesson.assignment is not None:
        weights = sum(line.weight for line in lesson.assignment.rubric)
        if weights != WHOLE:
            lesson_problems.append(
                ScenarioProblem(
                    "B0",
                    lesson.title,
                    _("Rubric"),
                    _("The weights add up to %(sum)d %%, not to 100 %%.") % {"sum": weights},
                    _("Change the weights so that they make 100."),
                )
            )
    if 'alt=""' in lesson.body_html:
        lesson_problems.append(
            ScenarioProblem(
                "B7",
                lesson.title,
                _("Picture"),
                *describe_missing_alternative(),
            )
        )
    return lesson_problems
