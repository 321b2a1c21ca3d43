"""Writes a whole course from plain data (demo, import) and publishes it; idempotent by address."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content import Assignment, Scenario
from cms.content.plain import NotPlain, from_plain, to_plain
from cms.courses import conduct
from cms.courses.compiling import compile_lesson
from cms.courses.models import (
    LESSON_TYPES,
    AssignmentLessonPage,
    CoursePage,
    LessonPage,
    ModulePage,
    ReadingLessonPage,
    ScenarioLessonPage,
)
from cms.library.queries import find_document
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.core.html import clean_html

_TYPES: dict[str, type[LessonPage]] = {
    page_type.lesson_kind.value: page_type for page_type in LESSON_TYPES
}


@transaction.atomic
def write_course(*, actor: Actor, section: Page, data: dict[str, Any]) -> int:
    """Write a course below a school's section and publish its pages; returns the course's id.

    Pages are found again by their address, modules by their title; what already says the same is
    not touched, so the second run with the same data changes nothing. BadInput names the lesson;
    NotAllowed for everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed(
            _("Courses are written in the editor; only the system imports them whole.")
        )
    course, is_new = _write_course_page(section, data)
    has_changed = is_new
    for module_data in data["modules"]:
        module, module_is_new = _find_or_add_module(course, module_data["title"])
        for lesson_data in module_data["lessons"]:
            has_changed |= _write_lesson(module, lesson_data)
        has_changed |= module_is_new
    if has_changed:
        record("course.written", actor, course, slug=course.slug)
    return course.pk


def _write_course_page(section: Page, data: dict[str, Any]) -> tuple[CoursePage, bool]:
    """The course page with this data, and whether it was changed."""
    fields = {name: data[name] for name in ("title", "kind", "summary", "audience", "periods")}
    course = CoursePage.objects.child_of(section).filter(slug=data["slug"]).first()
    if course is None:
        course = CoursePage(slug=data["slug"], **fields)
        course.outcomes = _outcome_blocks(data)
        section.add_child(instance=course)
        _publish_page(course)
        return course, True
    current_fields = {name: getattr(course, name) for name in fields}
    current_outcomes = [block.value for block in course.outcomes]
    if current_fields == fields and current_outcomes == list(data["outcomes"]):
        return course, False
    for name, value in fields.items():
        setattr(course, name, value)
    course.outcomes = _outcome_blocks(data)
    _publish_page(course)
    return course, True


def _outcome_blocks(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [("outcome", text) for text in data["outcomes"]]


def _find_or_add_module(course: CoursePage, title: str) -> tuple[ModulePage, bool]:
    """The module with this title, and whether it is new."""
    module = ModulePage.objects.child_of(course).filter(title=title).first()
    if module is not None:
        return module, False
    module = course.add_child(instance=ModulePage(title=title))
    _publish_page(module)
    return module, True


def _write_lesson(module: ModulePage, data: dict[str, Any]) -> bool:
    """Write one lesson; returns whether anything changed."""
    page_type = _TYPES[data["kind"]]
    page = page_type.objects.child_of(module).filter(slug=data["slug"]).first()
    hash_before = compile_lesson(page).hash if page else ""
    page = page or page_type(slug=data["slug"])
    page.title, page.minutes = data["title"], data["minutes"]
    page.summary = data.get("summary", "")
    try:
        _fill_lesson(page, data)
    except (KeyError, NotPlain) as error:
        raise BadInput(f"{page.title}: {error}") from error
    except BadInput as error:
        raise BadInput(f"{page.title}: {error.message}", field=error.field) from error
    if page.pk is None:
        module.add_child(instance=page)
    elif compile_lesson(page).hash == hash_before:
        return False
    _publish_page(page)
    return True


def _publish_page(page: Page) -> None:
    page.save_revision().publish()


def _fill_lesson(page: LessonPage, data: dict[str, Any]) -> None:
    if isinstance(page, ReadingLessonPage):
        page.body = body_blocks(data.get("body") or [{"type": "text", "html": data["body_html"]}])
    elif isinstance(page, ScenarioLessonPage):
        scenario = from_plain(Scenario, data["scenario"])
        # only to refuse numbers that the library does not have
        for number in sorted(_cited_documents(scenario)):
            find_document(number)
        page.case = to_plain(scenario)
    elif isinstance(page, AssignmentLessonPage):
        _fill_assignment(page, data["assignment"])
    else:
        conduct.fill_page(page, data, find_document)


def _cited_documents(scenario: Scenario) -> set[str]:
    """Numbers of the legal documents that scenes cite."""
    bases = (basis for scene in scenario.scenes for basis in scene.basis)
    return {basis.document for basis in bases if basis.document}


def body_blocks(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Body blocks of plain data: text and note (html), legal (text, document)."""
    return [(block["type"], _body_block(block)) for block in blocks]


def _body_block(block: dict[str, Any]) -> Any:
    if block["type"] == "legal":
        number = block.get("document", "")
        return {"text": block["text"], "document": find_document(number) if number else None}
    return clean_html(block["html"])


def _fill_assignment(page: AssignmentLessonPage, data: dict[str, Any]) -> None:
    assignment = from_plain(Assignment, data)
    page.brief = clean_html(assignment.brief_html)
    for name in ("min_words", "max_words", "allows_file", "is_required"):
        setattr(page, name, getattr(assignment, name))
    page.rubric = [
        (
            "criterion",
            {
                "key": line.key,
                "title": line.title,
                "weight": line.weight,
                **{f"level_{n}": text for n, text in enumerate(line.levels, 1)},
            },
        )
        for line in assignment.rubric
    ]
