"""Printing an edition ("Phát hành ấn bản"): the published pages of a course become frozen data."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from cms.content import Outline
from cms.courses import codec
from cms.courses.compiling import compile_course, find_problems
from cms.courses.editions import forget_edition, outline_of
from cms.courses.models import CourseEdition, CoursePage
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, NotFound, RuleBroken


def may_publish(actor: Actor, course: CoursePage) -> bool:
    """Whether the actor may print editions: those who may publish the course's page in Wagtail."""
    if actor.is_system:
        return True
    user = get_user_model().objects.filter(pk=actor.key, is_active=True).first()
    return user is not None and course.permissions_for_user(user).can_publish()


def check_may_publish(actor: Actor, course: CoursePage) -> None:
    """NotAllowed for those who may not print editions of this course."""
    if not may_publish(actor, course):
        raise NotAllowed(_("Only those who may publish this course may print its editions."))


@transaction.atomic
def publish_edition(*, actor: Actor, course_id: int, note: str = "") -> Outline:
    """Print an edition of the published pages of a course; the newest one where it says the same.

    NotFound, NotAllowed; RuleBroken with the first blocking problem and how to mend it.
    """
    # locked, so that two people who print at once do not take the same number
    course = CoursePage.objects.select_for_update().filter(pk=course_id).first()
    if course is None:
        raise NotFound(_("There is no such course."))
    check_may_publish(actor, course)
    outline = compile_course(course)
    blocking = [problem for problem in find_problems(course, outline) if problem.blocks]
    if blocking:
        first = blocking[0]
        raise RuleBroken(f"{first.where}: {first.text} {first.mend}")
    content = codec.outline_to_json(outline)
    digest = codec.json_digest(content)
    last = course.editions.order_by("-number").first()
    if last is not None and last.digest == digest:
        return outline_of(last)
    edition = CourseEdition.objects.create(
        course=course,
        number=last.number + 1 if last else 1,
        schema=codec.SCHEMA,
        digest=digest,
        content=content,
        lesson_hashes={lesson.slug: lesson.hash for lesson in outline.lessons},
        title=outline.title,
        slug=outline.slug,
        school_code=outline.school_code,
        printed_at=clock.now(),
        printed_by_id=actor.user_id,
        note=note[:300],
    )
    forget_edition(edition.pk)
    record(
        "edition.printed", actor, edition, number=edition.number, digest=digest, note=edition.note
    )
    return outline_of(edition)
