"""Reads printed editions.

An edition never changes, so each process keeps the last ones it read.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from cms.content import Lesson, Outline
from cms.courses import codec
from cms.courses.models import CourseEdition
from lms.core.errors import NotFound

_MAX_REMEMBERED = 64
_remembered: OrderedDict[int, Outline] = OrderedDict()
_lock = threading.Lock()


def read_edition(edition_id: int) -> Outline:
    """The printed edition with that id; at most one query, none when it was read before.

    NotFound where there is none.
    """
    return _read_outlines([edition_id])[0]


def read_lesson(edition_id: int, slug: str) -> Lesson:
    """A lesson of an edition. NotFound."""
    edition_lesson = read_edition(edition_id).lesson(slug)
    if edition_lesson is None:
        raise NotFound(_("There is no such lesson in this edition."))
    return edition_lesson


def latest_edition(course_slug: str) -> Outline | None:
    """The newest printed edition of a course that is still offered."""
    ids = (
        _newest_editions()
        .filter(slug=course_slug, course__live=True)
        .values_list("pk", flat=True)[:1]
    )
    return next(iter(_read_outlines(ids)), None)


def editions_of_school(school_code: str) -> list[Outline]:
    """The newest printed edition of each course of a school, by title."""
    return _read_outlines(
        _newest_editions().filter(school_code=school_code).values_list("pk", flat=True)
    )


def course_catalogue() -> list[Outline]:
    """The newest printed edition of each course that is offered, by title; at most two queries."""
    return _read_outlines(_newest_editions().filter(course__live=True).values_list("pk", flat=True))


def outline_of(row: CourseEdition) -> Outline:
    return codec.outline_from_json(
        row.content, edition_id=row.pk, number=row.number, digest=row.digest
    )


def forget_edition(edition_id: int) -> None:
    """Drop what is kept under an id; ids come back after a rolled-back transaction on SQLite."""
    with _lock:
        _remembered.pop(edition_id, None)


def _newest_editions() -> QuerySet[CourseEdition]:
    last = CourseEdition.objects.filter(course=OuterRef("course")).order_by("-number")
    newest = CourseEdition.objects.annotate(last=Subquery(last.values("pk")[:1]))
    return newest.filter(pk=F("last")).order_by("title", "pk")


def _read_outlines(ids: Iterable[int]) -> list[Outline]:
    """Editions in the order of their ids, which a query may give. NotFound where one is missing."""
    pks = list(ids)
    with _lock:
        outlines = {pk: _remembered[pk] for pk in pks if pk in _remembered}
    # not under the lock: a slow query must not keep other threads from what is in memory
    missing = set(pks) - outlines.keys()
    if missing:
        for row in CourseEdition.objects.filter(pk__in=missing):
            outlines[row.pk] = outline_of(row)
    if not outlines.keys() >= set(pks):
        raise NotFound(_("There is no such edition."))
    with _lock:
        for pk in pks:
            _remembered[pk] = outlines[pk]
            _remembered.move_to_end(pk)
        while len(_remembered) > _MAX_REMEMBERED:
            _remembered.popitem(last=False)
    return [outlines[pk] for pk in pks]
